/*
 * relocate.h - what a linker would write into debugging sections.
 */
#ifndef LS_OBJECT_RELOCATE_H
#define LS_OBJECT_RELOCATE_H

#include <stdint.h>

struct ls_error;
struct ls_fixups;
struct ls_sections;

/*
 * Apply one relocation section to `bytes`, a copy of its piece's unpacked
 * bytes.  LS_ERROR_UNSUPPORTED for a machine, or a type of a machine, that
 * we do not know.
 */
struct ls_error *ls_relocate(const struct ls_sections *sections,
    const struct ls_fixups *fixups, uint8_t *bytes);

#endif
