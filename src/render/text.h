/*
 * text.h - the parts of the show page, for the files that write it.
 */
#ifndef LS_RENDER_TEXT_H
#define LS_RENDER_TEXT_H

#include <inttypes.h>

#include "base/out.h"
#include "render/render.h"
#include "render/style.h"
#include "render/table.h"
#include "report/report.h"

/* What the foot of the page explains: bits of ls_page.owed. */
enum { LS_OWED_RUST_LINES = 1 };

/* A name as the view wants it: shortened or not, harmless in any case. */
void ls_text_name(
    const struct ls_page *page, struct ls_out *out, const char *name);

/* Any text of the file, made harmless. */
void ls_text_put_raw(
    const struct ls_page *page, struct ls_out *out, const char *text);

/* A number as the view wants it: 72 or 0x48. */
void ls_text_number(
    const struct ls_page *page, struct ls_out *out, uint64_t number);

/* "1 byte", "2 bytes": a number and what is counted. */
void ls_text_count(struct ls_out *out, uint64_t number, const char *what);

/* Which type, its numbers, where it comes from. */
void ls_text_head(struct ls_page *page, const struct ls_report *report,
    const struct ls_row *row);

/* A table of members and holes, cache lines marked. */
void ls_text_members(struct ls_page *page, const struct ls_line *lines,
    size_t count, const struct ls_break *breaks, size_t break_count);

/* What to change for a smaller type; nothing where there is nothing. */
void ls_text_ideas(struct ls_page *page, const struct ls_row *row);

/* One letter a byte. */
void ls_text_map(struct ls_page *page, const struct ls_row *row);

/* " HEAD        text": its words, in as many lines as it takes.  Frees it. */
void ls_text_words(
    struct ls_page *page, const char *head, struct ls_out *text);

/* A path of members: Some.0, not Some.__0. */
void ls_text_path(
    const struct ls_page *page, struct ls_out *out, const char *path);

/* "  Values 0-4 used, 251 free, so Option<Event> is 80 bytes too." */
void ls_text_rest_of_tag(
    const struct ls_page *page, struct ls_out *out, const struct ls_row *row);

/* "251"; "0": none; "?": not known; "" for languages that have none. */
const char *ls_niche_word(const struct ls_row *row);

/* "struct conn"; only C has a keyword there, and only where the source has. */
void ls_text_type(
    const struct ls_page *page, struct ls_out *out, const struct ls_row *row);

/* The file that declares something, which must be told: without its folders,
 * or with them as far as they are known where the page is to have them.
 * `source_path` is NULL where nobody knows more. */
const char *ls_place_file(const struct ls_page *page,
    const struct ls_decl *decl, const char *source_path);

/* "conn.h:12"; nothing where the source is not told. */
void ls_text_place(const struct ls_page *page, struct ls_out *out,
    const struct ls_decl *decl, const char *source_path);

/* What a future keeps while it waits. */
void ls_text_future(struct ls_page *page, const struct ls_row *row);

/* An enum's values as a tree; a struct's members. */
void ls_text_values(struct ls_page *page, const struct ls_row *row);
void ls_text_members_tree(struct ls_page *page, const struct ls_row *row);

/* The first three columns of a member's line, "72:0", ":3" and where its name
 * begins; false: it is no member, and that is all. */
bool ls_text_begin_line(const struct ls_page *page, const struct ls_line *line,
    struct ls_cells *cells);

/* "250 values: Option<Outer> is still 1 byte" */
void ls_text_left(
    const struct ls_page *page, struct ls_out *out, const struct ls_row *row);

/* Which atomics and locks share a cache line. */
void ls_text_sharing(struct ls_page *page, const struct ls_row *row);

/* The largest niche of a type; those that only one variant of it has. */
void ls_text_niche(struct ls_page *page, const struct ls_row *row);
void ls_text_spares(struct ls_page *page, const struct ls_row *row);

/* Variants and how they are told apart; or enumerators. */
void ls_text_variants(struct ls_page *page, const struct ls_row *row);
void ls_text_enumerators(struct ls_page *page, const struct ls_row *row);

#endif
