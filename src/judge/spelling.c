/*
 * spelling.c - types that two compilers spell in two ways.
 *
 * Both are read word by word.  Words of C's integers that follow each other
 * are one type, in whatever order they stand (C11, 6.7.2p2):
 *
 *	const long unsigned int *	const, 1 long unsigned, *
 *	const unsigned long *		const, 1 long unsigned, *
 */
#include "judge/spelling.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

/* A word that is none of C's integers, or all words of one such type. */
struct word {
	const char *text; /* NULL: an integer */
	size_t size;      /* 0 and no text: the end */
	unsigned longs, shorts, chars;
	bool is_signed, is_unsigned;
};

static size_t
word_size(const char *text)
{
	size_t size = 0;
	while (isalnum((unsigned char)text[size]) || text[size] == '_')
		size++;
	return size;
}

static bool
is_word(const char *text, size_t size, const char *word)
{
	return strlen(word) == size && strncmp(text, word, size) == 0;
}

/* Add a word of an integer; false: it is another word. */
static bool
add(struct word *integer, const char *text, size_t size)
{
	if (is_word(text, size, "long"))
		integer->longs++;
	else if (is_word(text, size, "short"))
		integer->shorts++;
	else if (is_word(text, size, "char"))
		integer->chars++;
	else if (is_word(text, size, "signed"))
		integer->is_signed = true;
	else if (is_word(text, size, "unsigned"))
		integer->is_unsigned = true;
	else
		return is_word(text, size, "int");
	return true;
}

static const char *
skip_blanks(const char *text)
{
	return text + strspn(text, " ");
}

/* The next word, or sign; where it ends. */
static const char *
next(const char *text, struct word *ret)
{
	*ret = (struct word){ 0 };
	text = skip_blanks(text);
	size_t size = word_size(text);
	if (size == 0) {
		ret->text = text;
		ret->size = *text != '\0';
		return text + ret->size;
	}
	if (!add(ret, text, size)) {
		ret->text = text;
		ret->size = size;
		return text + size;
	}
	do
		text = skip_blanks(text + size);
	while ((size = word_size(text)) > 0 && add(ret, text, size));
	if (ret->chars == 0)
		ret->is_signed = false; /* as int is without the word */
	return text;
}

static bool
is_same(const struct word *a, const struct word *b)
{
	if (!a->text || !b->text)
		return !a->text && !b->text && a->longs == b->longs &&
		    a->shorts == b->shorts && a->chars == b->chars &&
		    a->is_signed == b->is_signed &&
		    a->is_unsigned == b->is_unsigned;
	return a->size == b->size && strncmp(a->text, b->text, a->size) == 0;
}

bool
ls_same_spelling(const char *a, const char *b)
{
	struct word x, y;
	do {
		a = next(a, &x);
		b = next(b, &y);
		if (!is_same(&x, &y))
			return false;
	} while (!x.text || x.size > 0);
	return true;
}

bool
ls_is_vptr_name(const char *name)
{
	return strncmp(name, "_vptr.", 6) == 0 ||
	    strncmp(name, "_vptr$", 6) == 0;
}
