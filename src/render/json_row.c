/*
 * json_row.c - the parts of a type that documents of more than one kind have.
 */
#include "render/json_row.h"

#include "render/json_out.h"

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
	if (json->line_depth > json->depth)
		json->line_depth = json->depth;
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
