/*
 * json_facts.c - what was found out of a type, as JSON: its niches, and what
 * shares a cache line.
 */
#include "render/json_facts.h"

#include "render/json_out.h"
#include "render/json_row.h"

static void
put_spares(struct ls_json *json, const struct ls_niche_row *niche)
{
	ls_json_open(json, "spare_niches", '[');
	for (size_t i = 0; i < niche->spare_count; i++) {
		const struct ls_spare_niche *spare = &niche->spares[i];
		ls_json_open(json, NULL, '{');
		ls_json_string(json, "variant", spare->variant);
		ls_json_uint(json, "offset_bytes", spare->offset_bytes);
		ls_json_uint(json, "size_bytes", spare->size_bytes);
		ls_json_string(json, "available", spare->available);
		ls_json_string(json, "in", spare->in);
		ls_json_close(json);
	}
	ls_json_close(json);
}

void
ls_json_niche_facts(struct ls_json *json, const struct ls_niche_row *niche)
{
	if (!niche->is_asked)
		return;
	ls_json_niche(json, niche);
	if (niche->none)
		ls_json_string(json, "niche_none", niche->none);
	if (!niche->is_certain) {
		ls_json_bool(json, "niche_certain", false);
		ls_json_string(json, "niche_note", niche->note);
	}
	if (niche->has_option)
		ls_json_uint(json, "option_size_bytes", niche->option_bytes);
	if (niche->spare_count > 0)
		put_spares(json, niche);
}

static void
put_sync(struct ls_json *json, const struct ls_sharing_member *member)
{
	ls_json_open(json, NULL, '{');
	ls_json_string(json, "name", member->name);
	ls_json_string(json, "kind", member->is_lock ? "lock" : "atomic");
	ls_json_uint(json, "count", member->count);
	ls_json_uint(json, "offset_bytes", member->offset_bytes);
	ls_json_uint(json, "size_bytes", member->size_bytes);
	ls_json_close(json);
}

void
ls_json_sharing(struct ls_json *json, const struct ls_sharing *sharing)
{
	ls_json_open(json, "sharing", '{');
	ls_json_bool(json, "aligned", sharing->is_aligned);
	ls_json_uint(json, "most_together", sharing->most_together);
	ls_json_open(json, "lines", '[');
	for (size_t i = 0; i < sharing->line_count; i++) {
		const struct ls_sharing_line *line = &sharing->lines[i];
		ls_json_open(json, NULL, '{');
		ls_json_uint(json, "line", line->line);
		ls_json_open(json, "syncs", '[');
		for (size_t k = 0; k < line->member_count; k++)
			put_sync(json, &line->members[k]);
		ls_json_close(json);
		ls_json_uint(json, "other_members", line->other_count);
		ls_json_close(json);
	}
	ls_json_close(json);
	ls_json_close(json);
}

static void
put_await(struct ls_json *json, const struct ls_await *await)
{
	ls_json_open(json, NULL, '{');
	ls_json_string(json, "state", await->state);
	if (await->line)
		ls_json_uint(json, "line", await->line);
	ls_json_uint(json, "used_bytes", await->used_bytes);
	if (await->awaits) {
		ls_json_string(json, "waits_for", await->awaits);
		ls_json_uint(json, "waits_for_bytes", await->awaits_bytes);
	}
	if (await->largest) {
		ls_json_string(json, "largest", await->largest);
		ls_json_string(json, "largest_type", await->largest_type);
		ls_json_uint(json, "largest_bytes", await->largest_bytes);
	}
	ls_json_close(json);
}

static void
put_twice(struct ls_json *json, const struct ls_twice *twice)
{
	ls_json_open(json, NULL, '{');
	ls_json_string(json, "argument", twice->argument);
	ls_json_uint(json, "offset_bytes", twice->argument_offset_bytes);
	ls_json_string(json, "local", twice->local);
	ls_json_uint(json, "local_offset_bytes", twice->local_offset_bytes);
	ls_json_uint(json, "size_bytes", twice->size_bytes);
	ls_json_close(json);
}

static void
put_link(struct ls_json *json, const struct ls_future_link *link)
{
	ls_json_open(json, NULL, '{');
	ls_json_string(json, "type", link->type);
	ls_json_uint(json, "size_bytes", link->size_bytes);
	if (link->state) {
		ls_json_string(json, "state", link->state);
		ls_json_string(json, "member", link->member);
	}
	ls_json_close(json);
}

void
ls_json_future(struct ls_json *json, const struct ls_future *future)
{
	ls_json_open(json, "future", '{');
	ls_json_uint(json, "captured_bytes", future->captured_bytes);
	ls_json_open(json, "awaits", '[');
	for (size_t i = 0; i < future->await_count; i++)
		put_await(json, &future->awaits[i]);
	ls_json_close(json);
	ls_json_uint(json, "twice_bytes", future->twice_bytes);
	ls_json_open(json, "twice", '[');
	for (size_t i = 0; i < future->twice_count; i++)
		put_twice(json, &future->twice[i]);
	ls_json_close(json);
	ls_json_open(json, "chain", '[');
	for (size_t i = 0; i < future->link_count; i++)
		put_link(json, &future->links[i]);
	ls_json_close(json);
	ls_json_close(json);
}
