/*
 * json_out.h - the punctuation of JSON (RFC 8259), and nothing else.
 *
 * Written straight to the page, since a document may hold a million types.
 * Commas and line breaks come by themselves:
 *
 *	ls_json_open(&json, NULL, '{');
 *	ls_json_uint(&json, "size_bytes", 80);
 *	ls_json_close(&json);
 *
 * A NULL key is for items of an array and for the outermost value.
 */
#ifndef LS_RENDER_JSON_OUT_H
#define LS_RENDER_JSON_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/limits.h"

struct ls_out;

/* Types nest LS_MAX_DEPTH deep at most, an object in an array for each level,
 * with a few around and inside them all. */
enum { LS_JSON_DEPTH = 2 * LS_MAX_DEPTH + 16 };

struct ls_json {
	struct ls_out *out;
	unsigned line_depth; /* values this deep or less begin a line */
	unsigned depth;
	bool has_item[LS_JSON_DEPTH];
	char close[LS_JSON_DEPTH];
};

void ls_json_open(struct ls_json *json, const char *key, char bracket);
void ls_json_close(struct ls_json *json);

/*
 * Text is escaped so that it is harmless to look at in a terminal: control
 * characters, also C1 and DEL, and the invisible and bidirectional ones are
 * \u escapes; bytes that are not UTF-8 become U+FFFD.  NULL is null.
 */
void ls_json_string(struct ls_json *json, const char *key, const char *text);
/* A path as a URI reference: what RFC 3986 does not allow is %XX. */
void ls_json_uri(struct ls_json *json, const char *key, const char *path);
void ls_json_uint(struct ls_json *json, const char *key, uint64_t value);
/* In bytes, with a fraction where it is not whole: 3 bits are 0.375. */
void ls_json_bits(struct ls_json *json, const char *key, int64_t bits);
void ls_json_bool(struct ls_json *json, const char *key, bool value);
void ls_json_null(struct ls_json *json, const char *key);

#endif
