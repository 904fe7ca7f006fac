/*
 * mention.c - which units can say a name at all?
 */
#include "read/dwarf/mention.h"

#include <dwarf.h>
#include <stdlib.h>

#include "base/error.h"
#include "object/object.h"
#include "read/dwarf/survey.h"

/* A name that ends as many others do is in every unit anyway. */
enum { MAX_OFFSETS = 4096 };

/* One bit for each value of 16 bits. */
enum { MAYBE_BYTES = 65536 / 8 };

/* The identifier of "struct conn"; size 0 if it is more than that. */
static struct ls_bytes
identifier(const char *name)
{
	static const char *const keywords[] = { "struct ", "union ", "enum " };
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++) {
		size_t size = strlen(keywords[i]);
		if (strncmp(name, keywords[i], size) == 0)
			name += size;
	}
	size_t size = strspn(name,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789_");
	if (name[size] != '\0')
		size = 0;
	return (struct ls_bytes){ (const uint8_t *)name, size };
}

static bool
is_plain_c(const struct ls_dies *dies, struct ls_bytes str_offsets)
{
	if (str_offsets.size > 0)
		return false;
	for (size_t i = 0; i < dies->unit_count; i++) {
		const struct ls_unit *unit = &dies->units[i];
		enum ls_lang lang = ls_lang_of_dwarf(unit->language);
		if (unit->is_type_unit || unit->tag != DW_TAG_compile_unit ||
		    (lang != LS_LANG_C && lang != LS_LANG_ASM))
			return false;
	}
	return true;
}

static bool
add_offset(struct ls_mention *mention, uint32_t offset)
{
	if (mention->offset_count == mention->offset_room) {
		size_t room = mention->offset_room * 2 + 16;
		uint32_t *moved = reallocarray(
		    mention->offsets, room, sizeof(*moved));
		if (!moved)
			return false;
		mention->offsets = moved;
		mention->offset_room = room;
	}
	mention->offsets[mention->offset_count++] = offset;
	return true;
}

/*
 * Every place where the name ends in a NUL: linkers let a short string be the
 * end of a longer one.
 */
static struct ls_error *
find_offsets(
    struct ls_mention *mention, struct ls_bytes str, struct ls_bytes name)
{
	const uint8_t *at = str.at, *end = str.at + str.size;
	while (at && (size_t)(end - at) > name.size) {
		at = memmem(at, (size_t)(end - at), name.at, name.size + 1);
		if (!at)
			break;
		if ((uint64_t)(at - str.at) > UINT32_MAX ||
		    mention->offset_count == MAX_OFFSETS) {
			mention->is_usable = false;
			return NULL;
		}
		if (!add_offset(mention, (uint32_t)(at - str.at)))
			return &ls_error_nomem;
		at++;
	}
	return NULL;
}

static int
by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

/* The first two bytes of an offset as it stands in the file. */
static uint16_t
first_half(const uint8_t *bytes)
{
	uint16_t half;
	memcpy(&half, bytes, sizeof(half));
	return half;
}

static struct ls_error *
fill_maybe(struct ls_mention *mention, bool is_big_endian)
{
	mention->maybe = calloc(1, MAYBE_BYTES);
	if (!mention->maybe)
		return &ls_error_nomem;
	/* As the bytes stand in the file, so that nothing has to be turned. */
	for (size_t i = 0; i < mention->offset_count; i++) {
		uint32_t *offset = &mention->offsets[i];
		if (is_big_endian != LS_HOST_IS_BIG_ENDIAN)
			*offset = __builtin_bswap32(*offset);
		uint16_t half = first_half((const uint8_t *)offset);
		mention->maybe[half / 8] |= (uint8_t)(1 << half % 8);
	}
	if (mention->offset_count > 1)
		qsort(mention->offsets, mention->offset_count,
		    sizeof(*mention->offsets), by_value);
	return NULL;
}

struct ls_error *
ls_mention_new(const struct ls_dies *dies, const char *const *names,
    struct ls_mention *ret)
{
	struct ls_bytes str, str_offsets;
	*ret = (struct ls_mention){ .names = names };
	struct ls_error *err = ls_image_section(
	    dies->image, LS_SECTION_INFO, &ret->info);
	if (!err)
		err = ls_image_section(dies->image, LS_SECTION_STR, &str);
	if (!err)
		err = ls_image_section(
		    dies->image, LS_SECTION_STR_OFFSETS, &str_offsets);
	if (err || !is_plain_c(dies, str_offsets))
		return err;
	ret->is_usable = true;
	for (; *names && !err && ret->is_usable; names++) {
		struct ls_bytes name = identifier(*names);
		if (name.size == 0)
			ret->is_usable = false;
		else
			err = find_offsets(ret, str, name);
	}
	return err ? err : fill_maybe(ret, dies->is_big_endian);
}

/* Sixteen bytes at once, which any compiler knows how to compare. */
typedef uint8_t sixteen __attribute__((vector_size(16)));

static inline sixteen
load(const uint8_t *at)
{
	sixteen bytes;
	memcpy(&bytes, at, sizeof(bytes));
	return bytes;
}

/* Does the word stand at any of the 16 bytes from `at`?  19 are there. */
static inline bool
is_near(const uint8_t *at, const sixteen word[4])
{
	sixteen same = (sixteen)(load(at) == word[0]);
	for (int i = 1; i < 4; i++)
		same &= (sixteen)(load(at + i) == word[i]);
	uint64_t halves[2];
	memcpy(halves, &same, sizeof(halves));
	return halves[0] | halves[1];
}

static bool
has_word(struct ls_bytes unit, uint32_t offset)
{
	uint8_t bytes[4];
	sixteen word[4];
	memcpy(bytes, &offset, sizeof(bytes));
	for (int i = 0; i < 4; i++)
		memset(&word[i], bytes[i], sizeof(word[i]));
	size_t at = 0;
	for (; at + 19 <= unit.size; at += 16)
		if (is_near(unit.at + at, word))
			return true;
	return memmem(unit.at + at, unit.size - at, bytes, sizeof(bytes));
}

/* Few offsets are looked for one after another, many all at once. */
enum { FEW_OFFSETS = 6 };

static bool
has_offset(const struct ls_mention *mention, struct ls_bytes unit)
{
	if (mention->offset_count <= FEW_OFFSETS) {
		for (size_t i = 0; i < mention->offset_count; i++)
			if (has_word(unit, mention->offsets[i]))
				return true;
		return false;
	}
	for (size_t i = 0; i + sizeof(uint32_t) <= unit.size; i++) {
		uint16_t half = first_half(unit.at + i);
		if (!(mention->maybe[half / 8] >> half % 8 & 1))
			continue;
		uint32_t offset;
		memcpy(&offset, unit.at + i, sizeof(offset));
		if (bsearch(&offset, mention->offsets, mention->offset_count,
			sizeof(offset), by_value))
			return true;
	}
	return false;
}

bool
ls_mention_in(const struct ls_mention *mention, const struct ls_unit *unit)
{
	struct ls_bytes bytes = {
		mention->info.at + unit->root,
		(size_t)(unit->end - unit->root),
	};
	for (const char *const *name = mention->names; *name; name++) {
		struct ls_bytes text = identifier(*name);
		if (memmem(bytes.at, bytes.size, text.at, text.size + 1))
			return true;
	}
	return mention->offset_count > 0 && has_offset(mention, bytes);
}

void
ls_mention_free(struct ls_mention *mention)
{
	free(mention->offsets);
	free(mention->maybe);
	*mention = (struct ls_mention){ 0 };
}
