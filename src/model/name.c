/*
 * name.c - the names of types as text.
 */
#include "model/name.h"

#include <stdlib.h>
#include <string.h>

/* clang-format off */
const bool ls_name_letters[256] = {
	['$'] = true, ['_'] = true, ['0' ... '9'] = true,
	['A' ... 'Z'] = true, ['a' ... 'z'] = true,
	[0x80 ... 0xff] = true,
};
/* clang-format on */

bool
ls_name_is_open(char c)
{
	return c == '<' || c == '(' || c == '[' || c == '{';
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static size_t
word_size(const char *at)
{
	size_t size = 0;
	while (ls_name_is_letter(at[size]))
		size++;
	return size;
}

const char *
ls_name_skip_group(const char *at, const char *end)
{
	const char *start = at;
	unsigned depth = 0;
	for (; at < end; at++) {
		depth = ls_name_depth(depth, at, start);
		if (depth == 0)
			return at + 1;
	}
	return end;
}

/* "4UL" is 4 to clang and "4" to gcc; a hexadecimal number keeps its F. */
static size_t
without_suffix(const char *word, size_t size)
{
	if (*word < '0' || *word > '9')
		return size;
	if (size > 1 && (word[1] == 'x' || word[1] == 'X'))
		return size;
	while (size > 1 && strchr("uUlL", word[size - 1]))
		size--;
	return size;
}

/* The size of a Rust lifetime ("'a"), or 0: "'a'" is a character. */
static size_t
lifetime_size(const char *at)
{
	if (*at != '\'')
		return 0;
	size_t size = word_size(at + 1);
	if (size == 0 || at[1 + size] == '\'')
		return 0;
	return 1 + size;
}

/*
 * A lifetime was left out between what is written and `at`.  Its comma or
 * plus goes with it, and brackets that held nothing else:
 *
 *	<'a, T>  <T>        <T, 'a>  <T>        <'a>  (nothing)
 *	dyn T + 'a  dyn T
 */
static const char *
close_gap(struct ls_name *name, const char *at)
{
	char before = name->size ? name->text[name->size - 1] : '\0';
	while (is_space(*at))
		at++;
	if (*at == ',' && (before == '<' || before == ','))
		return at + 1;
	if (*at == '>' && before == '<') {
		name->size--;
		return at + 1;
	}
	if ((before == ',' && *at == '>') || before == '+')
		name->size--;
	return at;
}

static void
put_word(struct ls_name *name, const char *word, size_t size)
{
	if (name->size && ls_name_is_letter(name->text[name->size - 1]))
		name->text[name->size++] = ' ';
	memcpy(name->text + name->size, word, size);
	name->size += size;
}

bool
ls_name_normalise(struct ls_name *name, const char *raw)
{
	/* The normal form is never longer than what it is made from. */
	size_t need = strlen(raw) + 1;
	if (need > name->room) {
		char *text = realloc(name->text, need * 2);
		if (!text)
			return false;
		name->text = text;
		name->room = need * 2;
	}

	name->size = 0;
	while (*raw) {
		size_t lifetime = lifetime_size(raw);
		size_t word = word_size(raw);
		if (word) {
			put_word(name, raw, without_suffix(raw, word));
			raw += word;
		} else if (lifetime) {
			raw = close_gap(name, raw + lifetime);
		} else if (is_space(*raw)) {
			raw++;
		} else {
			name->text[name->size++] = *raw++;
		}
	}
	name->text[name->size] = '\0';
	return true;
}

void
ls_name_free(struct ls_name *name)
{
	free(name->text);
	*name = (struct ls_name){ .text = NULL };
}

/* What compilers write out although nobody does.  '<': with arguments. */
static const char *const defaults[] = {
	"alloc::alloc::Global",
	"std::hash::random::RandomState",
	"std::collections::hash::map::RandomState",
	"std::allocator<",
	"std::char_traits<",
	"std::default_delete<",
	"std::less<",
	"std::hash<",
	"std::equal_to<",
	"std::__1::allocator<",
	"std::__1::char_traits<",
	"std::__1::default_delete<",
	"std::__1::less<",
	"std::__1::hash<",
	"std::__1::equal_to<",
};

/* Does a default begin here?  The size of what the table says of it. */
static size_t
default_head(const char *argument, const char *end)
{
	size_t left = (size_t)(end - argument);
	if (left == 0 || (*argument != 'a' && *argument != 's'))
		return 0;
	for (size_t i = 0; i < sizeof(defaults) / sizeof(*defaults); i++) {
		size_t size = strlen(defaults[i]);
		if (left >= size && memcmp(argument, defaults[i], size) == 0)
			return size;
	}
	return 0;
}

size_t
ls_name_default_size(const char *at, const char *end)
{
	size_t head = default_head(at + 1, end);
	if (head == 0)
		return 0;
	const char *after = at + 1 + head;
	if (after[-1] == '<') {
		after = ls_name_skip_group(after - 1, end);
		if (after[-1] != '>')
			return 0;
	}
	bool is_whole = after == end || *after == ',' || *after == '>';
	return is_whole ? (size_t)(after - at) : 0;
}

void
ls_name_drop_defaults(struct ls_name *name)
{
	/* What only looks like one is looked through in full each time. */
	enum { MAX_DISAPPOINTMENTS = 64 };
	unsigned disappointments = 0;
	const char *from = name->text;
	const char *end = name->text + name->size;
	char *to = name->text;
	while (from < end) {
		size_t skip = 0;
		if (*from == ',' && disappointments < MAX_DISAPPOINTMENTS &&
		    default_head(from + 1, end)) {
			skip = ls_name_default_size(from, end);
			disappointments += skip == 0;
		}
		if (skip)
			from += skip;
		else
			*to++ = *from++;
	}
	*to = '\0';
	name->size = (size_t)(to - name->text);
}

/* Does `text` begin with the word and a space?  Then step over both. */
static bool
take_word(const char **text, const char *word)
{
	size_t size = strlen(word);
	if (strncmp(*text, word, size) != 0 || !is_space((*text)[size]))
		return false;
	*text += size;
	while (is_space(**text))
		(*text)++;
	return true;
}

enum ls_kind
ls_name_keyword(const char **text)
{
	while (is_space(**text))
		(*text)++;
	if (take_word(text, "struct"))
		return LS_KIND_STRUCT;
	if (take_word(text, "class"))
		return LS_KIND_CLASS;
	if (take_word(text, "union"))
		return LS_KIND_UNION;
	if (!take_word(text, "enum"))
		return LS_KIND_UNKNOWN;
	if (!take_word(text, "class"))
		(void)take_word(text, "struct");
	return LS_KIND_ENUM;
}

bool
ls_name_is_kind(enum ls_kind keyword, enum ls_kind kind)
{
	if (keyword == LS_KIND_UNKNOWN)
		return true;
	if (keyword == LS_KIND_STRUCT || keyword == LS_KIND_CLASS)
		return kind == LS_KIND_STRUCT || kind == LS_KIND_CLASS;
	return kind == keyword;
}

struct ls_word
ls_name_last_word(const char *text)
{
	struct ls_word first = { text, 0 }, last = { text, 0 };
	unsigned depth = 0;
	for (const char *at = text; *at;) {
		size_t size = word_size(at);
		if (size == 0) {
			depth = ls_name_depth(depth, at, text);
			at++;
			continue;
		}
		if (first.size == 0)
			first = (struct ls_word){ at, size };
		if (depth == 0)
			last = (struct ls_word){ at, size };
		at += size;
	}
	return last.size ? last : first;
}

struct ls_word
ls_name_longest_word(const char *text)
{
	struct ls_word longest = { text, 0 };
	while (*text) {
		size_t size = word_size(text);
		if (size > longest.size)
			longest = (struct ls_word){ text, size };
		text += size ? size : 1;
	}
	return longest;
}
