/*
 * embed.c - what a shrunk type saves in the types that hold it.
 *
 *	struct in { char a; long b; char c; };		24 bytes; 16 is possible
 *	struct out { struct in in[3]; int d; };		80 bytes, then 56
 *
 * so the order of `in` is worth 8 + 24 bytes in one of each.  What a holder's
 * padding swallows is no saving: struct { struct in in; _Alignas(64) int d; }
 * stays at 128.
 *
 * The holders are found upwards, from an index of who holds whom; their new
 * sizes are then reckoned downwards, each once.
 */
#include "analyse/embed.h"

#include <stdlib.h>
#include <string.h>

#include "analyse/reorder/reorder_type.h"

struct ls_embed {
	const struct ls_model *model;
	uint32_t *from;      /* by type: its first holder in `holders` */
	ls_type_id *holders; /* by held type */

	/* Of one question. */
	uint32_t *round; /* by type: the question that touched it last */
	uint32_t now;
	uint64_t *new_bits; /* of the types that were touched */
	bool *is_known;     /* new_bits is there */
	ls_type_id *touched;
	uint32_t touched_count;
};

static bool
is_record(const struct ls_type *type)
{
	return type->kind == LS_KIND_STRUCT || type->kind == LS_KIND_CLASS ||
	    type->kind == LS_KIND_UNION;
}

static bool
is_holder(const struct ls_type *type)
{
	return is_record(type) ||
	    (type->target != LS_NO_TYPE &&
		(type->kind == LS_KIND_ARRAY || type->kind == LS_KIND_ALIAS));
}

static uint32_t
held_count(const struct ls_type *type)
{
	return is_record(type) ? type->field_count : is_holder(type);
}

static ls_type_id
held_at(const struct ls_type *type, uint32_t i)
{
	return is_record(type) ? type->fields[i].type : type->target;
}

/* Count, sum up, and fill from the back: a counting sort. */
static bool
make_index(struct ls_embed *embed)
{
	const struct ls_model *model = embed->model;
	ls_type_id end = ls_model_end(model);
	size_t total = 0;
	for (ls_type_id id = 1; id < end; id++) {
		const struct ls_type *type = ls_model_type(model, id);
		for (uint32_t i = 0; i < held_count(type); i++, total++)
			embed->from[held_at(type, i)]++;
	}
	embed->holders = calloc(total + 1, sizeof(*embed->holders));
	if (!embed->holders || total >= UINT32_MAX)
		return false;
	for (ls_type_id id = 1; id <= end; id++)
		embed->from[id] += embed->from[id - 1];
	for (ls_type_id id = 1; id < end; id++) {
		const struct ls_type *type = ls_model_type(model, id);
		for (uint32_t i = 0; i < held_count(type); i++)
			embed->holders[--embed->from[held_at(type, i)]] = id;
	}
	return true;
}

struct ls_embed *
ls_embed_new(const struct ls_model *model)
{
	size_t end = (size_t)ls_model_end(model) + 1;
	struct ls_embed *embed = calloc(1, sizeof(*embed));
	if (!embed)
		return NULL;
	embed->model = model;
	embed->from = calloc(end, sizeof(*embed->from));
	embed->round = calloc(end, sizeof(*embed->round));
	embed->new_bits = calloc(end, sizeof(*embed->new_bits));
	embed->is_known = calloc(end, sizeof(*embed->is_known));
	embed->touched = calloc(end, sizeof(*embed->touched));
	if (!embed->from || !embed->round || !embed->new_bits ||
	    !embed->is_known || !embed->touched || !make_index(embed)) {
		ls_embed_free(embed);
		return NULL;
	}
	return embed;
}

void
ls_embed_free(struct ls_embed *embed)
{
	if (!embed)
		return;
	free(embed->from);
	free(embed->holders);
	free(embed->round);
	free(embed->new_bits);
	free(embed->is_known);
	free(embed->touched);
	free(embed);
}

static void
touch(struct ls_embed *embed, ls_type_id id)
{
	if (embed->round[id] == embed->now)
		return;
	embed->round[id] = embed->now;
	embed->is_known[id] = false;
	embed->touched[embed->touched_count++] = id;
}

static uint64_t
bits_of(const struct ls_type *type)
{
	return type->has_size ? type->size_bits : 0;
}

static uint64_t new_bits(struct ls_embed *embed, ls_type_id id);

static uint64_t
new_union(struct ls_embed *embed, const struct ls_type *type)
{
	uint64_t most = 0, align = type->align_bits;
	if (type->align_from == LS_HOW_UNKNOWN || align == 0)
		return bits_of(type);
	for (uint32_t i = 0; i < type->field_count; i++) {
		const struct ls_field *field = &type->fields[i];
		uint64_t bits = field->is_bitfield
		    ? field->size_bits
		    : new_bits(embed, field->type);
		if (most < bits)
			most = bits;
	}
	most += (align - most % align) % align;
	return most < bits_of(type) ? most : bits_of(type);
}

static uint64_t
new_struct(struct ls_embed *embed, ls_type_id id, const struct ls_type *type)
{
	struct ls_ordered ordered;
	uint64_t bits = bits_of(type);
	if (ls_ordered_reproduce(embed->model, id, &ordered) &&
	    !ordered.why_not) {
		for (uint32_t i = 0; i < ordered.set.count; i++) {
			const struct ls_field *field = ordered.fields[i];
			if (!field->is_bitfield && !field->is_base)
				ordered.items[i].size_bits = new_bits(
				    embed, field->type);
		}
		bits = ls_items_layout(&ordered.set, NULL, NULL);
	}
	ls_ordered_free(&ordered);
	return bits < bits_of(type) ? bits : bits_of(type);
}

/* Nesting is bounded by the model. */
static uint64_t
new_bits(struct ls_embed *embed, ls_type_id id)
{
	const struct ls_type *type = ls_model_type(embed->model, id);
	if (embed->round[id] != embed->now)
		return bits_of(type);
	if (embed->is_known[id])
		return embed->new_bits[id];
	uint64_t bits = bits_of(type);
	if (type->kind == LS_KIND_ARRAY) {
		uint64_t inner = new_bits(embed, type->target);
		if (type->has_count && !type->is_vector && type->has_size &&
		    (inner == 0 || type->count <= bits / inner))
			bits = type->count * inner;
	} else if (type->kind == LS_KIND_ALIAS) {
		if (type->alias != LS_ALIAS_ATOMIC)
			bits = new_bits(embed, type->target);
	} else if (type->kind == LS_KIND_UNION) {
		bits = new_union(embed, type);
	} else if (is_record(type)) {
		bits = new_struct(embed, id, type);
	}
	embed->is_known[id] = true;
	embed->new_bits[id] = bits;
	return bits;
}

uint64_t
ls_embed_saving(struct ls_embed *embed, ls_type_id id, uint64_t new_bytes)
{
	const struct ls_cost bytes = { 0 };
	return ls_embed_saving_at(embed, id, new_bytes, &bytes);
}

uint64_t
ls_embed_saving_at(struct ls_embed *embed, ls_type_id id, uint64_t new_bytes,
    const struct ls_cost *cost)
{
	uint64_t saving = 0;
	embed->now++;
	embed->touched_count = 0;
	touch(embed, id);
	embed->is_known[id] = true;
	embed->new_bits[id] = new_bytes * 8;
	for (uint32_t i = 0; i < embed->touched_count; i++) {
		ls_type_id held = embed->touched[i];
		for (uint32_t h = embed->from[held]; h < embed->from[held + 1];
		     h++)
			touch(embed, embed->holders[h]);
	}
	for (uint32_t i = 0; i < embed->touched_count; i++) {
		ls_type_id holder = embed->touched[i];
		const struct ls_type *type = ls_model_type(
		    embed->model, holder);
		/* What has no name is counted in what holds it. */
		if (!is_record(type) || (!type->name && holder != id))
			continue;
		uint64_t bytes = ls_cost_total(cost, holder,
		    ls_cost_saving(
			cost, bits_of(type) / 8, new_bits(embed, holder) / 8));
		saving = ls_cost_sum(saving, bytes);
	}
	return saving;
}
