/*
 * starter.h - the doors through which a first gate file goes out.
 */
#ifndef LS_RENDER_STARTER_H
#define LS_RENDER_STARTER_H

#include <stdbool.h>

#include "report/starter.h"

struct ls_out;

/* Can name and size be written into a gate file at all? */
bool ls_starter_can_name(const struct ls_row *row);

/* One rule on one line, as --rule has it. */
void ls_render_starter_rule(
    struct ls_out *out, const struct ls_starter_row *row);

/* The commented file. */
void ls_render_starter(struct ls_out *out, const struct ls_starter *starter);

#endif
