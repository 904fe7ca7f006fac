/*
 * diff_json.c - what changed, for a program: `changes` of layoutscope/1.
 */
#include "base/out.h"
#include "render/diff.h"
#include "render/json_out.h"

static void
put_input(
    struct ls_json *json, const char *key, const struct ls_input_row *input)
{
	ls_json_open(json, key, '{');
	ls_json_string(json, "file", input->file);
	if (input->build_id)
		ls_json_string(json, "build_id", input->build_id);
	ls_json_string(json, "target", input->target);
	ls_json_open(json, "producers", '[');
	for (uint32_t i = 0; i < input->producer_count; i++)
		ls_json_string(json, NULL, input->producers[i]);
	ls_json_close(json);
	ls_json_close(json);
}

static void
put_measure(struct ls_json *json, const char *key, bool is_there,
    const struct ls_measure *measure, const char *tag, const char *niche)
{
	if (!is_there) {
		ls_json_null(json, key);
		return;
	}
	ls_json_open(json, key, '{');
	if (measure->has_size)
		ls_json_uint(json, "size_bytes", measure->size_bytes);
	else
		ls_json_null(json, "size_bytes");
	if (measure->has_align)
		ls_json_uint(json, "align_bytes", measure->align_bytes);
	else
		ls_json_null(json, "align_bytes");
	ls_json_uint(json, "padding_bytes", measure->padding_bytes);
	ls_json_uint(json, "cachelines", measure->cachelines);
	if (tag)
		ls_json_string(json, "tag", tag);
	if (niche)
		ls_json_string(json, "free_niches", niche);
	ls_json_close(json);
}

static void
put_side(struct ls_json *json, bool is_there, const char *offset_key,
    uint64_t offset_bits, const char *size_key, uint64_t size_bits)
{
	if (!is_there)
		return;
	ls_json_uint(json, offset_key, offset_bits / 8);
	if (size_bits % 8 || offset_bits % 8)
		ls_json_uint(json,
		    offset_key[0] == 'o' ? "old_bit_size" : "new_bit_size",
		    size_bits);
	else
		ls_json_uint(json, size_key, size_bits / 8);
}

static void
put_member(struct ls_json *json, const struct ls_member_change *m)
{
	static const char *const words[] = { [LS_MEMBER_ADDED] = "added",
		[LS_MEMBER_REMOVED] = "removed",
		[LS_MEMBER_RESIZED] = "resized",
		[LS_MEMBER_RETYPED] = "retyped",
		[LS_MEMBER_MOVED] = "moved" };
	ls_json_open(json, NULL, '{');
	ls_json_string(json, "name", m->name);
	ls_json_string(json, "change", words[m->what]);
	ls_json_string(json, "type", m->type);
	if (m->what == LS_MEMBER_RETYPED)
		ls_json_string(json, "old_type", m->old_type);
	put_side(json, m->has_old, "old_offset_bytes", m->old_offset_bits,
	    "old_size_bytes", m->old_size_bits);
	put_side(json, m->has_new, "new_offset_bytes", m->new_offset_bits,
	    "new_size_bytes", m->new_size_bits);
	if (m->line)
		ls_json_uint(json, "decl_line", m->line);
	ls_json_close(json);
}

/* A list where there is one: most changes are none of an enum. */
static void
put_enumerators(struct ls_json *json, const struct ls_change *change)
{
	if (change->enumerator_count == 0)
		return;
	ls_json_open(json, "enumerators", '[');
	for (size_t i = 0; i < change->enumerator_count; i++) {
		const struct ls_enumerator_change *e = &change->enumerators[i];
		ls_json_open(json, NULL, '{');
		ls_json_string(json, "name", e->name);
		ls_json_string(json, "change",
		    !e->has_old       ? "added"
			: !e->has_new ? "removed"
				      : "changed");
		if (e->old_value)
			ls_json_string(json, "old_value", e->old_value);
		if (e->new_value)
			ls_json_string(json, "new_value", e->new_value);
		ls_json_close(json);
	}
	ls_json_close(json);
}

static void
put_change(struct ls_json *json, const struct ls_change *change)
{
	ls_json_open(json, NULL, '{');
	ls_json_string(json, "name", change->name);
	if (change->old_name)
		ls_json_string(json, "old_name", change->old_name);
	ls_json_string(json, "kind", ls_kind_word(change->kind));
	ls_json_string(json, "lang", ls_lang_word(change->lang));
	ls_json_open(json, "change", '[');
	for (unsigned bit = 0; ls_change_word(bit); bit++)
		if (change->what >> bit & 1)
			ls_json_string(json, NULL, ls_change_word(bit));
	ls_json_close(json);
	put_measure(json, "old", !(change->what & LS_CHANGE_NEW), &change->old,
	    change->old_tag, change->old_niche);
	put_measure(json, "new", !(change->what & LS_CHANGE_GONE),
	    &change->new, change->new_tag, change->new_niche);
	ls_json_open(json, "members", '[');
	for (size_t i = 0; i < change->member_count; i++)
		put_member(json, &change->members[i]);
	ls_json_close(json);
	put_enumerators(json, change);
	ls_json_close(json);
}

/* By bit of what changed. */
static const char *const summary_keys[LS_CHANGE_BITS] = { "grew", "shrank",
	"new", "gone", "reordered", "tag", "align", "members", "lost_niche",
	"won_niche", "renamed", "enumerators" };

static void
write(struct ls_page *page, const struct ls_diff *diff)
{
	struct ls_json json = { .out = page->out, .line_depth = 2 };
	ls_json_open(&json, NULL, '{');
	ls_json_string(&json, "schema", "layoutscope/1");
	json.line_depth = 1;
	put_input(&json, "old", &diff->old);
	put_input(&json, "new", &diff->new);
	json.line_depth = 2;
	ls_json_open(&json, "changes", '[');
	for (size_t i = 0; i < diff->change_count; i++)
		put_change(&json, &diff->changes[i]);
	ls_json_close(&json);
	json.line_depth = 1;
	ls_json_open(&json, "summary", '{');
	for (unsigned bit = 0; bit < LS_CHANGE_BITS; bit++)
		ls_json_uint(&json, summary_keys[bit], diff->counts[bit]);
	ls_json_uint(&json, "changed_otherwise", diff->otherwise);
	ls_json_uint(&json, "same", diff->same);
	ls_json_close(&json);
	ls_json_close(&json);
	ls_out_char(page->out, '\n');
}

const struct ls_diff_renderer ls_diff_json = { "json", write };
