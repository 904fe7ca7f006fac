/*
 * error.c - what went wrong, as a value.
 *
 * An error is a single block of memory, the struct and then its two texts, so
 * that freeing one can neither fail nor leave half of it behind.
 */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ls_error ls_error_nomem = { LS_ERROR_NOMEM, "out of memory", "" };

/* One block: the struct, "HEAD: TAIL" (or HEAD alone), and DETAILS MORE. */
static struct ls_error *
assemble(enum ls_error_code code, const char *head, const char *tail,
    const char *details, const char *more)
{
	size_t head_size = strlen(head);
	size_t tail_size = tail ? strlen(": ") + strlen(tail) : 0;
	size_t text_size = head_size + tail_size + 1;
	size_t more_size = more ? strlen(more) + 1 : 0;
	size_t details_size = strlen(details) + more_size + 1;
	struct ls_error *err = malloc(sizeof(*err) + text_size + details_size);
	if (!err)
		return &ls_error_nomem;

	char *text = (char *)(err + 1);
	char *lines = text + text_size;
	snprintf(text, text_size, "%s%s%s", head, tail ? ": " : "",
	    tail ? tail : "");
	snprintf(lines, details_size, "%s%s%s", details, more ? more : "",
	    more ? "\n" : "");
	*err = (struct ls_error){ code, text, lines };
	return err;
}

/* NULL if memory runs out. */
static char *
spell(const char *format, va_list ap)
{
	char *text;
	return vasprintf(&text, format, ap) < 0 ? NULL : text;
}

struct ls_error *
ls_error_new(enum ls_error_code code, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	char *text = spell(format, ap);
	va_end(ap);
	if (!text)
		return &ls_error_nomem;
	struct ls_error *err = assemble(code, text, NULL, "", NULL);
	free(text);
	return err;
}

struct ls_error *
ls_error_wrap(struct ls_error *err, const char *format, ...)
{
	if (!err)
		return NULL;

	va_list ap;
	va_start(ap, format);
	char *head = spell(format, ap);
	va_end(ap);
	if (!head)
		return err;
	struct ls_error *outer = assemble(
	    err->code, head, err->text, err->details, NULL);
	free(head);
	ls_error_free(err);
	return outer;
}

struct ls_error *
ls_error_detail(struct ls_error *err, const char *format, ...)
{
	if (!err)
		return NULL;

	va_list ap;
	va_start(ap, format);
	char *line = spell(format, ap);
	va_end(ap);
	if (!line)
		return err;
	struct ls_error *outer = assemble(
	    err->code, err->text, NULL, err->details, line);
	free(line);
	ls_error_free(err);
	return outer;
}

void
ls_error_free(struct ls_error *err)
{
	if (err != &ls_error_nomem)
		free(err);
}
