/*
 * message.c - words for a person, on standard error.
 *
 * Names in them may come from the file, so whatever a terminal could take
 * for a command is spelt out.
 */
#include <langinfo.h>
#include <string.h>

#include "base/error.h"
#include "base/utf8.h"
#include "cmd.h"

enum { ELLIPSIS = 0x2026 };

static void
put(const char *text, size_t size)
{
	const char *end = text + size;
	bool is_utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	while (text < end) {
		uint32_t code;
		size_t taken = ls_utf8_next(text, &code);
		if (code == LS_UTF8_BAD)
			fprintf(stderr, "\\x{%02x}", (unsigned char)*text);
		else if (strncmp(text, "##[", 3) == 0)
			/* a command, to GitHub Actions */
			fputs("\\u{23}", stderr);
		else if (ls_utf8_is_harmless(code) && (is_utf8 || code < 0x80))
			fwrite(text, 1, taken, stderr);
		else if (code == ELLIPSIS)
			fputs("...", stderr);
		else
			fprintf(stderr, "\\u{%x}", (unsigned)code);
		text += taken;
	}
}

void
cmd_note(const char *text)
{
	fputs("layoutscope: note: ", stderr);
	put(text, strlen(text));
	fputc('\n', stderr);
}

static enum cmd_status
status_of(enum ls_error_code code)
{
	switch (code) {
	case LS_ERROR_NOMEM:
	case LS_ERROR_SYSTEM:
	case LS_ERROR_FORMAT:
	case LS_ERROR_UNSUPPORTED:
	case LS_ERROR_LIMIT:
	case LS_ERROR_NO_TYPES:
		return CMD_INPUT;
	case LS_ERROR_NO_MATCH:
		return CMD_NO_MATCH;
	case LS_ERROR_USAGE:
		return CMD_USAGE;
	case LS_ERROR_WRITE:
		return CMD_WRITE;
	case LS_ERROR_INTERNAL:
		return CMD_INTERNAL;
	}
	return CMD_INTERNAL;
}

enum cmd_status
cmd_fail(struct ls_error *err)
{
	enum cmd_status status = status_of(err->code);
	fflush(stdout);
	fputs("layoutscope: error: ", stderr);
	put(err->text, strlen(err->text));
	fputc('\n', stderr);
	for (const char *line = err->details; *line;) {
		size_t size = strcspn(line, "\n");
		fputs("  ", stderr);
		put(line, size);
		fputc('\n', stderr);
		line += size + (line[size] == '\n');
	}
	ls_error_free(err);
	return status;
}

enum cmd_status
cmd_worse(enum cmd_status a, enum cmd_status b)
{
	static const enum cmd_status from_worst[] = { CMD_INTERNAL, CMD_WRITE,
		CMD_USAGE, CMD_INPUT, CMD_NO_MATCH, CMD_FINDING };
	size_t count = sizeof(from_worst) / sizeof(*from_worst);
	for (size_t i = 0; i < count; i++)
		if (a == from_worst[i] || b == from_worst[i])
			return from_worst[i];
	return CMD_OK;
}
