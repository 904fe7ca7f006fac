/*
 * libdwarf_die.h - what the attributes of a DIE say, in our terms.
 */
#ifndef LS_READ_DWARF_LIBDWARF_DIE_H
#define LS_READ_DWARF_LIBDWARF_DIE_H

struct ls_die;
struct ls_error;
struct ls_libdwarf_die;
struct ls_unit;

/* Fill in all that attributes say; the rest of `ret` stays. */
struct ls_error *ls_libdwarf_decode(
    const struct ls_libdwarf_die *die, struct ls_die *ret);

/* The same of a root DIE for its unit. */
struct ls_error *ls_libdwarf_decode_unit(
    const struct ls_libdwarf_die *die, struct ls_unit *ret);

#endif
