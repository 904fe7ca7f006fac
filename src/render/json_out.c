/*
 * json_out.c - the punctuation of JSON, and nothing else.
 */
#include "render/json_out.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/out.h"
#include "base/utf8.h"

static void
put_code_point(struct ls_out *out, uint32_t code)
{
	if (code < 0x10000) {
		ls_out_format(out, "\\u%04" PRIx32, code);
		return;
	}
	/* RFC 8259, 7: beyond the basic plane, a surrogate pair. */
	code -= 0x10000;
	ls_out_format(out, "\\u%04" PRIx32 "\\u%04" PRIx32,
	    0xd800 + (code >> 10), 0xdc00 + (code & 0x3ff));
}

static void
put_string(struct ls_out *out, const char *text)
{
	ls_out_char(out, '"');
	while (*text) {
		size_t plain = 0;
		while ((unsigned char)text[plain] >= 0x20 &&
		    (unsigned char)text[plain] < 0x7f && text[plain] != '"' &&
		    text[plain] != '\\')
			plain++;
		ls_out_bytes(out, text, plain);
		text += plain;
		if (!*text)
			break;

		uint32_t code;
		size_t size = ls_utf8_next(text, &code);
		if (code == '"' || code == '\\')
			ls_out_format(out, "\\%c", (char)code);
		else if (code == LS_UTF8_BAD)
			ls_out_text(out, "\\ufffd");
		else if (ls_utf8_is_harmless(code))
			ls_out_bytes(out, text, size);
		else
			put_code_point(out, code);
		text += size;
	}
	ls_out_char(out, '"');
}

/* The comma, the line break or blank, and the key. */
static void
put_key(struct ls_json *json, const char *key)
{
	if (json->depth > 0) {
		bool *has_item = &json->has_item[json->depth - 1];
		if (*has_item)
			ls_out_char(json->out, ',');
		if (json->depth <= json->line_depth) {
			ls_out_char(json->out, '\n');
			ls_out_repeat(json->out, ' ', 2 * json->depth);
		} else if (*has_item) {
			ls_out_char(json->out, ' ');
		}
		*has_item = true;
	}
	if (key) {
		put_string(json->out, key);
		ls_out_text(json->out, ": ");
	}
}

void
ls_json_open(struct ls_json *json, const char *key, char bracket)
{
	assert(json->depth < LS_JSON_DEPTH);
	put_key(json, key);
	ls_out_char(json->out, bracket);
	json->has_item[json->depth] = false;
	json->close[json->depth] = bracket == '{' ? '}' : ']';
	json->depth++;
}

void
ls_json_close(struct ls_json *json)
{
	assert(json->depth > 0);
	bool has_item = json->has_item[json->depth - 1];
	if (has_item && json->depth <= json->line_depth) {
		ls_out_char(json->out, '\n');
		ls_out_repeat(json->out, ' ', 2 * (json->depth - 1));
	}
	json->depth--;
	ls_out_char(json->out, json->close[json->depth]);
}

void
ls_json_string(struct ls_json *json, const char *key, const char *text)
{
	if (!text) {
		ls_json_null(json, key);
		return;
	}
	put_key(json, key);
	put_string(json->out, text);
}

void
ls_json_uri(struct ls_json *json, const char *key, const char *path)
{
	put_key(json, key);
	ls_out_char(json->out, '"');
	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;
		bool plain = (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    strchr("/._-~+", c);
		ls_out_format(json->out, plain ? "%c" : "%%%02X", c);
	}
	ls_out_char(json->out, '"');
}

void
ls_json_uint(struct ls_json *json, const char *key, uint64_t value)
{
	put_key(json, key);
	ls_out_format(json->out, "%" PRIu64, value);
}

void
ls_json_bits(struct ls_json *json, const char *key, int64_t bits)
{
	static const char *const eighths[] = { "", ".125", ".25", ".375", ".5",
		".625", ".75", ".875" };
	uint64_t size = bits < 0 ? -(uint64_t)bits : (uint64_t)bits;
	put_key(json, key);
	ls_out_format(json->out, "%s%" PRIu64 "%s", bits < 0 ? "-" : "",
	    size / 8, eighths[size % 8]);
}

void
ls_json_bool(struct ls_json *json, const char *key, bool value)
{
	put_key(json, key);
	ls_out_text(json->out, value ? "true" : "false");
}

void
ls_json_null(struct ls_json *json, const char *key)
{
	put_key(json, key);
	ls_out_text(json->out, "null");
}
