/*
 * limits.h - how much a file may ask of us.
 *
 * Every cap in the house is on this page, with the reason for its size.  A
 * cap that is hit is an LS_ERROR_LIMIT that names it, never a silent cut.
 */
#ifndef LS_BASE_LIMITS_H
#define LS_BASE_LIMITS_H

/* Far above any program we have met; a file with more is a bug or a trap. */
#define LS_MAX_TYPES (4 * 1024 * 1024)

/* All names and fields of one file, so that reading it cannot eat the host. */
#define LS_MAX_MODEL_BYTES ((size_t)768 * 1024 * 1024)

/* Arrays of structs of arrays: nobody writes 64 deep, but a fuzzer does. */
#define LS_MAX_DEPTH 64

/* DIEs inside DIEs.  Inlined code nests some 100 deep in real programs. */
#define LS_MAX_DIE_DEPTH 1024

/* Units of one file.  A browser with a unit for each type has half a million;
 * a hostile section of nothing but headers has one every 12 bytes. */
#define LS_MAX_UNITS (4 * 1024 * 1024)

/* Units times the bytes of their abbreviations, since libdwarf reads these
 * anew for each: a minute and a half.  Half a million type units with tables
 * of 10 KB have 5 GB. */
#define LS_MAX_ABBREV_WORK ((uint64_t)16 * 1024 * 1024 * 1024)

/* Typedefs of typedefs; a loop among them ends here. */
#define LS_MAX_ALIASES 256

/*
 * Lines of one layout that are inside members.  Structs of two structs of two
 * structs, 64 deep, would be more lines than there are atoms to print them
 * with; the largest struct of Linux has some 3,000 when all is unfolded.
 */
#define LS_MAX_NESTED_LINES 65536

/* What is concluded about one type. */
#define LS_MAX_ROW_BYTES LS_MAX_MODEL_BYTES

/* A name as the linker sees it; C++ templates have been met with 64 KiB. */
#define LS_MAX_NAME_BYTES ((size_t)1024 * 1024)

/*
 * Types in the spelling of one: functions that take functions that take
 * functions double with each step, so that 64 of them would spell 2^64.
 */
#define LS_MAX_SPELT_TYPES 1024

/* Members looked at to say why a type has no niche, or where a union has room:
 * structs of two structs of two structs, 64 deep, again.  What is hidden
 * deeper is not told. */
#define LS_MAX_HIDDEN_STEPS 512

/* Types without a name inside one that has: C's unions in structs.  Structs of
 * two structs of two structs, once more, would not come to an end. */
#define LS_MAX_UNNAMED_STEPS (64 * 1024)

/* Members, and members of members, that are looked through for locks of one
 * type.  The largest struct of Linux has 3,000. */
#define LS_MAX_SHARING_STEPS 16384

/* Arguments of an async function times its variables: a thousand of each. */
#define LS_MAX_MOVED_STEPS ((uint64_t)1024 * 1024)

/* Members that one idea is about.  Nobody does more at once, and what is left
 * is the next idea. */
#define LS_MAX_NAMED 32

/* Enums and unions larger than this are not searched for bytes that one
 * variant alone uses, or none: a counter for each byte. */
#define LS_MAX_SPARE_BYTES ((uint64_t)64 * 1024)

/* Virtual bases of one class, and empty classes in it.  Streams have one of
 * each; where there are more, the places of virtual bases stay unknown. */
#define LS_MAX_VIRTUAL_BASES 256
#define LS_MAX_EMPTY_BASES 1024

/* Looks at parts while those of one class are placed: a hierarchy of two
 * bases each, 64 deep, has more than there are atoms. */
#define LS_MAX_CLASS_STEPS ((uint64_t)256 * 1024)

/* A gate file is written by hand; 10,000 rules are half of this. */
#define LS_MAX_GATE_BYTES ((size_t)1024 * 1024)

/* A gate file nests rules > rule > key > list > list. */
#define LS_MAX_GATE_DEPTH 8

/* Keys are looked for among each other one by one. */
#define LS_MAX_GATE_NAMES 1024

/* Threads.  More never helped: the bytes have to come from memory. */
#define LS_MAX_JOBS 64

/* A source file that a patch is made for; SQLite in one file has 9 MB. */
#define LS_MAX_SOURCE_BYTES ((size_t)16 * 1024 * 1024)

/* A place in a baseline: eighths of bytes that a double holds exactly. */
#define LS_MAX_BASELINE_BITS ((uint64_t)1 << 53)

/* Lines of type and count: a heap profile of a million types has as much. */
#define LS_MAX_WEIGHTS_BYTES ((size_t)256 * 1024 * 1024)

/* How many objects of a type there may be: times a size that a machine can
 * have, 2^47 bytes, it stays in 128 bits, and in JSON it stays exact. */
#define LS_MAX_WEIGHT (UINT64_C(1) << 53)

/* Names of a list that are held against each other: some seconds. */
#define LS_MAX_WEIGHT_LOOKS (8 * 1024 * 1024)
#define LS_MAX_WEIGHT_GLOBS 256

/* Files inside one archive. */
#define LS_MAX_ARCHIVE_MEMBERS (1024 * 1024)

/* Read from standard input or decompressed: what cannot be mapped. */
#define LS_MAX_LOADED_BYTES ((size_t)4 * 1024 * 1024 * 1024)

/*
 * Bits are counted in 64 bits, so a type may have 2^61 bytes.  What is larger
 * is noted and left out (DWARF allows it; no machine does).
 */
#define LS_MAX_TYPE_BYTES (UINT64_MAX / 8)

#endif
