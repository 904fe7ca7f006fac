/*
 * name.h - the names of types as text: one spelling for what means the same.
 *
 * The normal form has no space but between two words, no lifetimes, and no
 * suffix on numbers:
 *
 *	unsigned  int               unsigned int
 *	Vec<u8, Global>             Vec<u8,Global>
 *	vector<set<int> >           vector<set<int>>
 *	Ref<'a, [u8; 4]>            Ref<[u8;4]>
 *	array<int, 4UL>             array<int,4>
 *
 * Nothing here fails on a name that makes no sense: brackets that never
 * close reach to the end, and bytes that are no UTF-8 are letters.
 */
#ifndef LS_MODEL_NAME_H
#define LS_MODEL_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "model/model.h"

/* Owns `text`.  Zero-initialise; one buffer serves any number of names. */
struct ls_name {
	char *text; /* NUL-terminated once something is in it */
	size_t size;
	size_t room;
};

/* A borrowed piece of a name. */
struct ls_word {
	const char *at;
	size_t size;
};

/* Put the normal form of `raw` into `name`.  False: no memory. */
bool ls_name_normalise(struct ls_name *name, const char *raw)
    __attribute__((warn_unused_result));

void ls_name_free(struct ls_name *name);

/* Take the generic arguments that are defaults out of a normal form. */
void ls_name_drop_defaults(struct ls_name *name);

/*
 * The size of ",ARGUMENT" at `at`, which is a comma, if the argument is one
 * that a language puts there by itself; else 0.
 */
size_t ls_name_default_size(const char *at, const char *end);

/*
 * Take a leading "struct ", "class ", "union " or "enum " (also "enum class ")
 * off `text`: LS_KIND_UNKNOWN if there was none.
 */
enum ls_kind ls_name_keyword(const char **text);

/* Does a keyword allow this kind?  C++ calls a class a struct and back. */
bool ls_name_is_kind(enum ls_kind keyword, enum ls_kind kind);

/* Letters, digits, '_', '$', and every byte of a character past ASCII. */
extern const bool ls_name_letters[256];

static inline bool
ls_name_is_letter(char c)
{
	return ls_name_letters[(unsigned char)c];
}

bool ls_name_is_open(char c);

/* `at` stands on a bracket: one past its partner, or `end` without one. */
const char *ls_name_skip_group(const char *at, const char *end);

/*
 * Call at each byte in turn: the new depth of brackets after it.  Partners
 * are told by count, not by kind; the '>' of "->" is no bracket.
 */
static inline unsigned
ls_name_depth(unsigned depth, const char *at, const char *start)
{
	switch (*at) {
	case '<':
	case '(':
	case '[':
	case '{':
		return depth + 1;
	case '>':
		if (at > start && at[-1] == '-')
			return depth;
		return depth ? depth - 1 : 0;
	case ')':
	case ']':
	case '}':
		return depth ? depth - 1 : 0;
	}
	return depth;
}

/*
 * The last word outside of brackets: "Vec" of "alloc::vec::Vec<u8>".  Where
 * there is none, the first of all: "u8" of "(u8, u32)".  Size 0: no words.
 */
struct ls_word ls_name_last_word(const char *text);

/* The longest word anywhere, the first of equals.  Size 0: no words. */
struct ls_word ls_name_longest_word(const char *text);

#endif
