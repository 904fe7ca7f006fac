/*
 * patch.h - from a source file and a row with a better order to the lines
 * that have to move.
 */
#ifndef LS_ANALYSE_PATCH_H
#define LS_ANALYSE_PATCH_H

#include "analyse/c_source.h"
#include "report/patch.h"
#include "report/report.h"

/*
 * The lines of one type in another order; or why they cannot be moved safely.
 *
 *	10  struct s {		first 11, order {12, 11}: the patch takes
 *	11	char a;		line 11 to behind line 12
 *	12	long b;
 *	13  };
 */
struct ls_moved_lines {
	uint32_t first;
	uint32_t count;
	uint32_t *order; /* `count` lines of the source */
	bool *is_moved;  /* by place in `order` */
	char *why_not;   /* NULL: may be moved */
};

/*
 * Where the members of row->best's last step stand in the source that
 * declares the type, and how their lines are to be ordered.  A member's line
 * takes its comments along; blank lines stay where they are.  `why_not` is
 * set where the lines are not just the members, each on lines of its own, or
 * where something in the file counts on their order.  Fails for want of
 * memory only; free the result.
 */
struct ls_error *ls_patch_lines(const struct ls_c_source *source,
    const struct ls_row *row, struct ls_moved_lines *ret);

void ls_moved_lines_free(struct ls_moved_lines *lines);

/* Does an initialiser in the file count on the order of the type's members?
 * The line of it; 0: none does. */
uint32_t ls_patch_find_initialiser(
    const struct ls_c_source *source, const struct ls_row *row);

/*
 * The hunks of a file some of whose lines are in another order: `moved` by
 * first line, none overlapping.  They are made in `arena`; false: no memory.
 */
bool ls_patch_hunks(const struct ls_c_source *source,
    const struct ls_moved_lines *moved, size_t moved_count,
    struct ls_arena *arena, struct ls_file_patch *ret)
    __attribute__((warn_unused_result));

#endif
