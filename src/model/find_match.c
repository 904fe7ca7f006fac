/*
 * find_match.c - does this pattern mean this name?
 *
 * Pattern and name are walked side by side.  A path of the pattern stands for
 * a path of the name that ends in it; whatever is no path must be the same
 * on both sides:
 *
 *	pattern                Vec<(u8, Id     )>
 *	name        alloc::vec::Vec<(u8, app::Id), alloc::alloc::Global>
 *
 * Vec ends alloc::vec::Vec; inside its brackets "(" "u8" "," ")" are equal,
 * Id ends app::Id, and the last argument is one that rustc put there.
 *
 * The work is bounded: each bracket is looked into once for each that it
 * stands in, and LS_MAX_DEPTH of them are.  Past that depth the texts must
 * be equal.
 */
#include "model/find_match.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

struct match {
	bool ignore_case;
	bool was_completed; /* a path of the name had more in front */
};

/* What is left to look at, of the pattern or the name. */
struct span {
	const char *at;
	const char *end;
};

/* A path: vec::Vec<u8> has two parts, "vec" and "Vec<u8>". */
struct path {
	struct span text; /* reaches past the path, to the end of all */
	const char *end;
	size_t part_count;
	bool is_anchored; /* by a leading :: */
};

static char
fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool
is_same(const struct match *match, char a, char b)
{
	return match->ignore_case ? fold(a) == fold(b) : a == b;
}

static bool
is_same_text(const struct match *match, struct span a, struct span b)
{
	if (a.end - a.at != b.end - b.at)
		return false;
	while (a.at < a.end)
		if (!is_same(match, *a.at++, *b.at++))
			return false;
	return true;
}

static bool
is_colons(struct span s)
{
	return s.end - s.at >= 2 && s.at[0] == ':' && s.at[1] == ':';
}

/* One past a "(...)" that belongs to a path, as in "main(int)::local". */
static const char *
skip_parens(struct span s)
{
	const char *after = ls_name_skip_group(s.at, s.end);
	return is_colons((struct span){ after, s.end }) ? after : NULL;
}

/*
 * One past the part of a path at `s`: a word, {closure_env#0}, a leading
 * <T as Trait> or (anonymous namespace), and the <...> after it.  s.at where
 * no part begins.
 */
static const char *
skip_part(struct span s)
{
	const char *start = s.at;
	if (s.at == s.end)
		return start;
	if (*s.at == '{' || *s.at == '<')
		s.at = ls_name_skip_group(s.at, s.end);
	while (s.at < s.end && ls_name_is_letter(*s.at))
		s.at++;
	while (s.at < s.end && (*s.at == '<' || *s.at == '(')) {
		const char *after = *s.at == '('
		    ? skip_parens(s)
		    : ls_name_skip_group(s.at, s.end);
		if (!after)
			break;
		s.at = after;
	}
	return s.at;
}

/* The path at `s`, with no parts if none begins there. */
static struct path
path_at(struct span s)
{
	struct path path = { .text = s, .end = s.at };
	if (is_colons(s)) {
		path.is_anchored = true;
		s.at += 2;
		path.text.at = s.at;
	}
	for (;;) {
		const char *after = skip_part(s);
		if (after == s.at)
			return path;
		path.part_count++;
		path.end = after;
		s.at = after;
		if (!is_colons(s))
			return path;
		s.at += 2;
	}
}

static bool match_run(struct match *match, struct span pattern,
    struct span name, bool is_generic, unsigned depth);

/* Groups of the same kind of bracket, and what is in them.  Steps over. */
static bool
match_group(struct match *match, struct span *pattern, struct span *name,
    unsigned depth)
{
	const char *pattern_end = ls_name_skip_group(
	    pattern->at, pattern->end);
	const char *name_end = ls_name_skip_group(name->at, name->end);
	struct span p = { pattern->at + 1, pattern_end };
	struct span n = { name->at + 1, name_end };
	bool is_generic = *pattern->at == '<';
	bool is_equal = *pattern->at == *name->at &&
	    (depth < LS_MAX_DEPTH
		    ? match_run(match, p, n, is_generic, depth + 1)
		    : is_same_text(match, p, n));
	pattern->at = pattern_end;
	name->at = name_end;
	return is_equal;
}

/* Two parts, of which each is all of its span. */
static bool
match_part(struct match *match, struct span p, struct span n, unsigned depth)
{
	while (p.at < p.end && n.at < n.end) {
		if (ls_name_is_open(*p.at)) {
			if (!match_group(match, &p, &n, depth))
				return false;
		} else if (!is_same(match, *p.at++, *n.at++)) {
			return false;
		}
	}
	return p.at == p.end && n.at == n.end;
}

/* Does the pattern's path end the name's?  Steps over both. */
static bool
match_path(struct match *match, struct path p, struct path n, unsigned depth)
{
	if (n.part_count < p.part_count)
		return false;
	size_t more = n.part_count - p.part_count;
	if (more && p.is_anchored)
		return false;
	if (more)
		match->was_completed = true;
	for (; more; more--)
		n.text.at = skip_part(n.text) + 2;
	for (size_t left = p.part_count; left; left--) {
		struct span p_part = { p.text.at, skip_part(p.text) };
		struct span n_part = { n.text.at, skip_part(n.text) };
		if (!match_part(match, p_part, n_part, depth))
			return false;
		if (left > 1) {
			p.text.at = p_part.end + 2;
			n.text.at = n_part.end + 2;
		}
	}
	return true;
}

static size_t
default_size(struct span s, bool is_generic)
{
	if (!is_generic || s.at == s.end || *s.at != ',')
		return 0;
	return ls_name_default_size(s.at, s.end);
}

/*
 * A default argument of the name: the pattern may say it too, by a suffix
 * ("Vec<u8, Global>"), or leave it out.
 */
static void
match_default(struct match *match, struct span *pattern, struct span *name,
    size_t size, unsigned depth)
{
	struct span argument = { name->at + 1, name->at + size };
	name->at += size;
	if (pattern->at == pattern->end || *pattern->at != ',')
		return;
	struct span rest = { pattern->at + 1, pattern->end };
	struct path p = path_at(rest), n = path_at(argument);
	bool was_completed = match->was_completed;
	if (p.part_count && match_path(match, p, n, depth))
		pattern->at = p.end;
	match->was_completed = was_completed;
}

/* One path or one byte on each side. */
static bool
match_item(struct match *match, struct span *pattern, struct span *name,
    unsigned depth)
{
	struct path p = path_at(*pattern);
	if (p.part_count) {
		struct path n = path_at(*name);
		if (!n.part_count || !match_path(match, p, n, depth))
			return false;
		pattern->at = p.end;
		name->at = n.end;
		return true;
	}
	if (ls_name_is_open(*pattern->at))
		return match_group(match, pattern, name, depth);
	return is_same(match, *pattern->at++, *name->at++);
}

static bool
match_run(struct match *match, struct span pattern, struct span name,
    bool is_generic, unsigned depth)
{
	for (;;) {
		size_t size = default_size(name, is_generic);
		if (size) {
			match_default(match, &pattern, &name, size, depth);
			continue;
		}
		/*
		 * Compilers of C++ always write theirs out, so one that a
		 * name lacks is another argument: X<equal_to<int>, true>
		 * is not X<less<int>, true>.
		 */
		size = default_size(pattern, is_generic);
		if (size && pattern.at[size - 1] != '>') {
			pattern.at += size;
			continue;
		}
		if (pattern.at == pattern.end || name.at == name.end)
			return pattern.at == pattern.end &&
			    name.at == name.end;
		if (!match_item(match, &pattern, &name, depth))
			return false;
	}
}

enum ls_match
ls_match_name(const struct ls_name *pattern, const struct ls_name *name,
    bool ignore_case)
{
	struct match match = { .ignore_case = ignore_case };
	struct span p = { pattern->text, pattern->text + pattern->size };
	struct span n = { name->text, name->text + name->size };
	if (p.at == p.end)
		return LS_MATCH_NONE;
	/* Also the way for names that make no sense to find themselves. */
	struct span whole = p;
	if (is_colons(whole))
		whole.at += 2;
	if (is_same_text(&match, whole, n))
		return LS_MATCH_SAME;
	if (!match_run(&match, p, n, false, 0))
		return LS_MATCH_NONE;
	return match.was_completed ? LS_MATCH_SUFFIX : LS_MATCH_EXACT;
}

/* One character of a glob that is no '*' against one of the name. */
static bool
match_char(const struct match *match, const char **pattern, const char **name)
{
	uint32_t code;
	if (!**name)
		return false;
	if (**pattern == '?') {
		(*pattern)++;
		*name += ls_utf8_next(*name, &code);
		return true;
	}
	return is_same(match, *(*pattern)++, *(*name)++);
}

/*
 * The part of a glob from its first '*' on.  When a later piece does not fit,
 * only the last '*' need take one character more, so two pointers to go back
 * to are enough and the work is at most the product of both lengths:
 *
 *	*b*d  against  abcbcd:  * takes a, b=b, * takes nothing, d!=c;
 *	then the second * takes c, cb, cbc, and d=d.
 */
static bool
match_stars(const struct match *match, const char *pattern, const char *name)
{
	const char *star = NULL, *taken = NULL;
	uint32_t code;
	while (*name || *pattern) {
		if (*pattern == '*') {
			star = ++pattern;
			taken = name;
		} else if (!*pattern || !match_char(match, &pattern, &name)) {
			if (!star || !*taken)
				return false;
			taken += ls_utf8_next(taken, &code);
			pattern = star;
			name = taken;
		}
	}
	return true;
}

/*
 * The part before the first '*', which has to stand where `name` begins;
 * *rest is what then remains of both.
 */
static bool
match_head(const struct match *match, const char **pattern, const char **name)
{
	while (**pattern && **pattern != '*')
		if (!match_char(match, pattern, name))
			return false;
	return **pattern == '*' || !**name;
}

bool
ls_match_glob(const char *pattern, const char *name, bool ignore_case)
{
	struct match match = { .ignore_case = ignore_case };
	bool is_anchored = pattern[0] == ':' && pattern[1] == ':';
	if (is_anchored)
		pattern += 2;

	/*
	 * If the head fits in two places, the rest is matched against the end
	 * of the same name behind a '*', so the first place has every chance
	 * that the second has.
	 */
	unsigned depth = 0;
	const char *at = name;
	for (;;) {
		const char *p = pattern, *n = at;
		if (match_head(&match, &p, &n))
			return match_stars(&match, p, n);
		while (*at && (depth || at[0] != ':' || at[1] != ':')) {
			depth = ls_name_depth(depth, at, name);
			at++;
		}
		if (!*at || is_anchored)
			return false;
		at += 2; /* "::" */
	}
}
