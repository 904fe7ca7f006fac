/*
 * rules.h - what of a type decides by which rules rustc has laid it out.
 */
#ifndef LS_ANALYSE_RULES_H
#define LS_ANALYSE_RULES_H

#include "model/model.h"

/* Does its compiler go by the rules of layout.c? */
bool ls_has_known_rules(
    const struct ls_model *model, const struct ls_type *type);

/* Could its last field be of a type that need not have a size: T: ?Sized? */
bool ls_may_pin_last(const struct ls_type *type);

/*
 * Has some variant another value than its place?  Variants with data may have
 * values of the source's choice only where a repr(uN) says how wide they are.
 * NULL has none.
 */
bool ls_has_chosen_values(const struct ls_variants *variants);

#endif
