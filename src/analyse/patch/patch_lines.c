/*
 * patch_lines.c - the lines of a type's members in the best order.
 *
 * Members that stay keep their lines where they are, and so does everything
 * that is no member.  A member that moves goes behind the one that it now
 * follows.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/patch/patch_own.h"
#include "base/error.h"

/* Lines on their way into a new order. */
struct writer {
	const struct ls_best_step *step;
	uint32_t member_count;
	/* Both by `declared`: where the source has it, where it goes. */
	const struct ls_declaration **items;
	uint32_t *places;
	struct ls_moved_lines *ret;
	uint32_t written;
};

static void
put_line(struct writer *writer, uint32_t line, bool is_moved)
{
	struct ls_moved_lines *ret = writer->ret;
	ret->is_moved[writer->written] = is_moved;
	ret->order[writer->written++] = line;
}

/* Those that move to the places from this one on, up to one that stays. */
static void
put_moved(struct writer *writer, uint32_t place)
{
	const struct ls_best_member *members = writer->step->members;
	for (; place < writer->member_count && members[place].is_moved;
	     place++) {
		const struct ls_declaration
		    *item = writer->items[members[place].declared];
		for (uint32_t line = item->first_line; line <= item->last_line;
		     line++)
			put_line(writer, line, true);
	}
}

/* Past bases and a pointer to a vtable, which are first and have no lines. */
static uint32_t
first_lined(const struct writer *writer)
{
	uint32_t place = 0;
	while (place < writer->member_count &&
	    !writer->items[writer->step->members[place].declared])
		place++;
	return place;
}

static void
put_all(struct writer *writer, const struct ls_body *body)
{
	struct ls_moved_lines *ret = writer->ret;
	const struct ls_declaration *item = body->items;
	const struct ls_declaration *end = item + body->count;
	bool has_begun = false;
	for (uint32_t line = ret->first; line < ret->first + ret->count;
	     line++) {
		while (item < end &&
		    (item->last_line < line || item->member == LS_NO_MEMBER))
			item++;
		if (item == end || line < item->first_line) {
			put_line(writer, line, false);
			continue;
		}
		uint32_t place = writer->places[item->member];
		if (writer->step->members[place].is_moved)
			continue;
		if (!has_begun)
			put_moved(writer, first_lined(writer));
		has_begun = true;
		put_line(writer, line, false);
		if (line == item->last_line)
			put_moved(writer, place + 1);
	}
}

static bool
has_lines(const struct ls_body *body, uint32_t member)
{
	for (size_t i = 0; i < body->count; i++)
		if (body->items[i].member == member)
			return true;
	return false;
}

/*
 * Just the members of the order have lines, but for what C++ puts before all
 * of them, and not all of them move.
 */
static void
check_members(struct ls_body *body)
{
	const struct ls_best *best = body->row->best;
	const struct ls_best_step *step = &best->steps[best->step_count - 1];
	size_t with_lines = 0, lined = 0, staying = 0;
	bool is_fine = true;
	for (size_t i = 0; i < body->count; i++)
		with_lines += body->items[i].member != LS_NO_MEMBER;
	for (uint32_t i = 0; i < best->member_count; i++) {
		const struct ls_best_member *member = &step->members[i];
		bool is_lined = has_lines(body, member->declared);
		is_fine &= is_lined || (lined == 0 && !member->is_moved);
		lined += is_lined;
		staying += is_lined && !member->is_moved;
	}
	if (!is_fine || staying == 0 || with_lines != lined)
		ls_body_refuse(body, "not just its members have lines");
}

/* Fill the writer's maps; false: no memory. */
static bool
map_members(struct writer *writer, const struct ls_body *body)
{
	const struct ls_best_member *members = writer->step->members;
	uint32_t end = 0;
	for (uint32_t i = 0; i < writer->member_count; i++)
		if (members[i].declared >= end)
			end = members[i].declared + 1;
	writer->items = calloc(end, sizeof(struct ls_declaration *));
	writer->places = calloc(end, sizeof(*writer->places));
	if (!writer->items || !writer->places)
		return false;
	for (size_t i = 0; i < body->count; i++)
		if (body->items[i].member != LS_NO_MEMBER)
			writer->items[body->items[i].member] = &body->items[i];
	for (uint32_t i = 0; i < writer->member_count; i++)
		writer->places[members[i].declared] = i;
	return true;
}

static struct ls_error *
write_lines(const struct ls_body *body, struct ls_moved_lines *ret)
{
	const struct ls_best *best = body->row->best;
	ret->first = ls_body_token(body, body->open)->last_line + 1;
	ret->count = ls_body_token(body, body->close)->first_line - ret->first;
	ret->order = calloc((size_t)ret->count + 1, sizeof(*ret->order));
	ret->is_moved = calloc((size_t)ret->count + 1, sizeof(bool));
	if (!ret->order || !ret->is_moved)
		return &ls_error_nomem;
	struct writer writer = { .step = &best->steps[best->step_count - 1],
		.member_count = best->member_count,
		.ret = ret };
	bool is_fine = map_members(&writer, body);
	if (is_fine)
		put_all(&writer, body);
	free(writer.items);
	free(writer.places);
	return is_fine ? NULL : &ls_error_nomem;
}

static struct ls_error *
read_body(struct ls_body *body)
{
	if (body->row->lang != LS_LANG_C && body->row->lang != LS_LANG_CPP)
		ls_body_refuse(body, "only C and C++ are patched");
	else if (body->row->name && strchr(body->row->name, '<'))
		ls_body_refuse(body, "it is made of a template");
	if (body->is_refused)
		return NULL;
	struct ls_error *err = ls_body_read(body);
	if (err || body->is_refused)
		return err;
	ls_body_match(body);
	if (body->is_refused)
		return NULL;
	if (!ls_body_take_comments(body))
		return &ls_error_nomem;
	check_members(body);
	ls_body_check_order(body);
	return NULL;
}

struct ls_error *
ls_patch_lines(const struct ls_c_source *source, const struct ls_row *row,
    struct ls_moved_lines *ret)
{
	struct ls_body body = { .source = source, .row = row };
	struct ls_moved_lines lines = { 0 };
	struct ls_error *err = read_body(&body);
	if (!err && body.is_refused && !body.why_not)
		err = &ls_error_nomem;
	if (!err && !body.is_refused)
		err = write_lines(&body, &lines);
	lines.why_not = body.why_not;
	free(body.items);
	if (err)
		ls_moved_lines_free(&lines);
	else
		*ret = lines;
	return err;
}

void
ls_moved_lines_free(struct ls_moved_lines *lines)
{
	free(lines->order);
	free(lines->is_moved);
	free(lines->why_not);
	*lines = (struct ls_moved_lines){ 0 };
}
