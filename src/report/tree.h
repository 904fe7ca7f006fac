/*
 * tree.h - which values mean which variant, down to enums inside enums.
 *
 * Plain data, in the row's arena.
 */
#ifndef LS_REPORT_TREE_H
#define LS_REPORT_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ls_tree_line {
	uint32_t depth;
	const char *label;  /* "X(Inner)", "Inner::A(bool)", "free" */
	const char *values; /* "4", "0..=3"; NULL: none, or not known */
	bool is_host;       /* the others hide in values that it never has */
	bool is_uninhabited;
	bool is_free; /* the last line: what nothing uses */
};

/* All values are of one number. */
struct ls_tree {
	bool has_place;
	uint64_t offset_bytes;
	uint64_t size_bytes;
	const struct ls_tree_line *lines;
	size_t line_count;
};

#endif
