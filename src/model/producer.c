/*
 * producer.c - who wrote the types, from DW_AT_producer.
 *
 *	GNU C17 12.2.0 -mtune=generic -g        gcc 12.2
 *	Debian clang version 14.0.6             clang 14.0
 *	Apple LLVM version 9.0.0 (clang-900.0.39)  clang, its own numbers
 *	clang LLVM (rustc version 1.95.0 (...)) rustc 1.95
 *	GNU AS 2.40                             nobody: it lays nothing out
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "model/table.h"

/* Digits, as far as they are a sane number. */
static const char *
parse_number(const char *text, uint32_t *ret)
{
	uint32_t value = 0;
	for (; isdigit((unsigned char)*text); text++)
		if (value < 100000)
			value = value * 10 + (uint32_t)(*text - '0');
	*ret = value;
	return text;
}

/* "12.2.0": 12 and 2.  What does not begin with a digit gives nothing. */
static void
parse_version(const char *text, struct ls_producer *producer)
{
	text = parse_number(text, &producer->major);
	if (*text == '.')
		parse_number(text + 1, &producer->minor);
}

/* "C17 12.2.0 -g": the first word that begins with a digit. */
static const char *
first_number(const char *text)
{
	while (*text && !isdigit((unsigned char)*text)) {
		text += strcspn(text, " ");
		text += strspn(text, " ");
	}
	return text;
}

static const char *
after(const char *text, const char *words)
{
	const char *found = strstr(text, words);
	return found ? found + strlen(words) : NULL;
}

struct ls_producer
ls_producer_parse(const char *text)
{
	struct ls_producer producer = { .text = text };
	const char *version;
	if ((version = after(text, "rustc version "))) {
		producer.compiler = LS_COMPILER_RUSTC;
		parse_version(version, &producer);
	} else if ((version = after(text, "clang version "))) {
		producer.compiler = LS_COMPILER_CLANG;
		parse_version(version, &producer);
	} else if (strstr(text, "(clang-") || strstr(text, "clang based")) {
		producer.compiler = LS_COMPILER_CLANG;
	} else if (strncmp(text, "GNU AS ", 7) != 0 &&
	    strncmp(text, "GNU ", 4) == 0) {
		producer.compiler = LS_COMPILER_GCC;
		parse_version(first_number(text + 4), &producer);
	}
	return producer;
}
