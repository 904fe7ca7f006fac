/*
 * foreign.c - types in a form that is named, not read.
 *
 * Not to find types is worse when they are there in another form, so that
 * form is told.  Some forms stand beside a .debug_info that has everything
 * (fat LTO objects), others hold what it lacks (split DWARF).  dwz's link
 * says nothing in an image without .debug_info: strip leaves it behind.
 */
#include "object/foreign.h"

#include <stddef.h>
#include <string.h>

/* In order of precedence. */
static const struct ls_foreign foreigners[] = {
	{ ".gnu_debugaltlink", "dwz (.gnu_debugaltlink)",
	    "hint: dwz's common file is not read; give a debug file that dwz "
	    "has not shortened",
	    .beside = true },
	{ ".debug_info.dwo", "split DWARF (.debug_info.dwo)",
	    "hint: build without -gsplit-dwarf (gcc, clang) or with "
	    "CARGO_PROFILE_RELEASE_SPLIT_DEBUGINFO=off (cargo)",
	    .beside = true, .alone = true },
	{ ".debug_types.dwo", "split DWARF (.debug_types.dwo)",
	    "hint: build without -gsplit-dwarf (gcc, clang)", .beside = true,
	    .alone = true },
	{ ".gnu.lto_*", "gcc LTO",
	    "hint: look at the linked program, or build with "
	    "-ffat-lto-objects",
	    .alone = true },
	{ ".gnu.debuglto_*", "gcc LTO",
	    "hint: look at the linked program, or build with "
	    "-ffat-lto-objects",
	    .alone = true },
	{ ".llvmbc", "LLVM bitcode", "hint: look at the linked program",
	    .alone = true },
	{ ".llvm.lto", "LLVM bitcode", "hint: look at the linked program",
	    .alone = true },
	{ ".stab", "stabs (.stab)",
	    "hint: build with -gdwarf-4; tcc 0.9.27 cannot, so build with "
	    "gcc or clang",
	    .alone = true },
};

#define COUNT (sizeof(foreigners) / sizeof(foreigners[0]))

unsigned
ls_foreign_bit(const char *section)
{
	for (size_t i = 0; i < COUNT; i++) {
		const char *known = foreigners[i].section;
		size_t size = strlen(known);
		bool is_prefix = known[size - 1] == '*';
		if (is_prefix ? strncmp(section, known, size - 1) == 0
			      : strcmp(section, known) == 0)
			return 1u << i;
	}
	return 0;
}

const struct ls_foreign *
ls_foreign_first(unsigned bits, bool have_types)
{
	for (size_t i = 0; i < COUNT; i++) {
		const struct ls_foreign *foreign = &foreigners[i];
		bool named = have_types ? foreign->beside : foreign->alone;
		if ((bits & 1u << i) && named)
			return foreign;
	}
	return NULL;
}
