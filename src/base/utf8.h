/*
 * utf8.h - text that nobody vouches for, one character at a time.
 */
#ifndef LS_BASE_UTF8_H
#define LS_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No character: the byte is not UTF-8. */
#define LS_UTF8_BAD UINT32_MAX

/*
 * The character at `text`, which must not be at its NUL, and how many bytes
 * it takes.  A byte that begins no well-formed character (RFC 3629: shortest
 * form, no surrogates, at most U+10FFFF) is LS_UTF8_BAD and takes one.
 */
size_t ls_utf8_next(const char *text, uint32_t *ret);

/*
 * May it be shown as it is?  No: control characters of C0 and C1, DEL, and
 * those that are invisible or change the direction of what follows, with
 * which a name could pass for another (Unicode TR 36, 2.10).
 */
bool ls_utf8_is_harmless(uint32_t code);

#endif
