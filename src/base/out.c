/*
 * out.c - a growing text that remembers its first failure.
 */
#include "base/out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* How much may gather before it is handed on: a few pages. */
enum { GATHER_BYTES = 64 * 1024 };

/* Make sure that `more` bytes and a terminator fit. */
static bool
reserve(struct ls_out *out, size_t more)
{
	size_t need;
	if (out->failed || __builtin_add_overflow(out->size, more, &need) ||
	    __builtin_add_overflow(need, 1, &need))
		goto fail;
	if (need <= out->room)
		return true;

	size_t room = out->room ? out->room : 4096;
	while (room < need)
		if (__builtin_mul_overflow(room, 2, &room))
			goto fail;
	char *text = realloc(out->text, room);
	if (!text)
		goto fail;
	out->text = text;
	out->room = room;
	return true;
fail:
	out->failed = true;
	return false;
}

static void
hand_on(struct ls_out *out)
{
	if (!out->file || out->failed || out->size == 0)
		return;
	errno = 0;
	if (fwrite(out->text, 1, out->size, out->file) != out->size) {
		out->failed = true;
		out->write_errno = errno ? errno : EIO;
	}
	out->size = 0;
}

void
ls_out_bytes(struct ls_out *out, const char *bytes, size_t size)
{
	if (!reserve(out, size))
		return;
	if (size > 0)
		memcpy(out->text + out->size, bytes, size);
	out->size += size;
	out->text[out->size] = '\0';
	if (out->size >= GATHER_BYTES)
		hand_on(out);
}

void
ls_out_text(struct ls_out *out, const char *text)
{
	ls_out_bytes(out, text, strlen(text));
}

void
ls_out_char(struct ls_out *out, char c)
{
	ls_out_bytes(out, &c, 1);
}

void
ls_out_repeat(struct ls_out *out, char c, size_t count)
{
	if (!reserve(out, count))
		return;
	memset(out->text + out->size, c, count);
	out->size += count;
	out->text[out->size] = '\0';
}

void
ls_out_format(struct ls_out *out, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	int size = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (size < 0)
		out->failed = true;
	if (!reserve(out, size < 0 ? 0 : (size_t)size))
		return;

	va_start(ap, format);
	vsnprintf(out->text + out->size, (size_t)size + 1, format, ap);
	va_end(ap);
	out->size += (size_t)size;
}

struct ls_error *
ls_out_finish(struct ls_out *out)
{
	hand_on(out);
	if (!out->failed && out->file && fflush(out->file) != 0) {
		out->failed = true;
		out->write_errno = errno;
	}
	if (!out->failed)
		return NULL;
	if (out->write_errno)
		return ls_error_new(LS_ERROR_WRITE,
		    "the output cannot be written: %s",
		    strerror(out->write_errno));
	return &ls_error_nomem;
}

void
ls_out_free(struct ls_out *out)
{
	free(out->text);
	*out = (struct ls_out){ 0 };
}
