/*
 * patch.h - from a source file and a row with a better order to the lines
 * that have to move.
 */
#ifndef LS_ANALYSE_PATCH_H
#define LS_ANALYSE_PATCH_H

#include "analyse/patch/c_source.h"
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
 * set where the lines are not just the members, each on lines of its own.
 * Fails for want of memory only; free the result.
 */
struct ls_error *ls_patch_lines(const struct ls_c_source *source,
    const struct ls_row *row, struct ls_moved_lines *ret);

void ls_moved_lines_free(struct ls_moved_lines *lines);

/* A type as source code calls it. */
struct ls_c_type {
	const char *tag; /* without what stands before "::" */
	bool is_cpp;
	bool is_typedef_name;
};

struct ls_c_type ls_c_type_of(const struct ls_type_patch *type);

/* Something that counts on the order of a type's members. */
struct ls_c_use {
	uint32_t line; /* 0: nothing does */
	const char *what;
};

/*
 * Does anything in a source count on the order of the members of any of
 * `count` types?  ret[i] is what counts on that of types[i].  False: no
 * memory.
 */
bool ls_patch_find_uses(const struct ls_c_source *source,
    const struct ls_c_type *types, size_t count, struct ls_c_use *ret)
    __attribute__((warn_unused_result));

/*
 * The hunks of a file some of whose lines are in another order: `moved` by
 * first line, none overlapping.  They are made in `arena`; false: no memory.
 */
bool ls_patch_hunks(const struct ls_c_source *source,
    const struct ls_moved_lines *moved, size_t moved_count,
    struct ls_arena *arena, struct ls_file_patch *ret)
    __attribute__((warn_unused_result));

#endif
