/*
 * error.h - what went wrong, as a value.
 *
 * A function that can fail returns `struct ls_error *`, and NULL means that
 * it worked.  Whoever is handed an error does one of three things with it:
 * returns it, wraps it, or frees it.  Nothing below cmd/ prints one, and
 * nothing anywhere keeps "the last one".
 */
#ifndef LS_BASE_ERROR_H
#define LS_BASE_ERROR_H

#include <stdbool.h>

/* cmd/ maps each to an exit status, without a default. */
enum ls_error_code {
	LS_ERROR_NOMEM,       /* an allocation failed */
	LS_ERROR_SYSTEM,      /* a system call failed; the text has the path */
	LS_ERROR_FORMAT,      /* the file breaks its own format */
	LS_ERROR_UNSUPPORTED, /* the file is sound, but we cannot read it */
	LS_ERROR_LIMIT,       /* more than base/limits.h allows */
	LS_ERROR_NO_TYPES,    /* a sound file without type information */
	LS_ERROR_NO_MATCH,    /* a named type is not there */
	LS_ERROR_USAGE,       /* an option's value makes no sense */
	LS_ERROR_WRITE,       /* the output could not be written */
	LS_ERROR_INTERNAL,    /* we broke a promise of our own */
};

/*
 * Read `code` to decide what to do, and `text` to tell a person.  The text is
 * one line with no full stop, widest context first:
 *
 *	a.out: .debug_info+0x2d: member ends past its struct
 *
 * `details` holds further lines, each ending in '\n': facts first, then lines
 * that begin with "hint: " and can be pasted.  "" where there are none.
 */
struct ls_error {
	enum ls_error_code code;
	const char *text;
	const char *details;
};

/* Out of memory, made beforehand because by then it is too late to make one. */
extern struct ls_error ls_error_nomem;

struct ls_error *ls_error_new(enum ls_error_code code, const char *format, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull, warn_unused_result));

/*
 * Put context in front of an error: ls_error_wrap(err, "%s", path) turns
 * "bad magic" into "a.out: bad magic".  Takes `err`; the caller's pointer is
 * dead afterwards.  NULL stays NULL, so a tail call can wrap without a test:
 *
 *	return ls_error_wrap(read_units(file), "%s", path);
 */
struct ls_error *ls_error_wrap(struct ls_error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3), warn_unused_result));

/*
 * Add one line of detail; a '\n' is put after it.  Takes `err` and returns
 * the error to use from now on.  NULL stays NULL.
 */
struct ls_error *ls_error_detail(struct ls_error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3), warn_unused_result));

/* NULL is fine, as with free(). */
void ls_error_free(struct ls_error *err);

#endif
