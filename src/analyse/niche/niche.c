/*
 * niche.c - the largest niche of a type, by the rules of rustc.
 *
 * In: which bit patterns each scalar may hold.  Out: of every type the one
 * run of patterns, in one place, that no value of it has.  rustc remembers
 * no more than the largest of each type, and so do we: of a struct's fields
 * the one with most free values counts, and an enum has its tag's, or what
 * it left of the niche that its tag hides in.
 *
 *	bool				0..=1 of 8 bits: 254 free
 *	struct { u32, bool, char }	char's: 4293853184 free
 *	Option<bool>			None is 2, so 0..=2: 253 free
 *	enum { A(u8), B, C }		tag 0..=2: 253 free
 *	Option<Cell<bool>>		the cell has none: tag 0..=1
 *
 * What is not certain says why, and how many could be free at most, so that
 * a holder with a larger niche elsewhere is certain all the same.
 */
#include "analyse/niche/niche.h"

#include <stdlib.h>

#include "analyse/layout/rules.h"
#include "analyse/niche/niche_enum.h"
#include "analyse/niche/niche_evidence.h"
#include "analyse/niche/niche_tie.h"
#include "analyse/path.h"
#include "base/limits.h"

struct ls_niches {
	const struct ls_model *model;
	struct ls_niche *items; /* by type */
	bool *is_known;
	/* By type: why it has a niche that the file does not show; NULL. */
	const char **restricted;
	struct ls_arena arena;
};

static const struct ls_niche nothing = { .is_certain = true };

struct ls_niches *
ls_niches_new(const struct ls_model *model)
{
	struct ls_niches *niches = calloc(1, sizeof(*niches));
	size_t count = ls_model_end(model);
	if (!niches)
		return NULL;
	niches->model = model;
	niches->items = calloc(count, sizeof(*niches->items));
	niches->is_known = calloc(count, sizeof(*niches->is_known));
	niches->arena.limit_bytes = LS_MAX_MODEL_BYTES;
	niches->restricted = ls_restricted_find(model, &niches->arena);
	if (niches->items && niches->is_known && niches->restricted)
		return niches;
	ls_niches_free(niches);
	return NULL;
}

void
ls_niches_free(struct ls_niches *niches)
{
	if (!niches)
		return;
	free(niches->items);
	free(niches->is_known);
	ls_arena_free(&niches->arena);
	free(niches);
}

/* Not known: anything may be free. */
static struct ls_niche
unknown(const char *why)
{
	return (struct ls_niche){ .why = why, .most = ~(ls_u128)0 };
}

static struct ls_niche
doubt(struct ls_niche niche, const char *why, ls_u128 most)
{
	niche.is_certain = false;
	niche.why = why;
	niche.most = most;
	return niche;
}

static struct ls_niche niche_of(
    struct ls_niches *niches, ls_type_id id, int depth);

static struct ls_niche
niche_of_field(
    struct ls_niches *niches, const struct ls_field *field, int depth)
{
	struct ls_niche niche = nothing;
	if (field->has_size && field->size_bits == 0)
		return niche;
	niche = niche_of(niches, field->type, depth + 1);
	if (!field->has_offset || field->is_unreliable)
		return unknown("the place of a member is not told");
	niche.offset_bits += field->offset_bits;
	return niche;
}

/* Does the doubt about some field matter to its holder? */
static struct ls_niche
weigh(struct ls_niche best, const struct ls_niche *doubtful)
{
	if (best.available > doubtful->most || doubtful->is_certain)
		return best;
	return doubt(best, doubtful->why,
	    best.available > doubtful->most ? best.available : doubtful->most);
}

/* The first and the last, in memory, of the largest niches of fields. */
struct best {
	struct ls_niche first;
	struct ls_niche last;
	struct ls_niche doubtful; /* the one that could be the largest */
};

/* Fields are sorted by offset. */
static struct best
best_of_fields(struct ls_niches *niches, const struct ls_field *fields,
    uint32_t count, int depth)
{
	struct best best = { nothing, nothing, nothing };
	for (uint32_t i = 0; i < count; i++) {
		struct ls_niche niche = niche_of_field(
		    niches, &fields[i], depth);
		if (!niche.is_certain && niche.most >= best.doubtful.most)
			best.doubtful = niche;
		if (niche.available == 0)
			continue;
		if (niche.available > best.first.available)
			best.first = niche;
		if (niche.available >= best.last.available)
			best.last = niche;
	}
	return best;
}

static uint64_t
natural_align_bits(const struct ls_field *fields, uint32_t count)
{
	uint64_t most = 8;
	for (uint32_t i = 0; i < count; i++)
		if (most < fields[i].align_bits)
			most = fields[i].align_bits;
	return most;
}

/* As the layout was made: by the source's order, with each part's niche. */
static enum ls_tie
settle_tie(struct ls_niches *niches, const struct ls_type *type,
    const struct ls_field *fields, uint32_t count, int depth)
{
	struct ls_part *items = calloc((size_t)count + 1, sizeof(*items));
	uint64_t natural = natural_align_bits(fields, count);
	struct ls_parts parts = {
		.items = items,
		.count = count,
		.is_tuple = type->name && type->name[0] == '(',
		.may_pin_last = ls_may_pin_last(type),
	};
	if (!items)
		return LS_TIE_NOMEM;
	parts.may_pin_last |= parts.is_tuple;
	if (type->align_from != LS_HOW_UNKNOWN && type->align_bits < natural)
		parts.pack_bytes = type->align_bits / 8;
	else if (type->align_from != LS_HOW_UNKNOWN)
		parts.align_bytes = type->align_bits / 8;
	for (uint32_t i = 0; i < count; i++) {
		const struct ls_field *field = &fields[i];
		if (field->declared >= count) {
			free(items);
			return LS_TIE_UNKNOWN;
		}
		struct ls_part *part = &items[field->declared];
		part->offset_bytes = field->offset_bits / 8;
		part->size_bytes = field->has_size ? field->size_bits / 8 : 0;
		part->align_bytes = field->align_bits / 8;
		part->niche = niche_of_field(niches, field, depth);
		part->niche.offset_bits -= field->offset_bits;
	}
	enum ls_tie tie = ls_niche_tie(&parts);
	free(items);
	return tie;
}

/* Of a struct, or of a variant that is all of its enum. */
static struct ls_niche
niche_of_fields(struct ls_niches *niches, const struct ls_type *type,
    const struct ls_field *fields, uint32_t count, int depth)
{
	struct best best = best_of_fields(niches, fields, count, depth);
	struct ls_niche niche = best.first;
	niche.is_certain = true;
	niche.why = NULL;
	bool is_tie = best.first.offset_bits != best.last.offset_bits;
	if (is_tie) {
		enum ls_tie tie = ls_has_known_rules(niches->model, type)
		    ? settle_tie(niches, type, fields, count, depth)
		    : LS_TIE_UNKNOWN;
		if (tie == LS_TIE_LAST)
			niche.offset_bits = best.last.offset_bits;
		else if (tie != LS_TIE_FIRST)
			niche = doubt(niche,
			    "two members have equally large niches, and "
			    "which of them the compiler keeps is not known",
			    niche.available);
	}
	return niche.is_certain ? weigh(niche, &best.doubtful) : niche;
}

/* An enum whose tag hides in the niche of one variant: what it leaves. */
static struct ls_niche
niche_of_rest(struct ls_niches *niches, const struct ls_type *type,
    const struct ls_variant *dataful, int depth)
{
	const struct ls_variants *variants = type->variants;
	struct best best = best_of_fields(
	    niches, dataful->fields, dataful->field_count, depth);
	const struct ls_niche *host = NULL;
	if (best.first.has_niche &&
	    best.first.offset_bits == variants->tag_offset_bits &&
	    best.first.size_bits == variants->tag_size_bits)
		host = &best.first;
	else if (best.last.has_niche &&
	    best.last.offset_bits == variants->tag_offset_bits &&
	    best.last.size_bits == variants->tag_size_bits)
		host = &best.last;
	if (!host)
		return unknown("its tag hides in a member whose valid values "
			       "are not known");
	struct ls_niche rest = *host;
	if (host->why == ls_niche_sparse || !ls_niche_claim(host, type, &rest))
		return unknown("the values of its tag do not stand beside "
			       "those of the member that it hides in");
	/* The compiler put the tag there, so that is the niche; how large it
	 * was may be in doubt still. */
	rest.is_certain = host->is_certain || host->most <= host->available;
	rest.why = rest.is_certain ? NULL : host->why;
	if (!rest.is_certain)
		rest.most = rest.available + (host->most - host->available);
	return rest;
}

static struct ls_niche
niche_of_variants(
    struct ls_niches *niches, const struct ls_type *type, int depth)
{
	const struct ls_variants *variants = type->variants;
	if (variants->has_tag) {
		const struct ls_variant *dataful = ls_dataful_variant(
		    variants);
		return dataful ? niche_of_rest(niches, type, dataful, depth)
			       : ls_niche_of_tag(niches->model, type);
	}
	const struct ls_variant *only = NULL;
	uint32_t live_count = 0;
	for (uint32_t i = 0; i < variants->count; i++) {
		live_count += !variants->items[i].is_uninhabited;
		if (!only ||
		    (only->is_uninhabited &&
			!variants->items[i].is_uninhabited))
			only = &variants->items[i];
	}
	if (!only)
		return nothing;
	if (live_count > 1)
		return unknown("what tells its variants apart is not told");
	return niche_of_fields(
	    niches, type, only->fields, only->field_count, depth);
}

static struct ls_niche
niche_of_range(const struct ls_valid *valid)
{
	if (valid->is_any)
		return nothing;
	struct ls_niche niche = {
		.is_certain = true,
		.offset_bits = valid->offset_bits,
		.size_bits = valid->size_bits,
		.first = valid->first,
		.last = valid->last,
	};
	ls_niche_count(&niche);
	return niche;
}

/* rustc 1.63 and below hid less in cells, and used coroutines' tags. */
static bool
is_old(const struct ls_niches *niches, const struct ls_type *type)
{
	const struct ls_producer *producer = ls_model_producer(
	    niches->model, type->producer);
	return producer->compiler == LS_COMPILER_RUSTC &&
	    producer->major == 1 && producer->minor < 64;
}

/* As a saved report had it: which values are free is not told there. */
static struct ls_niche
niche_as_told(const struct ls_told_niche *told)
{
	if (!told->is_certain)
		return unknown(told->note);
	return (struct ls_niche){
		.has_niche = told->has_niche,
		.is_certain = true,
		.offset_bits = told->offset_bits,
		.size_bits = told->size_bits,
		.available = told->available,
		.most = told->available,
	};
}

static struct ls_niche
find(struct ls_niches *niches, const struct ls_type *type, int depth)
{
	if (type->niche)
		return niche_as_told(type->niche);
	if (type->valid && type->valid->is_any &&
	    type->kind != LS_KIND_UNION && is_old(niches, type))
		return unknown("what this compiler hides in cells and "
			       "coroutines is not known");
	if (type->valid)
		return niche_of_range(type->valid);
	if (type->variants)
		return niche_of_variants(niches, type, depth);
	switch (type->kind) {
	case LS_KIND_STRUCT:
	case LS_KIND_CLASS:
		if (type->is_dynamic)
			return unknown("a type without a size of its own");
		return niche_of_fields(
		    niches, type, type->fields, type->field_count, depth);
	case LS_KIND_ENUM:
		return ls_niche_of_enumerators(niches->model, type);
	case LS_KIND_ALIAS:
		return niche_of(niches, type->target, depth + 1);
	case LS_KIND_ARRAY:
		return type->has_count && type->count > 0
		    ? niche_of(niches, type->target, depth + 1)
		    : nothing;
	case LS_KIND_SCALAR:
	case LS_KIND_POINTER:
	case LS_KIND_UNION:
		return nothing;
	case LS_KIND_FUNCTION:
	case LS_KIND_UNKNOWN:
		return unknown("what a member consists of is not told");
	}
	return nothing;
}

static struct ls_niche
niche_of(struct ls_niches *niches, ls_type_id id, int depth)
{
	if (id == LS_NO_TYPE)
		return nothing;
	if (niches->is_known[id])
		return niches->items[id];
	/* A sealed model nests less deep; aliases and arrays come on top. */
	if (depth > 4 * LS_MAX_DEPTH)
		return unknown("it is nested too deep");
	const struct ls_type *type = ls_model_type(niches->model, id);
	struct ls_niche niche = type->note && !type->valid
	    ? unknown("what it consists of is not known")
	    : find(niches, type, depth);
	if (niches->restricted[id] && !niche.has_niche)
		niche = unknown(niches->restricted[id]);
	niches->items[id] = niche;
	niches->is_known[id] = true;
	return niche;
}

struct ls_niche
ls_niche_of(struct ls_niches *niches, ls_type_id id)
{
	return niche_of(niches, id, 0);
}
