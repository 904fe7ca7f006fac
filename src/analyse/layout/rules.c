/*
 * rules.c - what of a type decides by which rules rustc has laid it out.
 */
#include "analyse/layout/rules.h"

#include <string.h>

bool
ls_has_known_rules(const struct ls_model *model, const struct ls_type *type)
{
	const struct ls_producer *producer = ls_model_producer(
	    model, type->producer);
	return producer->compiler == LS_COMPILER_RUSTC &&
	    (producer->major > 1 || producer->minor >= 85);
}

/* Vec<u8>, and not Vec<u8>::Iter */
static bool
ends_with_generics(const char *name)
{
	size_t size = strlen(name);
	return size > 0 && name[size - 1] == '>';
}

bool
ls_may_pin_last(const struct ls_type *type)
{
	return type->kind == LS_KIND_STRUCT && !type->variants && type->name &&
	    ends_with_generics(type->name);
}

bool
ls_has_chosen_values(const struct ls_variants *variants)
{
	for (uint32_t i = 0; variants && i < variants->count; i++)
		if (variants->items[i].has_discr &&
		    variants->items[i].discr != i)
			return true;
	return false;
}
