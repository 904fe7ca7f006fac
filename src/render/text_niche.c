/*
 * text_niche.c - which values of a type are free, and what an Option costs.
 *
 *	 NICHE       name.vec.cap @8, 8 bytes: 9223372036854775808 values
 *	             free, so Option<User> is 48 bytes too.
 *	 NICHES      Close.0 @1: 253 values free in a byte that only that
 *	             variant uses.
 */
#include <string.h>

#include "render/text.h"

enum { MOST_OPTION_COLUMNS = 32, MOST_SPARES = 3 };

/* The last part of a path: "Vec<a::B>" of "alloc::vec::Vec<a::B>". */
static const char *
last_part(const char *name)
{
	const char *last = name;
	unsigned depth = 0;
	for (const char *at = name; *at; at++) {
		if (strchr("<([{", *at))
			depth++;
		else if (strchr(")]}", *at) ||
		    (*at == '>' && at > name && at[-1] != '-'))
			depth -= depth > 0;
		else if (depth == 0 && at[0] == ':' && at[1] == ':')
			last = at + 2;
	}
	return last;
}

/* "Option<Event>", or "an Option of it" where that would be long. */
static void
put_option_name(
    const struct ls_page *page, struct ls_out *out, const struct ls_row *row)
{
	struct ls_out name = { 0 };
	if (row->name)
		ls_text_name(page, &name, row->name);
	const char *last = name.text ? last_part(name.text) : NULL;
	if (last && *last && *last != '{' &&
	    ls_text_columns(last) <= MOST_OPTION_COLUMNS)
		ls_out_format(out, "Option<%s>", last);
	else
		ls_out_text(out, "an Option of it");
	out->failed |= name.failed;
	ls_out_free(&name);
}

/* "Close.0" for the member of a tuple that DWARF calls Close.__0. */
void
ls_text_path(const struct ls_page *page, struct ls_out *out, const char *path)
{
	struct ls_out plain = { 0 };
	if (path[0] == '_' && path[1] == '_' && path[2] >= '0' &&
	    path[2] <= '9')
		ls_out_char(&plain, '.'); /* as behind "self" */
	for (const char *at = path; *at; at++) {
		bool is_start = at == path || at[-1] == '.';
		if (is_start && at[0] == '_' && at[1] == '_' && at[2] >= '0' &&
		    at[2] <= '9')
			at += 2;
		ls_out_char(&plain, *at);
	}
	if (plain.text)
		ls_text_put_raw(page, out, plain.text);
	out->failed |= plain.failed;
	ls_out_free(&plain);
}

static void
put_values(struct ls_out *out, const char *count)
{
	ls_out_format(
	    out, "%s value%s", count, strcmp(count, "1") == 0 ? "" : "s");
}

/* "none (every value of its members is used)" */
static void
put_none(const struct ls_page *page, struct ls_out *out,
    const struct ls_niche_row *niche)
{
	const char *why = niche->is_certain ? niche->none : niche->note;
	ls_out_text(out, niche->is_certain ? "none" : "not known");
	if (!why)
		return;
	ls_out_text(out, " (");
	ls_text_path(page, out, why);
	ls_out_char(out, ')');
}

/* ", so Option<Event> is 80 bytes too." */
static void
put_option(
    const struct ls_page *page, struct ls_out *out, const struct ls_row *row)
{
	const struct ls_niche_row *niche = &row->niche;
	if (!niche->has_option) {
		ls_out_char(out, '.');
	} else if (niche->has_niche) {
		ls_out_text(out, ", so ");
		put_option_name(page, out, row);
		ls_out_text(out, " is ");
		ls_text_count(out, niche->option_bytes, "byte");
		ls_out_text(out, " too.");
	} else {
		ls_out_text(out, ": ");
		put_option_name(page, out, row);
		ls_out_text(out, " grows by ");
		ls_text_count(
		    out, niche->option_bytes - row->size_bytes, "byte");
		ls_out_format(out, ", to %" PRIu64 ".", niche->option_bytes);
	}
}

/* "251 values free, so Option<Event> is 80 bytes too." */
static void
put_free(const struct ls_page *page, struct ls_out *out,
    const struct ls_row *row, const char *free)
{
	const struct ls_niche_row *niche = &row->niche;
	if (!niche->has_niche) {
		put_none(page, out, niche);
		put_option(page, out, row);
		return;
	}
	if (!niche->is_certain)
		ls_out_text(out, "at least ");
	if (niche->used)
		ls_out_text(out, niche->available);
	else
		put_values(out, niche->available);
	ls_out_format(out, " %s", free);
	if (!niche->is_certain && niche->note) {
		ls_out_text(out, " (");
		ls_text_path(page, out, niche->note);
		ls_out_char(out, ')');
	}
	put_option(page, out, row);
}

void
ls_text_rest_of_tag(
    const struct ls_page *page, struct ls_out *out, const struct ls_row *row)
{
	const struct ls_niche_row *niche = &row->niche;
	if (!niche->is_asked)
		return;
	ls_out_text(out, "  ");
	if (!niche->has_niche)
		ls_out_text(out, "Values left: ");
	else if (niche->used)
		ls_out_format(out, "Values %s used, ", niche->used);
	put_free(page, out, row,
	    row->tag.encoding == LS_TAG_NICHE ? "left" : "free");
}

/* "name.vec.cap @8, 8 bytes: " */
static void
put_place(const struct ls_page *page, struct ls_out *out,
    const struct ls_niche_row *niche)
{
	if (niche->in) {
		ls_text_path(page, out, niche->in);
		ls_out_char(out, ' ');
	}
	ls_out_char(out, '@');
	ls_text_number(page, out, niche->offset_bytes);
	ls_out_text(out, ", ");
	ls_text_count(out, niche->size_bytes, "byte");
	ls_out_text(out, ": ");
}

void
ls_text_left(
    const struct ls_page *page, struct ls_out *out, const struct ls_row *row)
{
	put_values(out, row->niche.available);
	if (!row->niche.has_option)
		return;
	ls_out_text(out, ": ");
	put_option_name(page, out, row);
	ls_out_text(out, " is still ");
	ls_text_count(out, row->niche.option_bytes, "byte");
}

const char *
ls_niche_word(const struct ls_row *row)
{
	if (!row->niche.is_asked)
		return "";
	if (row->niche.has_niche)
		return row->niche.available;
	return row->niche.is_certain ? "0" : "?";
}

void
ls_text_niche(struct ls_page *page, const struct ls_row *row)
{
	const struct ls_niche_row *niche = &row->niche;
	struct ls_out text = { 0 };
	if (!niche->is_asked)
		return;
	if (niche->has_niche && niche->used)
		ls_out_format(&text, "values %s used, ", niche->used);
	else if (niche->has_niche && strcmp(niche->in ? niche->in : "", "tag"))
		put_place(page, &text, niche);
	put_free(page, &text, row, "free");
	ls_text_words(page, "NICHE", &text);
}

static void
put_spare(const struct ls_page *page, struct ls_out *out,
    const struct ls_spare_niche *spare)
{
	if (spare->in)
		ls_text_path(page, out, spare->in);
	else
		ls_text_put_raw(
		    page, out, spare->variant ? spare->variant : "?");
	ls_out_text(out, " @");
	ls_text_number(page, out, spare->offset_bytes);
	ls_out_text(out, ": ");
	put_values(out, spare->available);
	if (spare->size_bytes == 1)
		ls_out_text(out, " free in a byte that");
	else
		ls_out_format(
		    out, " free in %" PRIu64 " bytes that", spare->size_bytes);
	ls_out_text(out, " only this variant uses.");
}

void
ls_text_spares(struct ls_page *page, const struct ls_row *row)
{
	const struct ls_niche_row *niche = &row->niche;
	size_t count = niche->spare_count;
	size_t shown = count > MOST_SPARES ? MOST_SPARES : count;
	for (size_t i = 0; i < shown; i++) {
		struct ls_out text = { 0 };
		put_spare(page, &text, &niche->spares[i]);
		if (i + 1 == shown && count > shown)
			ls_out_format(
			    &text, "  (and %zu more)", count - shown);
		ls_text_words(page, i == 0 ? "NICHES" : "", &text);
	}
}
