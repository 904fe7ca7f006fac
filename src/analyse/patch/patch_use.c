/*
 * patch_use.c - what counts on the order of a type's members.
 *
 *	struct conn c = { 1, 2 };	counts on it
 *	struct conn c = { .id = 2 };	does not; in C++ it does
 *	struct conn c = { 0 };		does not
 *
 * Tokens come in, a line goes out.  Types that hold the type are not looked
 * at: what initialises them may be in any file.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/patch/patch_own.h"

/* Names that the file gives to the type, its own among them. */
enum { NAMES_MAX = 16 };

struct use {
	const struct ls_c_source *source;
	bool is_cpp;
	const char *tag;                  /* "struct TAG"; NULL: it has none */
	struct ls_token names[NAMES_MAX]; /* that need no "struct" */
	size_t name_count;
};

static const struct ls_token *
token_at(const struct use *use, size_t at)
{
	static const struct ls_token none = { .at = "", .size = 0 };
	return at < use->source->token_count ? &use->source->tokens[at]
					     : &none;
}

static size_t
next_code(const struct use *use, size_t at)
{
	return ls_c_source_code(use->source, at + 1);
}

/* Past a reference to the type that begins at `at`; `at` if none does. */
static size_t
pass_reference(const struct use *use, size_t at)
{
	const struct ls_token *token = token_at(use, at);
	if (token->kind != LS_TOKEN_WORD)
		return at;
	if (ls_token_is(token, "struct") || ls_token_is(token, "class")) {
		size_t next = next_code(use, at);
		return use->tag && ls_token_is(token_at(use, next), use->tag)
		    ? next_code(use, next)
		    : at;
	}
	for (size_t i = 0; i < use->name_count; i++)
		if (ls_token_is_same(token, &use->names[i]))
			return next_code(use, at);
	return at;
}

/* "typedef struct conn { .. } conn_t;": conn_t too. */
static void
gather_typedef(struct use *use, size_t at)
{
	const struct ls_token *last = NULL;
	bool is_ours = false, is_pointer = false;
	for (at = next_code(use, at); at < use->source->token_count;
	     at = next_code(use, at)) {
		const struct ls_token *token = token_at(use, at);
		if (ls_token_is(token, ";"))
			break;
		size_t after = pass_reference(use, at);
		if (after != at) {
			is_ours = true;
			at = after;
			token = token_at(use, at);
		}
		if (ls_token_opens(token)) {
			at = ls_c_source_close(use->source, at);
			continue;
		}
		is_pointer |= ls_token_is(token, "*");
		if (token->kind == LS_TOKEN_WORD)
			last = token;
		else if (ls_token_is(token, ";"))
			break;
	}
	if (is_ours && last && !is_pointer && use->name_count < NAMES_MAX)
		use->names[use->name_count++] = *last;
}

static bool
is_zero(const struct use *use, size_t at)
{
	return ls_token_is(token_at(use, at), "0") &&
	    ls_token_is(token_at(use, next_code(use, at)), "}");
}

/* An #include, or what is made of an #ifdef, may be anything. */
static bool
has_directive(const struct use *use, size_t open)
{
	size_t end = ls_c_source_close(use->source, open);
	for (; open < end; open++)
		if (token_at(use, open)->kind == LS_TOKEN_DIRECTIVE)
			return true;
	return false;
}

/* Does what is in these braces, for one object, go by order? */
static bool
goes_by_order(const struct use *use, size_t open)
{
	size_t first = next_code(use, open);
	const struct ls_token *token = token_at(use, first);
	if (ls_token_is(token, "}") || is_zero(use, first))
		return false;
	return use->is_cpp || !ls_token_is(token, ".");
}

/*
 * The same for an array of them: each element's braces.  A number without
 * braces is a member, and a word may be a macro.
 */
static bool
elements_go_by_order(const struct use *use, size_t open)
{
	size_t end = ls_c_source_close(use->source, open);
	size_t at = next_code(use, open);
	bool is_start = true;
	if (is_zero(use, at))
		return false;
	for (; at < end; at = next_code(use, at)) {
		const struct ls_token *token = token_at(use, at);
		if (ls_token_is(token, "{") && goes_by_order(use, at))
			return true;
		if (is_start && token->kind != LS_TOKEN_MARK)
			return true;
		is_start = ls_token_is(token, ",");
		if (ls_token_opens(token))
			at = ls_c_source_close(use->source, at);
	}
	return false;
}

static bool
check_braces(const struct use *use, size_t open, bool is_array)
{
	return has_directive(use, open) ||
	    (is_array ? elements_go_by_order(use, open)
		      : goes_by_order(use, open));
}

/* "(struct conn){": of a literal, and not of a function's parameters. */
static bool
begins_literal(const struct use *use, size_t reference, size_t close)
{
	size_t before = reference;
	while (before > 0 && token_at(use, before - 1)->kind == LS_TOKEN_WORD)
		before--; /* const */
	if (before == 0 || !ls_token_is(token_at(use, before - 1), "("))
		return false;
	const struct ls_token *ahead = token_at(use, before - 2);
	bool is_call = before > 1 && ahead->kind == LS_TOKEN_WORD &&
	    !ls_token_is(ahead, "return") && !ls_token_is(ahead, "else") &&
	    !ls_token_is(ahead, "case");
	return !is_call &&
	    ls_token_is(token_at(use, next_code(use, close)), "{");
}

/* Past an initialiser: to the ',' or ';' behind it. */
static size_t
pass_initialiser(const struct use *use, size_t at)
{
	for (; at < use->source->token_count; at = next_code(use, at)) {
		const struct ls_token *token = token_at(use, at);
		if (ls_token_is(token, ",") || ls_token_is(token, ";") ||
		    ls_token_closes(token))
			break;
		if (ls_token_opens(token))
			at = ls_c_source_close(use->source, at);
	}
	return at;
}

/*
 * What follows a reference that ends before `at`: "name = {",
 * "*one, names[] = {", "){" of a compound literal; in C++ "name{" and "{".
 */
static bool
is_initialised(const struct use *use, size_t reference, size_t at)
{
	bool is_array = false, is_pointer = false;
	for (; at < use->source->token_count; at = next_code(use, at)) {
		const struct ls_token *token = token_at(use, at);
		if (token->kind == LS_TOKEN_WORD)
			continue;
		bool is_brace = ls_token_is(token, "{");
		if (ls_token_is(token, "*")) {
			is_pointer = true;
		} else if (ls_token_is(token, ",")) {
			is_array = is_pointer = false;
		} else if (ls_token_is(token, "[") ||
		    ls_token_is(token, "(")) {
			is_array |= *token->at == '[';
			at = ls_c_source_close(use->source, at);
		} else if (ls_token_is(token, ")")) {
			return begins_literal(use, reference, at) &&
			    !is_pointer &&
			    check_braces(use, next_code(use, at), is_array);
		} else if (ls_token_is(token, "=")) {
			size_t next = next_code(use, at);
			if (!is_pointer &&
			    ls_token_is(token_at(use, next), "{") &&
			    check_braces(use, next, is_array))
				return true;
			at = pass_initialiser(use, next);
			if (!ls_token_is(token_at(use, at), ","))
				return false;
			is_array = is_pointer = false;
		} else {
			return is_brace && use->is_cpp && !is_pointer &&
			    check_braces(use, at, is_array);
		}
	}
	return false;
}

/* Does the reference that ends before `after` stand before a definition? */
static bool
is_definition(const struct use *use, size_t reference, size_t after)
{
	const struct ls_token *word = token_at(use, reference);
	if (reference > 0 && !ls_token_is(word, "struct") &&
	    !ls_token_is(word, "class"))
		word = token_at(use, reference - 1);
	return ls_token_is(token_at(use, after), "{") &&
	    (ls_token_is(word, "struct") || ls_token_is(word, "class"));
}

static uint32_t
find_initialiser(
    const struct ls_c_source *source, const struct ls_c_type *type)
{
	struct use use = { .source = source, .is_cpp = type->is_cpp };
	if (!type->is_typedef_name)
		use.tag = type->tag;
	if (type->is_typedef_name || use.is_cpp)
		use.names[use.name_count++] = (struct ls_token){ LS_TOKEN_WORD,
			0, 0, type->tag, strlen(type->tag) };
	for (size_t i = ls_c_source_code(source, 0); i < source->token_count;
	     i = next_code(&use, i)) {
		if (ls_token_is(token_at(&use, i), "typedef")) {
			gather_typedef(&use, i);
			continue;
		}
		size_t after = pass_reference(&use, i);
		if (after == i)
			continue;
		if (is_definition(&use, i, after))
			after = next_code(
			    &use, ls_c_source_close(source, after));
		if (is_initialised(&use, i, after))
			return token_at(&use, i)->first_line;
	}
	return 0;
}

/*
 * "conn() : id(1), port(2) {}", in the class or as conn::conn elsewhere:
 * members are initialised in their own order, not in that of the list.
 */
static uint32_t
find_constructor(
    const struct ls_c_source *source, const struct ls_c_type *type)
{
	const struct use use = { .source = source };
	for (size_t i = 0; i < source->token_count; i++) {
		if (!ls_token_is(token_at(&use, i), type->tag) ||
		    !ls_token_is(token_at(&use, i + 1), "("))
			continue;
		size_t next = next_code(
		    &use, ls_c_source_close(source, i + 1));
		if (ls_token_is(token_at(&use, next), "noexcept"))
			next = next_code(&use, next);
		if (ls_token_is(token_at(&use, next), ":") &&
		    !ls_token_is(token_at(&use, next + 1), ":"))
			return token_at(&use, i)->first_line;
	}
	return 0;
}

struct ls_c_type
ls_c_type_of(const struct ls_type_patch *type)
{
	return (struct ls_c_type){
		.tag = ls_patch_tag(type->name),
		.is_cpp = type->lang == LS_LANG_CPP,
		.is_typedef_name = type->is_typedef_name,
	};
}

/* ---- many types at once ---- */

/* One of the types, for a look by its tag. */
struct wanted {
	const char *tag;
	size_t size;
	size_t index;
	bool is_met;
};

static int
compare_tags(const void *a, const void *b)
{
	const struct wanted *x = a, *y = b;
	size_t size = x->size < y->size ? x->size : y->size;
	int order = memcmp(x->tag, y->tag, size);
	return order ? order : x->size < y->size ? -1 : x->size > y->size;
}

/* Most sources mention few of them. */
static void
meet(const struct ls_c_source *source, struct wanted *wanted, size_t count)
{
	for (size_t i = 0; i < source->token_count; i++) {
		const struct ls_token *token = &source->tokens[i];
		if (token->kind != LS_TOKEN_WORD)
			continue;
		const struct wanted key = { token->at, token->size, 0, false };
		struct wanted *found = bsearch(
		    &key, wanted, count, sizeof(*wanted), compare_tags);
		if (!found)
			continue;
		while (found > wanted && compare_tags(found - 1, &key) == 0)
			found--;
		for (; found < wanted + count && !found->is_met &&
		     compare_tags(found, &key) == 0;
		     found++)
			found->is_met = true;
	}
}

static struct ls_c_use
find_use(const struct ls_c_source *source, const struct ls_c_type *type)
{
	uint32_t line = find_initialiser(source, type);
	if (line)
		return (struct ls_c_use){ line,
			type->is_cpp ? "an initialiser that goes by the order "
				       "of the members"
				     : "an initialiser without names of "
				       "members" };
	line = type->is_cpp ? find_constructor(source, type) : 0;
	return (struct ls_c_use){ line,
		"a constructor initialises its members in their order" };
}

bool
ls_patch_find_uses(const struct ls_c_source *source,
    const struct ls_c_type *types, size_t count, struct ls_c_use *ret)
{
	struct wanted *wanted = calloc(count + 1, sizeof(*wanted));
	size_t wanted_count = 0;
	if (!wanted)
		return false;
	for (size_t i = 0; i < count; i++) {
		ret[i] = (struct ls_c_use){ 0 };
		if (types[i].tag)
			wanted[wanted_count++] = (struct wanted){ types[i].tag,
				strlen(types[i].tag), i, false };
	}
	qsort(wanted, wanted_count, sizeof(*wanted), compare_tags);
	meet(source, wanted, wanted_count);
	for (size_t i = 0; i < wanted_count; i++)
		if (wanted[i].is_met)
			ret[wanted[i].index] = find_use(
			    source, &types[wanted[i].index]);
	free(wanted);
	return true;
}
