/*
 * out.h - a growing text that remembers its first failure.
 *
 * A renderer writes a few thousand small pieces.  Testing each write would
 * bury the page under its error handling, so a failed write makes all later
 * ones do nothing, and ls_out_finish() reports it, once.
 *
 * Zero-initialised, it gathers everything in `text`.  With a `file`, it hands
 * the text on whenever some has gathered, so that a page of any length takes
 * little memory.
 */
#ifndef LS_BASE_OUT_H
#define LS_BASE_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct ls_error;

struct ls_out {
	char *text; /* NUL-terminated once anything was written */
	size_t size;
	size_t room;
	FILE *file;      /* borrowed; NULL: keep it all */
	int write_errno; /* of the first write to `file` that failed */
	bool failed;
};

void ls_out_bytes(struct ls_out *out, const char *bytes, size_t size);
void ls_out_text(struct ls_out *out, const char *text);
void ls_out_char(struct ls_out *out, char c);
void ls_out_repeat(struct ls_out *out, char c, size_t count);
void ls_out_format(struct ls_out *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Hand on what is left and say how it went: NULL, out of memory, or
 * LS_ERROR_WRITE.  The text is the caller's either way.
 */
struct ls_error *ls_out_finish(struct ls_out *out)
    __attribute__((warn_unused_result));

void ls_out_free(struct ls_out *out);

#endif
