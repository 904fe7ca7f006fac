/*
 * spell.h - the name of a type, as its language spells it.
 *
 *	unsigned int        enum state        char[6]        void *
 *	int (*)(int, char)  struct timer      [u64; 9]       const char *
 *
 * C gets its keywords; C++ and Rust do not.  Typedefs are not looked through.
 */
#ifndef LS_MODEL_SPELL_H
#define LS_MODEL_SPELL_H

#include "model/model.h"

struct ls_out;

/* LS_NO_TYPE is "void" (Rust: "()").  Depth and length are bounded. */
void ls_spell_type(
    const struct ls_model *model, ls_type_id id, struct ls_out *out);

/*
 * A C declaration of `name` from a spelt type: "char[6]" and "tag" make
 * "char tag[6]", "int (*)(int)" and "f" make "int (*f)(int)".  Works on the
 * text, so that it also serves types that came from a snapshot.
 */
void ls_spell_declaration(
    const char *type, const char *name, struct ls_out *out);

#endif
