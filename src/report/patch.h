/*
 * patch.h - the best order of members as a change of the source.
 *
 * Plain data, every number final.
 */
#ifndef LS_REPORT_PATCH_H
#define LS_REPORT_PATCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/model.h"

/* Lines as unified diffs have them: ' ' stays, '-' goes, '+' comes. */
struct ls_patch_line {
	char what;
	const char *text; /* not NUL-terminated; with its end of line */
	size_t size;
	bool lacks_end; /* the last of a file that does not end its line */
};

/* Lines are counted from 1. */
struct ls_hunk {
	uint32_t old_first;
	uint32_t old_count;
	uint32_t new_first;
	uint32_t new_count;
	const struct ls_patch_line *lines;
	size_t line_count;
};

/* All that changes in one file. */
struct ls_file_patch {
	const char *path; /* from where the patch is to be applied */
	const struct ls_hunk *hunks;
	size_t hunk_count;
};

/* What a patch does to one type, or why there is none. */
struct ls_type_patch {
	const char *name;
	enum ls_kind kind;
	enum ls_lang lang;
	bool is_typedef_name;
	struct ls_decl decl;
	uint64_t size_bytes;
	uint64_t best_bytes;
	uint32_t moves;
	const char *why_not; /* NULL: its lines are among the files' */
};

struct ls_patch {
	struct ls_arena arena; /* of all that it points to, but for lines */
	const struct ls_type_patch *types; /* in order of the page */
	size_t type_count;
	const struct ls_file_patch *files; /* by path */
	size_t file_count;
	size_t source_count; /* of the program's units */
	size_t unseen_count; /* of those that could not be looked at */
};

#endif
