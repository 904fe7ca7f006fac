/*
 * exports.h - which types the exported symbols of a shared object lead to.
 */
#ifndef LS_ANALYSE_EXPORTS_H
#define LS_ANALYSE_EXPORTS_H

#include "model/function.h"
#include "report/export.h"

struct ls_exports;

/*
 * What the types of `functions` lead to, over pointers, arrays and members;
 * both must be of the model and outlive the result.  NULL: no memory.
 */
struct ls_exports *ls_exports_new(
    const struct ls_model *model, const struct ls_functions *functions);
void ls_exports_free(struct ls_exports *exports); /* NULL is fine */

/* By the type's name, which holds for other models too.  NULL: nothing leads
 * there.  Lives as long as `exports`. */
const struct ls_export *ls_exports_find(
    const struct ls_exports *exports, const char *name);

#endif
