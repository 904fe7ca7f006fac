/*
 * json_row.c - what documents of more than one kind have: their head, and
 * parts of a type.
 */
#include "render/json_row.h"

#include "render/json_out.h"

/* The next value begins a line where others do, and goes on in it. */
static void
one_line(struct ls_json *json)
{
	if (json->line_depth > json->depth)
		json->line_depth = json->depth;
}

void
ls_json_machine(struct ls_json *json, const struct ls_input_row *input)
{
	ls_json_string(json, "target", input->target);
	ls_json_uint(json, "pointer_bytes", input->pointer_bytes);
	ls_json_string(
	    json, "endian", input->is_big_endian ? "big" : "little");
	ls_json_uint(json, "cacheline_bytes", input->cacheline_bytes);
	ls_json_open(json, "producers", '[');
	for (uint32_t i = 0; i < input->producer_count; i++)
		ls_json_string(json, NULL, input->producers[i]);
	ls_json_close(json);
}

static void
put_input(struct ls_json *json, const struct ls_input_row *input)
{
	ls_json_open(json, "input", '{');
	ls_json_string(json, "file", input->file);
	ls_json_string(json, "build_id", input->build_id);
	ls_json_machine(json, input);
	ls_json_open(json, "dwarf_versions", '[');
	for (unsigned version = 0; version < 16; version++)
		if (input->dwarf_versions >> version & 1)
			ls_json_uint(json, NULL, version);
	ls_json_close(json);
	ls_json_string(json, "reader", input->reader);
	ls_json_close(json);
}

void
ls_json_begin_document(struct ls_json *json, const struct ls_report *report)
{
	json->line_depth = 1;
	ls_json_open(json, NULL, '{');
	ls_json_string(json, "schema", "layoutscope/1");
	ls_json_open(json, "tool", '{');
	ls_json_string(json, "name", "layoutscope");
	ls_json_string(json, "version", report->tool_version);
	ls_json_close(json);
	put_input(json, &report->input);
}

void
ls_json_decl(struct ls_json *json, const struct ls_decl *decl)
{
	if (!decl->file && !decl->line) {
		ls_json_null(json, "decl");
		return;
	}
	unsigned line_depth = json->line_depth;
	one_line(json);
	ls_json_open(json, "decl", '{');
	ls_json_string(json, "file", decl->file);
	if (decl->line)
		ls_json_uint(json, "line", decl->line);
	if (decl->column)
		ls_json_uint(json, "column", decl->column);
	ls_json_close(json);
	json->line_depth = line_depth;
}

static const char *
encoding_word(enum ls_tag_encoding encoding)
{
	switch (encoding) {
	case LS_TAG_DIRECT:
		return "direct";
	case LS_TAG_NICHE:
		return "niche";
	case LS_TAG_NONE:
		return "none";
	}
	return NULL;
}

void
ls_json_tag(struct ls_json *json, const struct ls_tag *tag)
{
	unsigned line_depth = json->line_depth;
	one_line(json);
	ls_json_open(json, "tag", '{');
	ls_json_string(json, "encoding", encoding_word(tag->encoding));
	if (tag->encoding != LS_TAG_NONE) {
		ls_json_uint(json, "offset_bytes", tag->offset_bytes);
		ls_json_uint(json, "size_bytes", tag->size_bytes);
		ls_json_string(json, "type", tag->type);
	}
	if (tag->encoding == LS_TAG_NICHE)
		ls_json_string(json, "in", tag->in);
	ls_json_close(json);
	json->line_depth = line_depth;
}

void
ls_json_niche(struct ls_json *json, const struct ls_niche_row *niche)
{
	unsigned line_depth = json->line_depth;
	if (!niche->has_niche) {
		ls_json_null(json, "niche");
		return;
	}
	json->line_depth = 0;
	ls_json_open(json, "niche", '{');
	ls_json_uint(json, "offset_bytes", niche->offset_bytes);
	ls_json_uint(json, "size_bytes", niche->size_bytes);
	ls_json_string(json, "available", niche->available);
	ls_json_string(json, "in", niche->in);
	ls_json_close(json);
	json->line_depth = line_depth;
}
