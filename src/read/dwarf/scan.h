/*
 * scan.h - what the files of the fast back-end share: abbreviations, turned
 * into little programs.
 *
 * An abbreviation says which attributes a DIE has and in what form each is
 * written (DWARF 5, 7.5.3).  We want few of them, so each abbreviation
 * becomes a list of steps, "pass over 12 bytes", "the type is a 4-byte
 * reference", and a DIE is read by running the steps.  (The idea is drgn's.)
 *
 *	DW_TAG_member		NAME <- string offset, 4 bytes
 *	  name       strp	pass over 1 + 2 + 1 bytes
 *	  decl_file  data1	TYPE <- reference, 4 bytes
 *	  decl_line  data2	MEMBER_LOCATION <- 1 byte
 *	  decl_column data1
 *	  type       ref4
 *	  data_member_location data1
 */
#ifndef LS_READ_DWARF_SCAN_H
#define LS_READ_DWARF_SCAN_H

#include "base/bytes.h"
#include "read/dwarf/die.h"

/* How a value is written. */
enum scan_form {
	SCAN_SKIP, /* `skip` bytes that nobody wants */
	SCAN_U1,
	SCAN_U2,
	SCAN_U3,
	SCAN_U4,
	SCAN_U8,
	SCAN_U16,
	SCAN_ULEB,
	SCAN_SLEB,
	SCAN_IMPLICIT, /* the value stands in the abbreviation */
	SCAN_PRESENT,  /* being there is all */
	SCAN_STRING,   /* inline */
	SCAN_STRP,     /* an offset into .debug_str */
	SCAN_LINE_STRP,
	SCAN_STRX, /* an index by ULEB */
	SCAN_STRX1,
	SCAN_STRX2,
	SCAN_STRX3,
	SCAN_STRX4,
	SCAN_REF1, /* from the start of the unit */
	SCAN_REF2,
	SCAN_REF4,
	SCAN_REF8,
	SCAN_REF_ULEB,
	SCAN_REF_ADDR,    /* from the start of .debug_info */
	SCAN_REF_ADDRESS, /* the same in DWARF 2: as wide as an address */
	SCAN_SIG8,
	SCAN_OFFSET, /* an offset into another section */
	SCAN_ALT,    /* an offset into a file that we do not have */
	SCAN_BLOCK1,
	SCAN_BLOCK2,
	SCAN_BLOCK4,
	SCAN_BLOCK_LEB,
	SCAN_INDIRECT, /* the form stands before the value */
};

/* Which attribute it is; those of enum ls_die_has first, in its order. */
enum scan_slot {
	SLOT_NAME,
	SLOT_BYTE_SIZE,
	SLOT_BIT_SIZE,
	SLOT_ALIGNMENT,
	SLOT_MEMBER_LOCATION,
	SLOT_DATA_BIT_OFFSET,
	SLOT_BIT_OFFSET,
	SLOT_TYPE,
	SLOT_SPECIFICATION,
	SLOT_SIGNATURE,
	SLOT_CONTAINING_TYPE,
	SLOT_DISCR,
	SLOT_DISCR_VALUE,
	SLOT_DISCR_LIST,
	SLOT_CONST_VALUE,
	SLOT_ENCODING,
	SLOT_UPPER_BOUND,
	SLOT_COUNT,
	SLOT_LOWER_BOUND,
	SLOT_BYTE_STRIDE,
	SLOT_BIT_STRIDE,
	SLOT_DECL_FILE,
	SLOT_DECL_LINE,
	SLOT_DECL_COLUMN,
	SLOT_VIRTUALITY,
	SLOT_ACCESSIBILITY,
	SLOT_IMPORT,
	SLOT_CALLING_CONVENTION,
	SLOT_LINKAGE_NAME,
	SLOT_DECLARATION,
	SLOT_ARTIFICIAL,
	SLOT_EXTERNAL,
	SLOT_VECTOR,
	SLOT_ENUM_CLASS,
	SLOT_PROTOTYPED,
	SLOT_EXPORT_SYMBOLS,
	SLOT_ENDIANITY,
	SLOT_SIBLING,
	/* of unit DIEs only */
	SLOT_LANGUAGE,
	SLOT_PRODUCER,
	SLOT_COMP_DIR,
	SLOT_STMT_LIST,
	SLOT_DWO_NAME,
	SLOT_STR_OFFSETS_BASE,
	SLOT_NOTHING, /* read and thrown away */
};

/*
 * Most steps are one of a few kinds that need no second look: read so many
 * bytes, put them there.  All others go by form and slot.
 */
enum scan_op {
	SCAN_OP_GENERAL,
	SCAN_OP_SKIP,
	SCAN_OP_NAME4, /* a 4-byte offset into .debug_str */
	SCAN_OP_REF4,  /* a 4-byte reference within the unit */
	SCAN_OP_U1_32, /* 1 byte, to a member of 32 bits */
	SCAN_OP_U2_32,
	SCAN_OP_U1_64, /* 1 byte, to a member of 64 bits */
	SCAN_OP_U2_64,
	SCAN_OP_U4_64,
	SCAN_OP_CONST_32, /* SCAN_IMPLICIT, not negative */
	SCAN_OP_CONST_64,
	SCAN_OP_FLAG,      /* SCAN_PRESENT */
	SCAN_OP_NAME_HERE, /* SCAN_STRING */
	SCAN_OP_NUMBER,    /* DW_AT_const_value of `width` bytes */
	SCAN_OP_PASS,      /* nobody wants it, and its width varies */
};

struct scan_step {
	uint8_t op;          /* enum scan_op */
	uint8_t form;        /* enum scan_form */
	uint8_t slot;        /* enum scan_slot */
	uint8_t width_bytes; /* SCAN_OP_NUMBER */
	uint16_t skip;
	uint16_t from;     /* see `is_planned` */
	uint16_t at;       /* not GENERAL: offset in struct ls_die */
	uint32_t has;      /* not GENERAL: its bit in `has`, or in `flags` */
	uint32_t constant; /* SCAN_IMPLICIT: index into the table's */
};

struct scan_abbrev {
	uint64_t code;
	uint16_t tag;
	bool has_children;
	bool is_wanted; /* by LS_WALK_TYPES */
	bool has_sibling;
	/* Each step knows where in `planned_bytes` its value stands, so that
	 * nothing is passed over and one look at how many bytes are left does
	 * for all.  A name that stands in the DIE itself, before all else, is
	 * read first and does not count. */
	bool is_planned;
	bool begins_with_name;
	bool is_empty;         /* no attribute so far */
	int32_t planned_bytes; /* -1: widths vary */
	int32_t fixed_bytes;   /* of the whole DIE; -1: not fixed */
	uint32_t first_step;
	uint32_t step_count;
};

/* What is to be done with a DIE in a run of brief ones. */
enum scan_way {
	SCAN_ASK, /* the run ends: next() has to look */
	SCAN_PASS,
	SCAN_TAKE, /* see struct ls_brief */
};

/*
 * An abbreviation where DIEs are brief.  It is read without asking what is
 * there: a name, a reference, and numbers of four bytes, of which a mask
 * leaves what there is.
 */
struct scan_brief {
	struct ls_brief_kind kind;
	uint8_t way; /* enum scan_way */
	bool begins_with_name;
	uint16_t bytes;               /* planned_bytes */
	uint16_t name_from, ref_from; /* in the DIE */
	struct scan_brief_number {
		uint32_t mask; /* of what is read; 0: `constant` it is */
		uint32_t constant;
		uint16_t from;     /* in the DIE */
		uint8_t big_shift; /* what is read of the other byte order */
	} numbers[LS_BRIEF_NUMBERS];
};

/* What every attribute of one kind and form comes to: a step but for where
 * its value stands. */
struct scan_pattern {
	uint64_t key; /* attribute and form, plus 1 */
	bool is_fixed;
	uint8_t width_bytes; /* if it is */
	struct scan_step step;
};

/* A compiler uses some hundred pairs of attribute and form. */
enum { SCAN_PATTERNS = 1024 };

/* What the width of some forms depends on. */
struct scan_format {
	bool is_outline;   /* LS_WALK_OUTLINE: few attributes are asked for */
	bool is_planned;   /* make plans of abbreviations of a fixed width */
	bool with_linkage; /* somebody asks how the linker calls them */
	uint16_t version;
	uint8_t address_bytes;
	uint8_t offset_bytes;
};

/* A declaration that was compiled: its bytes, from the tag on, and what came
 * of them.  Longer ones are rare. */
enum { SCAN_KNOWN_BYTES = 55 };

struct scan_known {
	uint64_t hash;
	uint8_t size; /* 0: it is too long */
	uint8_t bytes[SCAN_KNOWN_BYTES];
	struct scan_abbrev abbrev; /* but for its code */
	struct scan_brief brief;
};

/* What tables of one format are made of.  Zero-initialise. */
struct scan_stock {
	struct scan_format format;
	struct scan_pattern *patterns; /* SCAN_PATTERNS of them */
	struct scan_step *steps;
	size_t step_count, step_room;
	int64_t *constants;
	size_t constant_count, constant_room;
	struct scan_known *known;
	size_t known_count, known_room;
	uint32_t *slots;   /* by hash: the place in `known`, from 1; 0: none */
	size_t slot_count; /* a power of two */
};

/* The abbreviations of one unit, compiled.  Zero-initialise; one table is
 * filled again and again. */
struct scan_table {
	uint64_t key; /* which abbreviations these are; 0: none yet */
	struct scan_stock *stock;
	struct scan_abbrev *abbrevs;
	size_t count, room;
	struct scan_brief *briefs; /* by code - 1, if is_dense */
	size_t brief_room;
	bool is_dense; /* abbrevs[i] has code i + 1 */
};

/*
 * Compile the table at `offset` of .debug_abbrev.  `only` is 0 for all, or
 * the one code that is wanted, where the rest would be a waste.
 * LS_ERROR_UNSUPPORTED: a form that this back-end does not know.
 */
struct ls_error *scan_table_compile(struct scan_table *table,
    struct scan_stock *stock, struct ls_bytes abbrev, uint64_t offset,
    uint64_t only);

/* NULL if there is no such code. */
static inline const struct scan_abbrev *
scan_table_find(const struct scan_table *table, uint64_t code)
{
	if (table->is_dense)
		return code - 1 < table->count ? &table->abbrevs[code - 1]
					       : NULL;
	for (size_t low = 0, high = table->count; low < high;) {
		size_t middle = low + (high - low) / 2;
		if (table->abbrevs[middle].code == code)
			return &table->abbrevs[middle];
		if (table->abbrevs[middle].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* NULL where a table of abbreviations without attributes has none at all. */
static inline const struct scan_step *
scan_table_steps(
    const struct scan_table *table, const struct scan_abbrev *abbrev)
{
	const struct scan_step *steps = table->stock->steps;
	return steps ? &steps[abbrev->first_step] : NULL;
}

void scan_table_free(struct scan_table *table);

/* ---- scan_stock.c ---- */

/* Is it one for that format, with room for more?  If not, begin anew, after
 * which all tables that are made of it are void. */
bool scan_stock_fits(
    const struct scan_stock *stock, const struct scan_format *format);
bool scan_stock_begin(
    struct scan_stock *stock, const struct scan_format *format);
void scan_stock_free(struct scan_stock *stock);

/* What an attribute of that form comes to; NULL: it is not known.  It may be
 * put into `room`. */
const struct scan_pattern *scan_stock_pattern(struct scan_stock *stock,
    uint64_t attribute, uint64_t form, struct scan_pattern *room);

/* The declaration at the cursor, which passes it, if it was kept; NULL: compile
 * it into `ret` and keep that. */
const struct scan_known *scan_stock_find(const struct scan_stock *stock,
    struct ls_cursor *c, struct scan_known *ret);
bool scan_stock_keep(struct scan_stock *stock, const struct scan_known *known);

/* False: it does not end. */
bool scan_pass_declaration(struct ls_cursor *c);

/* Double the room of an array where it is full.  False: no memory. */
bool scan_have_room(
    void **items, size_t count, size_t *room, size_t item_bytes);

/* The scan_form of a DW_FORM, or -1 if we do not know it. */
int scan_form_of(uint64_t form, const struct scan_format *format);

/* False: a form that is not known. */
bool scan_pattern_make(uint64_t attribute, uint64_t form,
    const struct scan_format *format, struct scan_pattern *ret);

/* Which short cut serves a step; `constant` is SCAN_IMPLICIT's. */
enum scan_op scan_op_of(struct scan_step *step, enum scan_form form,
    enum scan_slot slot, int64_t constant);

/* One value as it was written. */
struct scan_value {
	uint64_t low, high;
	struct ls_bytes bytes; /* of a block */
	const char *text;      /* of a string; NULL if it points nowhere */
	ls_die_ref ref;
	bool is_signed;
	uint8_t width_bytes;
};

/* What reading a value needs to know of the unit around it. */
struct scan_context {
	const struct ls_dies *dies;
	struct ls_bytes str, line_str, str_offsets;
	bool str_ends, line_str_ends; /* the last byte is a NUL */
	uint64_t str_offsets_base;
	uint64_t unit_start, unit_end; /* in its section */
	ls_die_ref section;            /* LS_REF_TYPES or 0 */
	struct scan_format format;
};

/*
 * The string at an offset; NULL where that leads out of the section.  `ends`:
 * the section's last byte is a NUL, so every string in it ends.
 */
static inline const char *
scan_text_at(struct ls_bytes section, bool ends, uint64_t offset)
{
	if (offset >= section.size)
		return NULL;
	const uint8_t *at = section.at + offset;
	if (!ends && !memchr(at, 0, section.size - (size_t)offset))
		return NULL;
	return (const char *)at;
}

/* Read one value of a form that is not SCAN_SKIP.  See c->failed after it. */
void scan_read(struct ls_cursor *c, enum scan_form form, int64_t implicit,
    const struct scan_context *context, struct scan_value *ret);

/* Put a value where it belongs. */
void scan_store(struct ls_die *die, enum scan_slot slot, enum scan_form form,
    const struct scan_value *value);

#endif
