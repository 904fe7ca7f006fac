/*
 * packing.h - which attribute `packed` of C puts members where they stand.
 *
 * A type of which we know that it is packed may be so as a whole, or only
 * some of its members are; as source that makes a difference.
 *
 *	|a|bbbb|cc|	struct { char a; int b; short c; } packed
 *	|a|bbbb|-|cc|	struct { char a; int b packed; short c; }
 */
#ifndef LS_ANALYSE_PACKING_H
#define LS_ANALYSE_PACKING_H

#include <stdbool.h>

struct ls_field;
struct ls_type;

/* Does each member follow the one before it, but for its own alignment? */
bool ls_is_packed_whole(const struct ls_type *type);

/* Of a type that is packed otherwise: could this one not stand here? */
bool ls_is_packed_member(
    const struct ls_type *type, const struct ls_field *field);

#endif
