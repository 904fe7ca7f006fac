/*
 * escape.h - names that nobody vouches for, on a page.
 *
 * A name from the file may hold anything.  On a page it can do no more than
 * look odd: what a terminal could take for a command, or what is invisible
 * or turns the direction of writing, is spelt \u{202e}, and a byte that is
 * no UTF-8 is spelt \x{ff}.  So is what GitHub Actions would take for a
 * command in the log of a job.
 */
#ifndef LS_RENDER_ESCAPE_H
#define LS_RENDER_ESCAPE_H

struct ls_out;

void ls_escape_text(struct ls_out *out, const char *text);

/* The same where only ASCII can be shown: all else is \u{e9}. */
void ls_escape_ascii(struct ls_out *out, const char *text);

/*
 * The same as `code` of Markdown, within a table's cell: the quotes are as
 * long as they must be (CommonMark 6.1), bars are written \|, and a
 * backslash before one is \u{5c}.
 */
void ls_escape_markdown_code(struct ls_out *out, const char *text);

/* Words of a sentence, within a table's cell: where they hold anything that
 * Markdown could take for its own they become code. */
void ls_escape_markdown(struct ls_out *out, const char *text);

/* A word within a comment of HTML, which must not end there. */
void ls_escape_markdown_mark(struct ls_out *out, const char *text);

#endif
