/*
 * load.c - from the types of a snapshot to a model.
 *
 * Types are described one after another from a list of work: describing one
 * reserves numbers for those that it holds and puts them on the list, so a
 * document that nests deep costs no stack.  Only anonymous members, which
 * stand inside their holder in the document, are described at once; cJSON
 * bounds how deep they go.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/map.h"
#include "model/build.h"
#include "read/snapshot/snapshot.h"

static uint64_t
bits_of(const cJSON *object, const char *key, bool *has)
{
	uint64_t bytes = 0;
	*has = ls_json_number(object, key, &bytes);
	return bytes * 8;
}

/* A decimal number of up to 128 bits; a negative one is sign-extended. */
static bool
wide_of(const char *text, ls_u128 *ret)
{
	bool negative = text && *text == '-';
	const char *at = text ? text + negative : "";
	ls_u128 value = 0;
	if (!*at)
		return false;
	for (; *at; at++) {
		if (*at < '0' || *at > '9' ||
		    __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(
			value, (ls_u128)(*at - '0'), &value))
			return false;
	}
	*ret = negative ? -value : value;
	return true;
}

static void
read_decl(const cJSON *type, struct ls_decl *ret)
{
	uint64_t number;
	const cJSON *decl = cJSON_GetObjectItemCaseSensitive(type, "decl");
	ret->file = ls_json_text(decl, "file");
	if (ls_json_number(decl, "line", &number) && number <= UINT32_MAX)
		ret->line = (uint32_t)number;
	if (ls_json_number(decl, "column", &number) && number <= UINT32_MAX)
		ret->column = (uint32_t)number;
}

/* The type of an entry, which may not be described yet. */
static struct ls_error *
reserve_entry(
    struct snapshot_loading *load, ls_entry_id entry, ls_type_id *ret)
{
	if (!load->id_of_entry[entry]) {
		struct ls_error *err = ls_build_reserve(
		    load->build, &load->id_of_entry[entry]);
		if (err)
			return err;
		load->work[load->work_count++] = entry;
	}
	*ret = load->id_of_entry[entry];
	return NULL;
}

/* A type that has nothing but a name and a size; each once. */
struct ls_error *
ls_snapshot_plain(
    struct snapshot_loading *load, const struct ls_type *type, ls_type_id *ret)
{
	const uint64_t numbers[] = { type->kind, type->has_size,
		type->size_bits, type->align_bits, type->target,
		type->encoding, type->has_count, type->count };
	uint64_t hash = ls_hash_bytes(type->name, strlen(type->name), 1);
	hash = ls_hash_bytes(numbers, sizeof(numbers), hash);
	const uint64_t *known = ls_map_get(&load->plain, hash);
	if (known) {
		*ret = (ls_type_id)*known;
		return NULL;
	}
	struct ls_error *err = ls_build_reserve(load->build, ret);
	if (!err)
		err = ls_build_describe(load->build, *ret, type);
	if (!err && !ls_map_put(&load->plain, hash, *ret))
		err = &ls_error_nomem;
	return err;
}

static struct ls_error *describe_members(struct snapshot_loading *load,
    const cJSON *holder, uint64_t base_bits, struct ls_type *type);

/* "struct {...}" and "union {...}" are described inside their holder. */
static bool
is_inner(const cJSON *member, const char *name, const char *type)
{
	if (!cJSON_GetObjectItemCaseSensitive(member, "members"))
		return false;
	return !name ||
	    (type &&
		(strcmp(type, "struct {...}") == 0 ||
		    strcmp(type, "union {...}") == 0 ||
		    strcmp(type, "class {...}") == 0));
}

static struct ls_error *
inner_type(struct snapshot_loading *load, const cJSON *member,
    uint64_t offset_bits, struct ls_type *type, ls_type_id *ret)
{
	const char *text = ls_json_text(member, "type");
	type->kind = LS_KIND_STRUCT;
	if (text && strncmp(text, "union", 5) == 0)
		type->kind = LS_KIND_UNION;
	else if (text && strncmp(text, "class", 5) == 0)
		type->kind = LS_KIND_CLASS;
	type->name = NULL;
	struct ls_error *err = ls_build_reserve(load->build, ret);
	if (!err)
		err = describe_members(load, member, offset_bits, type);
	if (!err)
		err = ls_build_describe(load->build, *ret, type);
	free((void *)type->fields);
	return err;
}

/*
 * An array as the type behind the name that the document has for it, so that
 * it is spelt as there.  What it is of is a type of the document, or else
 * nothing but a size.
 */
static struct ls_error *
array_type(struct snapshot_loading *load, const cJSON *member, uint64_t count,
    struct ls_type *type, ls_type_id *ret)
{
	uint64_t id;
	struct ls_type array = *type, element = *type;
	const uint64_t *entry = ls_json_number(member, "element_type_id", &id)
	    ? ls_map_get(&load->shot->entry_by_id, id)
	    : NULL;
	char *name = strndup(type->name, ls_spelt_element_size(type->name));
	if (!name)
		return &ls_error_nomem;
	element.name = name;
	element.has_size = count > 0 && type->size_bits % count == 0;
	element.size_bits = element.has_size ? type->size_bits / count : 0;
	array.kind = LS_KIND_ARRAY;
	array.has_count = true;
	array.count = count;
	struct ls_error *err = entry
	    ? reserve_entry(load, (ls_entry_id)*entry, &array.target)
	    : ls_snapshot_plain(load, &element, &array.target);
	free(name);
	if (!err)
		err = ls_snapshot_plain(load, &array, &type->target);
	type->kind = LS_KIND_ALIAS;
	return err ? err : ls_snapshot_plain(load, type, ret);
}

static struct ls_error *
member_type(struct snapshot_loading *load, const cJSON *member,
    enum ls_lang lang, const struct ls_field *field, ls_type_id *ret)
{
	const char *text = ls_json_text(member, "type");
	bool has_size;
	uint64_t id, number,
	    size_bits = bits_of(member, "size_bytes", &has_size);
	struct ls_type type = {
		.name = text ? text : "?",
		.kind = LS_KIND_SCALAR,
		.lang = lang,
		.has_size = has_size,
		.size_bits = size_bits,
		.align_bits = field->align_bits,
		.align_from = field->align_bits ? LS_HOW_ABI : LS_HOW_UNKNOWN,
		.definition_count = 1,
	};
	const uint64_t *entry = ls_json_number(member, "type_id", &id)
	    ? ls_map_get(&load->shot->entry_by_id, id)
	    : NULL;
	if (entry) {
		type.kind = LS_KIND_ALIAS;
		struct ls_error *err = reserve_entry(
		    load, (ls_entry_id)*entry, &type.target);
		return err ? err : ls_snapshot_plain(load, &type, ret);
	}
	if (ls_json_number(member, "element_count", &number))
		return array_type(load, member, number, &type, ret);
	if (is_inner(member, field->name, text))
		return inner_type(
		    load, member, field->offset_bits, &type, ret);
	return ls_snapshot_plain(load, &type, ret);
}

/* `base_bits`: where the holder itself stands in the outermost type. */
static struct ls_error *
read_member(struct snapshot_loading *load, const cJSON *member,
    uint64_t base_bits, enum ls_lang lang, struct ls_field *ret)
{
	uint64_t number;
	bool has_align;
	struct ls_field field = { .name = ls_json_text(member, "name") };
	field.offset_bits = bits_of(member, "offset_bytes", &field.has_offset);
	field.size_bits = bits_of(member, "size_bytes", &field.has_size);
	field.align_bits = bits_of(member, "align_bytes", &has_align);
	field.stated_align_bits = bits_of(
	    member, "stated_align_bytes", &has_align);
	if (ls_json_number(member, "bit_offset", &field.offset_bits)) {
		field.is_bitfield = true;
		field.has_size = ls_json_number(
		    member, "bit_size", &field.size_bits);
	}
	if (ls_json_number(member, "decl_line", &number) &&
	    number <= UINT32_MAX)
		field.decl.line = (uint32_t)number;
	if (ls_json_number(member, "declared", &number) &&
	    number <= UINT32_MAX)
		field.declared = (uint32_t)number;
	field.is_base = ls_json_is_true(member, "base");
	field.is_virtual_base = ls_json_is_true(member, "virtual");
	field.is_vptr = ls_json_is_true(member, "vptr");
	field.is_flexible = ls_json_is_true(member, "flexible");
	field.is_artificial = ls_json_is_true(member, "artificial");
	field.is_reversed = ls_json_text(member, "endian") != NULL;
	field.is_unreliable = ls_json_is_true(member, "shadowed");
	struct ls_error *err = member_type(
	    load, member, lang, &field, &field.type);
	if (err)
		return err;
	if (field.has_offset && field.offset_bits < base_bits)
		return ls_error_new(LS_ERROR_FORMAT,
		    "an inner member begins before its holder");
	field.offset_bits -= field.has_offset ? base_bits : 0;
	*ret = field;
	return NULL;
}

static int
by_declared(const void *a, const void *b)
{
	const struct ls_field *f = a, *g = b;
	return f->declared < g->declared ? -1 : f->declared > g->declared;
}

/* The fields are the caller's to free. */
static struct ls_error *
read_members(struct snapshot_loading *load, const cJSON *holder,
    uint64_t base_bits, enum ls_lang lang, struct ls_field **ret,
    uint32_t *ret_count)
{
	const cJSON *layout = cJSON_GetObjectItemCaseSensitive(
	    holder, "layout");
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(
	    holder, "members");
	if (cJSON_IsArray(layout))
		return ls_snapshot_layout(load, layout, lang, ret, ret_count);
	int room = cJSON_IsArray(list) ? cJSON_GetArraySize(list) : 0;
	struct ls_field *fields = calloc((size_t)room + 1, sizeof(*fields));
	uint32_t count = 0;
	if (!fields)
		return &ls_error_nomem;
	const cJSON *member;
	cJSON_ArrayForEach(member, list)
	{
		if (ls_json_is_true(member, "hole"))
			continue;
		struct ls_error *err = read_member(
		    load, member, base_bits, lang, &fields[count]);
		if (err) {
			free(fields);
			return err;
		}
		count++;
	}
	if (count > 1)
		qsort(fields, count, sizeof(*fields), by_declared);
	*ret = fields;
	*ret_count = count;
	return NULL;
}

static struct ls_error *
describe_members(struct snapshot_loading *load, const cJSON *holder,
    uint64_t base_bits, struct ls_type *type)
{
	struct ls_field *fields = NULL;
	struct ls_error *err = read_members(
	    load, holder, base_bits, type->lang, &fields, &type->field_count);
	type->fields = fields;
	return err;
}

static struct ls_error *
integer_type(struct snapshot_loading *load, const char *name,
    uint64_t size_bits, bool is_signed, ls_type_id *ret)
{
	const struct ls_type type = {
		.name = name,
		.kind = LS_KIND_SCALAR,
		.has_size = true,
		.size_bits = size_bits,
		.encoding = is_signed ? LS_ENCODING_SIGNED
				      : LS_ENCODING_UNSIGNED,
		.definition_count = 1,
	};
	return ls_snapshot_plain(load, &type, ret);
}

static struct ls_error *
read_enumerators(
    struct snapshot_loading *load, const cJSON *object, struct ls_type *type)
{
	const char *underlying = ls_json_text(object, "underlying");
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(
	    object, "enumerators");
	int room = cJSON_IsArray(list) ? cJSON_GetArraySize(list) : 0;
	struct ls_enumerator *items = calloc((size_t)room + 1, sizeof(*items));
	bool is_signed = false;
	if (!items)
		return &ls_error_nomem;
	const cJSON *item;
	cJSON_ArrayForEach(item, list)
	{
		const char *value = ls_json_text(item, "value");
		struct ls_enumerator *to = &items[type->enumerator_count];
		if (!wide_of(value, &to->value))
			continue;
		to->name = ls_json_text(item, "name");
		is_signed |= *value == '-';
		type->enumerator_count++;
	}
	type->enumerators = items;
	if (!underlying && !is_signed)
		return NULL;
	return integer_type(load, underlying ? underlying : "int",
	    type->size_bits, is_signed, &type->target);
}

static uint64_t
mask_of(uint64_t bits, bool high)
{
	uint64_t there = high ? (bits > 64 ? bits - 64 : 0) : bits;
	return there >= 64 ? UINT64_MAX : ((uint64_t)1 << there) - 1;
}

static struct ls_error *
read_tag(struct snapshot_loading *load, const cJSON *object,
    struct ls_variants *variants)
{
	bool has_offset, has_size;
	const cJSON *tag = cJSON_GetObjectItemCaseSensitive(object, "tag");
	const char *encoding = ls_json_text(tag, "encoding");
	const char *name = ls_json_text(tag, "type");
	variants->has_tag = encoding && strcmp(encoding, "none") != 0;
	if (!variants->has_tag)
		return NULL;
	variants->tag_offset_bits = bits_of(tag, "offset_bytes", &has_offset);
	variants->tag_size_bits = bits_of(tag, "size_bytes", &has_size);
	if (!has_offset || !has_size || !name)
		return ls_error_new(
		    LS_ERROR_FORMAT, "\"tag\" has no place or type");
	return integer_type(load, name, variants->tag_size_bits, *name == 'i',
	    &variants->tag_type);
}

static struct ls_error *
read_variant(struct snapshot_loading *load, const cJSON *item,
    const struct ls_variants *holder, enum ls_lang lang,
    struct ls_variant *ret)
{
	uint64_t line, bits = holder->tag_size_bits;
	struct ls_field *fields = NULL;
	ret->name = ls_json_text(item, "name");
	ret->is_uninhabited = ls_json_is_true(item, "uninhabited");
	ret->has_discr = wide_of(ls_json_text(item, "discr"), &ret->discr);
	ret->discr &= (ls_u128)mask_of(bits, true) << 64 |
	    mask_of(bits, false);
	if (ls_json_number(item, "decl_line", &line) && line <= UINT32_MAX)
		ret->decl.line = (uint32_t)line;
	struct ls_error *err = read_members(
	    load, item, 0, lang, &fields, &ret->field_count);
	ret->fields = fields;
	return err;
}

static void
free_variants(struct ls_variant *items, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		free((void *)items[i].fields);
	free(items);
}

static struct ls_error *
describe_variants(struct snapshot_loading *load, const cJSON *object,
    ls_type_id id, struct ls_type *type)
{
	struct ls_variants variants = { 0 };
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(
	    object, "variants");
	struct ls_error *err = read_tag(load, object, &variants);
	if (err)
		return err;
	struct ls_variant *items = calloc(
	    (size_t)cJSON_GetArraySize(list) + 1, sizeof(*items));
	if (!items)
		return &ls_error_nomem;
	const cJSON *item;
	cJSON_ArrayForEach(item, list)
	{
		if (err)
			break;
		items[variants.count].declared = variants.count;
		err = read_variant(load, item, &variants, type->lang,
		    &items[variants.count++]);
	}
	variants.items = items;
	type->variants = &variants;
	if (!err)
		err = ls_build_describe(load->build, id, type);
	free_variants(items, variants.count);
	return err;
}

/*
 * The niche as the report had it: of the parts of a type only names and
 * sizes are told, which is not enough to find it again.
 */
static void
read_niche(const cJSON *object, struct ls_told_niche *ret)
{
	bool has_offset, has_size;
	const cJSON *certain = cJSON_GetObjectItemCaseSensitive(
	    object, "niche_certain");
	const cJSON *niche = cJSON_GetObjectItemCaseSensitive(object, "niche");
	*ret = (struct ls_told_niche){
		.is_certain = niche && !cJSON_IsFalse(certain),
		.in = ls_json_text(niche, "in"),
		.note = ls_json_text(object, "niche_note"),
		.none = ls_json_text(object, "niche_none"),
	};
	if (!niche)
		ret->note = "the snapshot does not tell it";
	ret->offset_bits = bits_of(niche, "offset_bytes", &has_offset);
	ret->size_bits = bits_of(niche, "size_bytes", &has_size);
	ret->has_niche = has_offset && has_size &&
	    wide_of(ls_json_text(niche, "available"), &ret->available);
}

static enum ls_how
how_of(const char *word)
{
	for (enum ls_how how = LS_HOW_UNKNOWN; how <= LS_HOW_ABI; how++)
		if (word && strcmp(ls_how_word(how), word) == 0)
			return how;
	return LS_HOW_UNKNOWN;
}

static struct ls_error *
producer_of(struct snapshot_loading *load, uint32_t *ret)
{
	const struct ls_input *input = &load->shot->source.input;
	return ls_build_producer(load->build,
	    input->producer_count ? input->producers[0] : "", ret);
}

/* Everything that stands beside the members. */
static struct ls_type
read_head(const struct snapshot *shot, ls_entry_id id)
{
	const cJSON *object = shot->types[id];
	const struct ls_entry *entry = &shot->source.catalog.entries[id];
	const cJSON *packed = cJSON_GetObjectItemCaseSensitive(
	    object, "packed");
	bool has_align;
	struct ls_type type = {
		.name = entry->name,
		.kind = entry->kind,
		.lang = entry->lang,
		.hidden = entry->hidden,
		.definition_count = entry->definition_count,
		.is_typedef_name = ls_json_is_true(object, "typedef"),
		.is_order_free = ls_json_is_true(object, "order_free"),
		.is_forced_align = ls_json_is_true(object, "forced_align"),
		.note = ls_json_text(object, "note"),
	};
	type.size_bits = bits_of(object, "size_bytes", &type.has_size);
	type.align_bits = bits_of(object, "align_bytes", &has_align);
	/* A baseline states it, and not how it was known. */
	type.align_from = !has_align ? LS_HOW_UNKNOWN
	    : shot->is_baseline      ? LS_HOW_DWARF
				: how_of(ls_json_text(object, "align_from"));
	type.packed = cJSON_IsTrue(packed) ? LS_TRI_YES
	    : cJSON_IsFalse(packed)        ? LS_TRI_NO
					   : LS_TRI_UNKNOWN;
	read_decl(object, &type.decl);
	return type;
}

static struct ls_error *
describe(struct snapshot_loading *load, ls_entry_id entry)
{
	const cJSON *object = load->shot->types[entry];
	ls_type_id id = load->id_of_entry[entry];
	struct ls_type type = read_head(load->shot, entry);
	struct ls_told_niche niche;
	read_niche(object, &niche);
	if (type.lang == LS_LANG_RUST)
		type.niche = &niche;
	struct ls_error *err = producer_of(load, &type.producer);
	if (!err)
		err = describe_members(load, object, 0, &type);
	if (!err &&
	    cJSON_IsArray(
		cJSON_GetObjectItemCaseSensitive(object, "variants"))) {
		err = describe_variants(load, object, id, &type);
	} else if (!err) {
		if (type.kind == LS_KIND_ENUM)
			err = read_enumerators(load, object, &type);
		if (!err)
			err = ls_build_describe(load->build, id, &type);
		free((void *)type.enumerators);
	}
	free((void *)type.fields);
	return err;
}

struct ls_error *
ls_snapshot_load(struct ls_source *source, const ls_entry_id *ids,
    size_t count, const struct ls_function_query *query,
    struct ls_build *build, ls_type_id *roots)
{
	(void)query; /* a report has none */
	const struct snapshot *shot = (const struct snapshot *)source;
	struct snapshot_loading load = { .shot = shot, .build = build };
	struct ls_error *err = NULL;
	load.id_of_entry = calloc(
	    shot->type_count + 1, sizeof(*load.id_of_entry));
	load.work = calloc(shot->type_count + 1, sizeof(*load.work));
	if (!load.id_of_entry || !load.work)
		err = &ls_error_nomem;
	for (size_t i = 0; i < count && !err; i++)
		err = reserve_entry(&load, ids[i], &roots[i]);
	while (load.work_count > 0 && !err)
		err = describe(&load, load.work[--load.work_count]);
	if (shot->is_baseline && !err)
		err = ls_build_note(build, source->input.file,
		    "a baseline has no types of members, no enumerators and "
		    "no places in the source");
	ls_map_free(&load.plain);
	free(load.id_of_entry);
	free(load.work);
	return ls_error_wrap(err, "%s", source->input.file);
}
