/*
 * render.h - the door through which a report goes out.
 *
 * A renderer copies a report onto a page: it chooses glyphs, widths, quotes
 * and colours, and never a number.  It is called for the head, then for each
 * row as it becomes ready, then for the tail, and keeps no row.  To add one,
 * write its file and put its constant into the list in render.c.
 */
#ifndef LS_RENDER_RENDER_H
#define LS_RENDER_RENDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ls_out;
struct ls_report;
struct ls_row;

enum ls_map_mode { LS_MAP_AUTO, LS_MAP_ALWAYS, LS_MAP_NEVER };
enum ls_names_mode { LS_NAMES_SHORT, LS_NAMES_FULL };

/* How a person wants a page to look.  Machines' formats ignore it. */
struct ls_view {
	bool color;
	bool utf8;      /* no: --ascii, or a locale that is not UTF-8 */
	unsigned width; /* columns; 0: not a terminal, never cut */
	bool hex;
	bool with_folders;     /* the file that declares a type, as a path */
	const char *separator; /* between the columns of sizes */
	bool tree;
	enum ls_map_mode map;
	enum ls_names_mode names;
	const char *command; /* how the user calls us: "layoutscope ./server",
	                      * for lines that can be pasted */
};

struct ls_page {
	struct ls_out *out;
	const struct ls_view *view;
	size_t rows_so_far;
	unsigned owed; /* the renderer's own: what it still has to say */
};

struct ls_renderer {
	const char *name; /* as in --format=NAME */
	const char *help;
	bool wants_sharing; /* it shows what shares a cache line */
	bool wants_best; /* it shows smaller orders, which take time to find */
	bool wants_ideas;    /* and what else would make types smaller */
	bool wants_exports;  /* suggest: who outside sees a type */
	bool wants_proposed; /* and the layout that the best one would have */
	void (*begin)(struct ls_page *page, const struct ls_report *report);
	void (*row)(struct ls_page *page, const struct ls_report *report,
	    const struct ls_row *row);
	void (*end)(struct ls_page *page, const struct ls_report *report);
};

extern const struct ls_renderer ls_render_text; /* the show page */
extern const struct ls_renderer ls_render_json;
extern const struct ls_renderer ls_render_ndjson;
extern const struct ls_renderer ls_render_c;
extern const struct ls_renderer ls_render_rust; /* structs of Rust */

/* What check compares with, in the order that it is given. */
extern const struct ls_renderer ls_render_baseline;

/* Many types, a line each. */
extern const struct ls_renderer ls_render_list;     /* for a person */
extern const struct ls_renderer ls_render_overview; /* of a whole file */
extern const struct ls_renderer ls_render_futures;
extern const struct ls_renderer ls_render_sizes;
extern const struct ls_renderer ls_render_member_counts;
extern const struct ls_renderer ls_render_definitions;
extern const struct ls_renderer ls_render_units;
extern const struct ls_renderer ls_render_tsv;
extern const struct ls_renderer ls_render_markdown;

/* Smaller orders of members, for a person: each in full, or a line each. */
extern const struct ls_renderer ls_render_suggest;
extern const struct ls_renderer ls_render_savings;
extern const struct ls_renderer ls_render_proposed; /* as C */
extern const struct ls_renderer ls_render_rust_proposed;
extern const struct ls_renderer ls_render_ideas; /* what else, a line each */
extern const struct ls_renderer ls_render_packable;
extern const struct ls_renderer ls_render_patch; /* see report/patch.h */

/* NULL if there is no such format. */
const struct ls_renderer *ls_renderer_by_name(const char *name);

/* For --help and completions: NULL past the last. */
const struct ls_renderer *ls_renderer_at(size_t index);

#endif
