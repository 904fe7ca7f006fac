/*
 * gate_keys.c - each key of a rule, held against one type.
 *
 * A number that is not known never counts as one that holds.
 */
#include "judge/gate_keys.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "judge/compare.h"

/* What one key looks at. */
struct holding {
	struct ls_gate *gate;
	const struct ls_value *value;
	const struct ls_subject *subject;
	const struct ls_row *row;
	struct ls_verdict *ret;
	uint32_t rule;
	struct ls_error *err; /* whoever looks at more than numbers */
};

const char *
ls_gate_say(struct ls_gate *gate, const char *format, ...)
{
	va_list args;
	char *text;
	va_start(args, format);
	int size = vasprintf(&text, format, args);
	va_end(args);
	if (size < 0)
		return NULL;
	const char *copy = ls_arena_string(&gate->arena, text, (size_t)size);
	free(text);
	return copy;
}

static void
unknown(struct holding *h, const char *what)
{
	h->ret->outcome = LS_OUTCOME_UNKNOWN;
	h->ret->message = what;
}

static const char *
plural(uint64_t count)
{
	return count == 1 ? "" : "s";
}

/* At most `limit`, of something that is counted in `unit`. */
static void
hold_most(struct holding *h, uint64_t actual, const char *unit, const char *of)
{
	uint64_t limit = h->value->number;
	struct ls_verdict *ret = h->ret;
	ret->limit = ls_gate_say(h->gate, "%" PRIu64, limit);
	ret->actual = ls_gate_say(h->gate, "%" PRIu64, actual);
	if (actual <= limit) {
		ret->message = ls_gate_say(h->gate,
		    "%" PRIu64 " %s%s%s, limit %" PRIu64, actual, unit,
		    plural(actual), of, limit);
		return;
	}
	ret->outcome = LS_OUTCOME_BROKEN;
	ret->message = ls_gate_say(h->gate,
	    "%" PRIu64 " %s%s%s, limit %" PRIu64 " (+%" PRIu64 ")", actual,
	    unit, plural(actual), of, limit, actual - limit);
}

static void
accept_number(struct holding *h, const char *key, uint64_t number)
{
	if (h->ret->outcome == LS_OUTCOME_BROKEN)
		h->ret->accept = ls_gate_say(
		    h->gate, "%s: %" PRIu64, key, number);
}

static void
hold_max_size(struct holding *h)
{
	hold_most(h, h->row->size_bytes, "byte", "");
	accept_number(h, "max_size", h->row->size_bytes);
	if (h->ret->outcome == LS_OUTCOME_BROKEN)
		h->ret->most_bytes = h->value->number;
}

static void
hold_max_cachelines(struct holding *h)
{
	hold_most(h, h->row->cachelines, "cache line", "");
	accept_number(h, "max_cachelines", h->row->cachelines);
	if (h->ret->outcome == LS_OUTCOME_BROKEN &&
	    h->value->number <= UINT64_MAX / h->subject->cacheline_bytes)
		h->ret->most_bytes = h->value->number *
		    h->subject->cacheline_bytes;
}

static void
hold_equal(struct holding *h, const char *what, uint64_t actual)
{
	uint64_t wanted = h->value->number;
	h->ret->limit = ls_gate_say(h->gate, "%" PRIu64, wanted);
	h->ret->actual = ls_gate_say(h->gate, "%" PRIu64, actual);
	h->ret->message = ls_gate_say(h->gate,
	    actual == wanted ? "%s %" PRIu64
			     : "%s %" PRIu64 ", must be %" PRIu64,
	    what, actual, wanted);
	if (actual != wanted)
		h->ret->outcome = LS_OUTCOME_BROKEN;
	accept_number(h, what, actual);
}

static void
hold_align(struct holding *h)
{
	if (h->row->align_from == LS_HOW_UNKNOWN) {
		unknown(h, "its alignment is not known");
		return;
	}
	hold_equal(h, "align", h->row->align_bytes);
}

/* Can it be told what no member covers? */
static bool
is_padding_known(const struct ls_row *row)
{
	bool is_known = !row->note || row->line_count > 0 ||
	    row->variant_count > 0;
	for (size_t i = 0; i < row->line_count; i++) {
		const struct ls_line *line = &row->lines[i];
		if (line->kind == LS_LINE_MEMBER && line->depth == 0 &&
		    !line->is_flexible &&
		    (!line->has_offset || !line->has_size ||
			line->is_unreliable))
			is_known = false;
	}
	return is_known;
}

static void
hold_max_padding(struct holding *h)
{
	if (!is_padding_known(h->row)) {
		unknown(h, "its padding cannot be told");
		return;
	}
	hold_most(h, h->row->padding_bytes, "byte", " of padding");
	accept_number(h, "max_padding", h->row->padding_bytes);
}

/* "12.5" of 12500 */
static const char *
thousandths(struct ls_gate *gate, uint64_t number)
{
	const char *text = ls_gate_say(
	    gate, "%" PRIu64 ".%03" PRIu64, number / 1000, number % 1000);
	if (!text)
		return NULL;
	char *end = (char *)text + strlen(text);
	while (end[-1] == '0')
		*--end = '\0';
	if (end[-1] == '.')
		end[-1] = '\0';
	return text;
}

__extension__ typedef unsigned __int128 wide;

/* Is `part` more than so many thousandths of a percent of `whole`? */
static bool
is_over(uint64_t part, uint64_t whole, uint64_t percent)
{
	return (wide)part * 100000 > (wide)percent * whole;
}

static void
hold_max_padding_percent(struct holding *h)
{
	const struct ls_row *row = h->row;
	if (!is_padding_known(row)) {
		unknown(h, "its padding cannot be told");
		return;
	}
	const char *limit = thousandths(h->gate, h->value->number);
	uint64_t tenths = row->size_bytes
	    ? (uint64_t)((wide)row->padding_bytes * 1000 / row->size_bytes)
	    : 0;
	const char *actual = thousandths(h->gate, tenths * 100);
	h->ret->limit = limit;
	h->ret->actual = actual;
	h->ret->message = ls_gate_say(h->gate,
	    "%s%% padding (%" PRIu64 " of %" PRIu64 " bytes), limit %s%%",
	    actual ? actual : "", row->padding_bytes, row->size_bytes,
	    limit ? limit : "");
	if (!is_over(row->padding_bytes, row->size_bytes, h->value->number))
		return;
	const char *more = thousandths(h->gate, (tenths + 1) * 100);
	h->ret->outcome = LS_OUTCOME_BROKEN;
	h->ret->accept = ls_gate_say(
	    h->gate, "max_padding_percent: %s", more ? more : "");
}

/* ---- members by name ---- */

/* A member of the type itself, not of one inside it; NULL. */
static const struct ls_line *
member(const struct ls_row *row, const char *name)
{
	for (size_t i = 0; i < row->line_count; i++)
		if (row->lines[i].kind == LS_LINE_MEMBER &&
		    row->lines[i].name &&
		    strcmp(row->lines[i].name, name) == 0 &&
		    row->lines[i].depth == 0)
			return &row->lines[i];
	return NULL;
}

/* The members that a list names, or none where one is not to be had. */
static const struct ls_line *
placed_member(struct holding *h, const char *name)
{
	const struct ls_line *line = member(h->row, name);
	if (line && line->has_offset && !line->is_unreliable)
		return line;
	h->ret->outcome = line ? LS_OUTCOME_UNKNOWN : LS_OUTCOME_BROKEN;
	h->ret->actual = "";
	h->ret->message = ls_gate_say(h->gate,
	    line ? "where '%s' is cannot be told" : "there is no member '%s'",
	    name);
	return NULL;
}

static void
hold_offsets(struct holding *h)
{
	const struct ls_value *value = h->value;
	for (uint32_t i = 0; i < value->count; i++) {
		const struct ls_line *line = placed_member(h, value->names[i]);
		if (!line)
			return;
		if (line->offset_bits == value->numbers[i] * 8)
			continue;
		h->ret->outcome = LS_OUTCOME_BROKEN;
		h->ret->line = line;
		h->ret->limit = ls_gate_say(
		    h->gate, "%" PRIu64, value->numbers[i]);
		h->ret->actual = ls_gate_say(
		    h->gate, "%" PRIu64, line->offset_bits / 8);
		h->ret->message = ls_gate_say(h->gate,
		    "'%s' is at %" PRIu64 ", must be at %" PRIu64,
		    value->names[i], line->offset_bits / 8, value->numbers[i]);
		h->ret->accept = ls_gate_say(h->gate,
		    "%s: %" PRIu64 " in offsets", value->names[i],
		    line->offset_bits / 8);
		return;
	}
	h->ret->message = ls_gate_say(h->gate, "%u member%s in place",
	    value->count, plural(value->count));
}

/* The first and last cache line of a member. */
static void
lines_of(const struct holding *h, const struct ls_line *line, uint64_t *first,
    uint64_t *last)
{
	uint64_t bits = 8 * (uint64_t)h->subject->cacheline_bytes;
	*first = line->offset_bits / bits;
	*last = line->size_bits > 0
	    ? (line->offset_bits + line->size_bits - 1) / bits
	    : *first;
}

static void
broken_lines(struct holding *h, const struct ls_line *a,
    const struct ls_line *b, const char *how)
{
	h->ret->outcome = LS_OUTCOME_BROKEN;
	h->ret->line = b;
	h->ret->message = ls_gate_say(h->gate,
	    "'%s' at %" PRIu64 " and '%s' at %" PRIu64
	    " %s (of %u bytes, counted from the start of the type)",
	    a->name, a->offset_bits / 8, b->name, b->offset_bits / 8, how,
	    h->subject->cacheline_bytes);
}

static void
hold_same_line(struct holding *h)
{
	const struct ls_value *value = h->value;
	const struct ls_line *head = NULL;
	for (uint32_t i = 0; i < value->count; i++) {
		const struct ls_line *line = placed_member(h, value->names[i]);
		uint64_t first, last, head_first, head_last;
		if (!line)
			return;
		if (i == 0 || value->numbers[i] != value->numbers[i - 1])
			head = line;
		lines_of(h, line, &first, &last);
		lines_of(h, head, &head_first, &head_last);
		if (first == head_first && last == head_first)
			continue;
		if (line == head)
			h->ret->message = ls_gate_say(h->gate,
			    "'%s' alone lies on %" PRIu64 " cache lines",
			    line->name, last - first + 1);
		else
			broken_lines(
			    h, head, line, "lie on different cache lines");
		h->ret->line = line;
		h->ret->outcome = LS_OUTCOME_BROKEN;
		return;
	}
	h->ret->message = "on one cache line";
}

static void
hold_separate_lines(struct holding *h)
{
	const struct ls_value *value = h->value;
	for (uint32_t i = 0; i < value->count; i++) {
		const struct ls_line *a = placed_member(h, value->names[i]);
		uint64_t first, last;
		if (!a)
			return;
		lines_of(h, a, &first, &last);
		for (uint32_t j = 0; j < i; j++) {
			const struct ls_line *b = member(
			    h->row, value->names[j]);
			uint64_t other_first, other_last;
			if (!b || b == a)
				continue;
			lines_of(h, b, &other_first, &other_last);
			if (first > other_last || other_first > last)
				continue;
			broken_lines(h, b, a, "share a cache line");
			return;
		}
	}
	h->ret->message = "on cache lines of their own";
}

/* ---- enums ---- */

static void
hold_tag(struct holding *h)
{
	static const char *const words[] = { [LS_TAG_DIRECT] = "direct",
		[LS_TAG_NICHE] = "niche",
		[LS_TAG_NONE] = "none" };
	h->ret->limit = h->value->text;
	if (!h->row->has_variants) {
		h->ret->outcome = LS_OUTCOME_BROKEN;
		h->ret->message = "it is no enum with data";
		return;
	}
	h->ret->actual = words[h->row->tag.encoding];
	h->ret->message = ls_gate_say(h->gate, "tag: %s", h->ret->actual);
	if (strcmp(h->ret->actual, h->value->text) == 0)
		return;
	h->ret->outcome = LS_OUTCOME_BROKEN;
	h->ret->message = ls_gate_say(
	    h->gate, "tag is %s, must be %s", h->ret->actual, h->value->text);
	h->ret->accept = ls_gate_say(h->gate, "tag: %s", h->ret->actual);
}

static void
hold_min_free_niches(struct holding *h)
{
	const struct ls_niche_row *niche = &h->row->niche;
	uint64_t least = h->value->number;
	if (!niche->is_asked) {
		unknown(h, "only types of Rust have niches");
		return;
	}
	if (!niche->is_certain) {
		h->ret->outcome = LS_OUTCOME_UNKNOWN;
		h->ret->message = ls_gate_say(h->gate,
		    "its niche is not certain: %s",
		    niche->note ? niche->note : "the file does not tell");
		return;
	}
	const char *count = niche->has_niche ? niche->available : "0";
	bool is_held = !niche->has_niche ? least == 0
					 : niche->available_most >= least;
	h->ret->limit = ls_gate_say(h->gate, "%" PRIu64, least);
	h->ret->actual = ls_gate_say(h->gate, "%s", count);
	h->ret->message = ls_gate_say(h->gate,
	    is_held ? "%s free niche%s, at least %" PRIu64
		    : "%s free niche%s, must be at least %" PRIu64,
	    count, strcmp(count, "1") == 0 ? "" : "s", least);
	if (is_held)
		return;
	h->ret->outcome = LS_OUTCOME_BROKEN;
	h->ret->accept = ls_gate_say(h->gate, "min_free_niches: %s", count);
}

static void
hold_max_variant_size(struct holding *h)
{
	const struct ls_variant_row *largest = NULL;
	for (size_t i = 0; i < h->row->variant_count; i++) {
		const struct ls_variant_row *v = &h->row->variants[i];
		if (v->is_least) {
			unknown(h, "the size of a variant cannot be told");
			return;
		}
		if (!largest || v->used_bytes > largest->used_bytes)
			largest = v;
	}
	if (!largest) {
		h->ret->outcome = LS_OUTCOME_BROKEN;
		h->ret->message = "it is no enum with data";
		return;
	}
	hold_most(h, largest->used_bytes, "byte", "");
	accept_number(h, "max_variant_size", largest->used_bytes);
	if (h->ret->message)
		h->ret->message = ls_gate_say(h->gate, "variant %s: %s",
		    largest->name ? largest->name : "(no name)",
		    h->ret->message);
}

/* ---- against something else ---- */

static void
hold_same_size_as(struct holding *h)
{
	uint64_t other = h->subject->other_bytes[h->rule];
	if (other == UINT64_MAX) { /* told already: there is no such type */
		h->ret->outcome = LS_OUTCOME_MOOT;
		return;
	}
	h->ret->limit = ls_gate_say(h->gate, "%" PRIu64, other);
	h->ret->actual = ls_gate_say(h->gate, "%" PRIu64, h->row->size_bytes);
	h->ret->message = ls_gate_say(h->gate,
	    other == h->row->size_bytes ? "%" PRIu64 " bytes, as %s"
					: "%" PRIu64
					  " bytes, but %s has %" PRIu64,
	    h->row->size_bytes, h->value->text, other);
	if (other != h->row->size_bytes)
		h->ret->outcome = LS_OUTCOME_BROKEN;
}

static void
hold_max_growth(struct holding *h)
{
	const struct ls_row *old = h->subject->baseline;
	uint64_t now = h->row->size_bytes;
	if (!old) {
		h->ret->message = "new: it is not in the baseline";
		return;
	}
	if (!old->has_size) {
		unknown(h, "its size is not in the baseline");
		return;
	}
	uint64_t was = old->size_bytes, grown = now > was ? now - was : 0;
	h->ret->limit = h->value->text;
	h->ret->actual = ls_gate_say(h->gate, "%" PRIu64, grown);
	h->ret->message = ls_gate_say(h->gate,
	    "%" PRIu64 " -> %" PRIu64 " bytes (+%" PRIu64 "), may grow by %s",
	    was, now, grown, h->value->text);
	if (h->value->is_percent ? is_over(grown, was, h->value->number)
				 : grown > h->value->number) {
		h->ret->outcome = LS_OUTCOME_BROKEN;
		if (!h->value->is_percent)
			h->ret->most_bytes = was + h->value->number;
	}
}

static bool
demands_only_frozen(const struct ls_rule *rule)
{
	for (unsigned key = 0; key < LS_KEY_JUDGING; key++)
		if (key != LS_KEY_FROZEN && rule->values[key].is_given)
			return false;
	return true;
}

static void
hold_frozen(struct holding *h)
{
	struct ls_change change;
	h->ret->outcome = LS_OUTCOME_MOOT;
	if (!h->value->number)
		return;
	if (!h->subject->has_baseline) {
		if (demands_only_frozen(&h->gate->rules->items[h->rule]))
			unknown(h, "'frozen' alone needs a baseline");
		return;
	}
	h->ret->outcome = LS_OUTCOME_HELD;
	h->ret->message = "new: it is not in the baseline";
	if (!h->subject->baseline)
		return;
	h->err = ls_compare(
	    h->subject->baseline, h->row, &h->gate->arena, &change);
	if (h->err)
		return;
	h->ret->message = "as in the baseline";
	/* An enumerator more leaves every byte where it is. */
	if (change.what & ~(unsigned)LS_CHANGE_ENUMERATORS) {
		h->ret->outcome = LS_OUTCOME_BROKEN;
		h->ret->message = "its frozen layout has changed";
	}
}

static void
hold_size(struct holding *h)
{
	hold_equal(h, "size", h->row->size_bytes);
}

static void (*const holds[LS_KEY_JUDGING])(struct holding *) = {
	[LS_KEY_MAX_SIZE] = hold_max_size,
	[LS_KEY_MAX_CACHELINES] = hold_max_cachelines,
	[LS_KEY_FROZEN] = hold_frozen,
	[LS_KEY_SIZE] = hold_size,
	[LS_KEY_ALIGN] = hold_align,
	[LS_KEY_MAX_PADDING] = hold_max_padding,
	[LS_KEY_OFFSETS] = hold_offsets,
	[LS_KEY_MAX_PADDING_PERCENT] = hold_max_padding_percent,
	[LS_KEY_SAME_SIZE_AS] = hold_same_size_as,
	[LS_KEY_TAG] = hold_tag,
	[LS_KEY_MIN_FREE_NICHES] = hold_min_free_niches,
	[LS_KEY_MAX_VARIANT_SIZE] = hold_max_variant_size,
	[LS_KEY_MAX_GROWTH] = hold_max_growth,
	[LS_KEY_SAME_LINE] = hold_same_line,
	[LS_KEY_SEPARATE_LINES] = hold_separate_lines,
};

struct ls_error *
ls_gate_hold(struct ls_gate *gate, enum ls_key key, uint32_t rule,
    const struct ls_subject *subject, struct ls_verdict *ret)
{
	struct holding h = {
		.gate = gate,
		.value = &gate->rules->items[rule].values[key],
		.subject = subject,
		.row = subject->row,
		.ret = ret,
		.rule = rule,
	};
	*ret = (struct ls_verdict){ .limit = "", .actual = "" };
	if (!subject->row->has_size) {
		unknown(&h, "its size is not known");
		return NULL;
	}
	holds[key](&h);
	if (!h.err && ret->outcome != LS_OUTCOME_MOOT &&
	    (!ret->message || !ret->limit || !ret->actual))
		return &ls_error_nomem;
	return h.err;
}
