/*
 * source.h - the members of a type as lines of source.
 */
#ifndef LS_RENDER_SOURCE_H
#define LS_RENDER_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

struct ls_line;
struct ls_page;
struct ls_row;

struct ls_source {
	struct ls_page *page;
	const struct ls_row *row;
	size_t next_break;
	bool is_blank; /* the last line written is an empty one */
};

/* Lines [0, count), each indented by `tabs`, and what is inside them. */
void ls_source_put_lines(struct ls_source *source, const struct ls_line *lines,
    size_t count, unsigned tabs);

/* A line of source up to where its comment begins. */
void ls_source_put_line(
    struct ls_source *source, const char *text, unsigned tabs);

/* One empty line, unless there is one. */
void ls_source_blank(struct ls_source *source);

/* Text of the file inside a comment, which it cannot end. */
void ls_source_put_comment(struct ls_source *source, const char *text);

#endif
