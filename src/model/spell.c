/*
 * spell.c - the name of a type, as its language spells it.
 *
 * C writes a type around the place where the name would stand, so each type
 * is written in two halves: what is left of that place and what is right.
 * A pointer to an array of 3 pointers to functions, from the outside in:
 *
 *	pointer    left "(*"  right ")"        left(array) first
 *	array      left ""    right "[3]"      left(pointer) first
 *	pointer    left "(*"  right ")"        left(function) first
 *	function   left ""    right "(int)"    left(void) first: "void "
 *
 *	void (*(*)[3])(int)
 *
 * Rust writes from left to right, and what it names it has named in full.
 * The work is bounded by a count of types, not by their depth alone: see
 * LS_MAX_SPELT_TYPES.
 */
#include "model/spell.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/out.h"
#include "model/name.h"

struct spelling {
	const struct ls_model *model;
	enum ls_lang lang;
	struct ls_out *out;
	char last;         /* what was written last; '\0': nothing yet */
	size_t left_bytes; /* that may be written */
	unsigned left_types;
	bool is_cut;
};

enum { CONST = 1, VOLATILE = 2, RESTRICT = 4, ATOMIC = 8 };

/* After the cut nothing more is written, so there is one "..." at most. */
static void
put(struct spelling *s, const char *text)
{
	size_t size = strlen(text);
	if (s->is_cut || size == 0)
		return;
	if (size > s->left_bytes) {
		s->is_cut = true;
		text = "...";
		size = strlen(text);
	} else {
		s->left_bytes -= size;
	}
	ls_out_bytes(s->out, text, size);
	s->last = text[size - 1];
}

static void
put_number(struct spelling *s, uint64_t number)
{
	char digits[24];
	snprintf(digits, sizeof(digits), "%llu", (unsigned long long)number);
	put(s, digits);
}

/* A word, apart from what stands before it unless that is an opening. */
static void
put_apart(struct spelling *s, const char *word)
{
	if (s->last && !strchr("(*&[ ", s->last))
		put(s, " ");
	put(s, word);
}

/* One type more.  False: enough, and "..." says so. */
static bool
begin(struct spelling *s, unsigned depth)
{
	if (s->is_cut)
		return false;
	if (depth < LS_MAX_DEPTH && s->left_types > 0) {
		s->left_types--;
		return true;
	}
	put_apart(s, "...");
	if (s->left_types == 0)
		s->is_cut = true;
	return false;
}

static void
put_qualifiers(struct spelling *s, unsigned qualifiers, bool is_before)
{
	static const char *const words[] = { "const", "volatile", "restrict",
		"_Atomic" };
	for (unsigned i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (!(qualifiers & 1U << i))
			continue;
		bool is_cpp = s->lang == LS_LANG_CPP && 1U << i == RESTRICT;
		/* "*const volatile", but "const " before a name. */
		if (!is_before && ls_name_is_letter(s->last))
			put(s, " ");
		put(s, is_cpp ? "__" : "");
		put(s, words[i]);
		put(s, is_before ? " " : "");
	}
}

static unsigned
qualifier_of(const struct ls_type *type)
{
	switch (type->alias) {
	case LS_ALIAS_TYPEDEF:
		return 0;
	case LS_ALIAS_CONST:
		return CONST;
	case LS_ALIAS_VOLATILE:
		return VOLATILE;
	case LS_ALIAS_RESTRICT:
		return RESTRICT;
	case LS_ALIAS_ATOMIC:
		return ATOMIC;
	}
	return 0;
}

/* The type behind qualifiers and nameless typedefs, and which they were. */
static ls_type_id
unqualified(const struct ls_model *model, ls_type_id id, unsigned *qualifiers)
{
	*qualifiers = 0;
	for (unsigned i = 0; i < LS_MAX_ALIASES && id != LS_NO_TYPE; i++) {
		const struct ls_type *type = ls_model_type(model, id);
		if (type->kind != LS_KIND_ALIAS || type->name)
			return id;
		*qualifiers |= qualifier_of(type);
		id = type->target;
	}
	return id;
}

/* An array or a function binds closer than the '*' before the place. */
static bool
needs_parens(const struct ls_model *model, ls_type_id target)
{
	unsigned ignored;
	ls_type_id id = unqualified(model, target, &ignored);
	if (id == LS_NO_TYPE)
		return false;
	const struct ls_type *type = ls_model_type(model, id);
	return !type->name &&
	    ((type->kind == LS_KIND_ARRAY && !type->is_vector) ||
		type->kind == LS_KIND_FUNCTION);
}

static void spell(struct spelling *s, ls_type_id id, unsigned depth);

/*
 * gcc names them by the macro of <complex.h>, "complex double", and clang
 * calls each of them "complex": then their size tells which it is.  Writes
 * "_Complex" where it is one, and returns what is left to write.
 */
static const char *
complex_name(struct spelling *s, const struct ls_type *type)
{
	static const char word[] = "complex";
	const char *rest = type->name + strlen(word);
	if (strncmp(type->name, word, strlen(word)) != 0)
		return type->name;
	if (!*rest && type->has_size && type->size_bits == 64)
		rest = " float";
	else if (!*rest && type->has_size && type->size_bits == 128)
		rest = " double";
	else if (!*rest && type->has_size && type->size_bits > 128)
		rest = " long double";
	if (*rest != ' ')
		return type->name;
	put(s, "_Complex");
	return rest;
}

/* "struct conn", "conn", "struct {...}": all of it stands on the left. */
static void
put_name(struct spelling *s, const struct ls_type *type)
{
	const char *keyword = "";
	switch (type->kind) {
	case LS_KIND_STRUCT:
	case LS_KIND_CLASS:
	case LS_KIND_UNION:
	case LS_KIND_ENUM:
		keyword = ls_kind_word(type->kind);
		break;
	case LS_KIND_UNKNOWN:
	case LS_KIND_SCALAR:
	case LS_KIND_POINTER:
	case LS_KIND_FUNCTION:
	case LS_KIND_ALIAS:
	case LS_KIND_ARRAY:
		break;
	}
	bool is_tag = type->lang == LS_LANG_C && !type->is_typedef_name;
	if (*keyword && (is_tag || !type->name)) {
		put(s, keyword);
		put(s, " ");
	}
	const char *name = type->name;
	if (name && type->encoding == LS_ENCODING_COMPLEX)
		name = complex_name(s, type);
	if (name)
		put(s, name);
	else
		put(s, *keyword ? "{...}" : "(unnamed)");
}

/* gcc: "int __attribute__((vector_size(16)))". */
static void
put_vector(struct spelling *s, const struct ls_type *type, unsigned depth)
{
	spell(s, type->target, depth + 1);
	put_apart(s, "__attribute__((vector_size(");
	if (type->has_size)
		put_number(s, type->size_bits / 8);
	put(s, ")))");
}

static void
put_star(struct spelling *s, const struct ls_type *type, unsigned depth)
{
	if (s->last && !strchr("(*&", s->last))
		put(s, " ");
	if (needs_parens(s->model, type->target))
		put(s, "(");
	switch (type->pointer) {
	case LS_POINTER_PLAIN:
		put(s, "*");
		break;
	case LS_POINTER_LVALUE:
		put(s, "&");
		break;
	case LS_POINTER_RVALUE:
		put(s, "&&");
		break;
	case LS_POINTER_MEMBER:
		spell(s, type->pointer_class, depth + 1);
		put(s, "::*");
		break;
	}
}

/* Left of the name; `qualifiers` are those of what holds this type. */
static void
spell_left(
    struct spelling *s, ls_type_id id, unsigned qualifiers, unsigned depth)
{
	if (!begin(s, depth))
		return;
	unsigned own;
	id = unqualified(s->model, id, &own);
	qualifiers |= own;
	const struct ls_type *type = id == LS_NO_TYPE
	    ? NULL
	    : ls_model_type(s->model, id);
	if (type && !type->name && type->kind == LS_KIND_POINTER) {
		spell_left(s, type->target, 0, depth + 1);
		put_star(s, type, depth);
		put_qualifiers(s, qualifiers, false);
	} else if (type && !type->name && type->kind == LS_KIND_FUNCTION) {
		spell_left(s, type->target, 0, depth + 1);
	} else if (type && !type->name && type->kind == LS_KIND_ARRAY &&
	    !type->is_vector) {
		spell_left(s, type->target, qualifiers, depth + 1);
	} else {
		put_qualifiers(s, qualifiers, true);
		if (!type)
			put(s, "void");
		else if (!type->name && type->kind == LS_KIND_ARRAY)
			put_vector(s, type, depth);
		else
			put_name(s, type);
	}
}

static void
put_parameters(struct spelling *s, const struct ls_type *type, unsigned depth)
{
	if (ls_name_is_letter(s->last) || (s->last && strchr(">}", s->last)))
		put(s, " ");
	put(s, "(");
	for (uint32_t i = 0; i < type->parameter_count && !s->is_cut; i++) {
		put(s, i ? ", " : "");
		spell(s, type->parameters[i], depth + 1);
	}
	/* C's f() takes anything, and DWARF says so with the same "...". */
	bool is_c = s->lang != LS_LANG_CPP;
	if (type->parameter_count == 0 && is_c)
		put(s, type->is_variadic ? "" : "void");
	else if (type->is_variadic)
		put(s, type->parameter_count ? ", ..." : "...");
	put(s, ")");
}

static void
spell_right(struct spelling *s, ls_type_id id, unsigned depth)
{
	unsigned ignored;
	id = unqualified(s->model, id, &ignored);
	if (id == LS_NO_TYPE || depth >= LS_MAX_DEPTH || s->is_cut)
		return;
	const struct ls_type *type = ls_model_type(s->model, id);
	if (type->name)
		return;
	if (type->kind == LS_KIND_POINTER) {
		if (needs_parens(s->model, type->target))
			put(s, ")");
		spell_right(s, type->target, depth + 1);
	} else if (type->kind == LS_KIND_ARRAY && !type->is_vector) {
		put(s, "[");
		if (type->has_count)
			put_number(s, type->count);
		put(s, "]");
		spell_right(s, type->target, depth + 1);
	} else if (type->kind == LS_KIND_FUNCTION) {
		put_parameters(s, type, depth);
		spell_right(s, type->target, depth + 1);
	}
}

static void
spell_rust_function(
    struct spelling *s, const struct ls_type *type, unsigned depth)
{
	put(s, "fn(");
	for (uint32_t i = 0; i < type->parameter_count && !s->is_cut; i++) {
		put(s, i ? ", " : "");
		spell(s, type->parameters[i], depth + 1);
	}
	put(s, type->is_variadic ? ", ...)" : ")");
	if (type->target != LS_NO_TYPE) {
		put(s, " -> ");
		spell(s, type->target, depth + 1);
	}
}

/* rustc leaves arrays without a name, and little else. */
static void
spell_rust(struct spelling *s, ls_type_id id, unsigned depth)
{
	if (!begin(s, depth))
		return;
	unsigned ignored;
	id = unqualified(s->model, id, &ignored);
	if (id == LS_NO_TYPE) {
		put(s, "()");
		return;
	}
	const struct ls_type *type = ls_model_type(s->model, id);
	if (type->name) {
		put(s, type->name);
	} else if (type->kind == LS_KIND_ARRAY) {
		put(s, "[");
		spell(s, type->target, depth + 1);
		if (type->has_count) {
			put(s, "; ");
			put_number(s, type->count);
		}
		put(s, "]");
	} else if (type->kind == LS_KIND_POINTER) {
		put(s, "*const ");
		spell(s, type->target, depth + 1);
	} else if (type->kind == LS_KIND_FUNCTION) {
		spell_rust_function(s, type, depth);
	} else {
		put_name(s, type);
	}
}

static void
spell(struct spelling *s, ls_type_id id, unsigned depth)
{
	if (s->lang == LS_LANG_RUST) {
		spell_rust(s, id, depth);
		return;
	}
	char before = s->last;
	s->last = '\0';
	spell_left(s, id, 0, depth);
	spell_right(s, id, depth);
	if (s->last == '\0')
		s->last = before;
}

void
ls_spell_type(const struct ls_model *model, ls_type_id id, struct ls_out *out)
{
	struct spelling s = { .model = model,
		.out = out,
		.left_bytes = LS_MAX_NAME_BYTES,
		.left_types = LS_MAX_SPELT_TYPES };
	if (id != LS_NO_TYPE)
		s.lang = ls_model_type(model, id)->lang;
	spell(&s, id, 0);
}
