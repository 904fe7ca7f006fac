/*
 * c_source.h - the text of a C or C++ source file, as lines and tokens.
 *
 * No preprocessor: what the compiler saw is told by debugging information,
 * and this only finds the lines that it speaks of.
 */
#ifndef LS_ANALYSE_C_SOURCE_H
#define LS_ANALYSE_C_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ls_error;

enum ls_token_kind {
	LS_TOKEN_WORD,      /* identifiers and keywords */
	LS_TOKEN_LITERAL,   /* numbers, strings, characters */
	LS_TOKEN_MARK,      /* one character of punctuation */
	LS_TOKEN_COMMENT,   /* either kind */
	LS_TOKEN_DIRECTIVE, /* from '#' to the end of its last line */
};

struct ls_token {
	enum ls_token_kind kind;
	uint32_t first_line; /* from 1 */
	uint32_t last_line;
	const char *at; /* in the text; not NUL-terminated */
	size_t size;
};

struct ls_source_line {
	const char *at;
	size_t size; /* with the end of the line, which the last may lack */
};

/* The text is borrowed. */
struct ls_c_source {
	struct ls_source_line *lines; /* line N is at N - 1 */
	uint32_t line_count;
	struct ls_token *tokens;
	size_t token_count;
	bool is_broken; /* a comment or a raw string does not end */
};

/*
 * Take the text apart; `size` is up to LS_MAX_SOURCE_BYTES.  Fails for want of
 * memory only.  Free it with ls_c_source_free().
 */
struct ls_error *ls_c_source_read(
    const char *text, size_t size, struct ls_c_source *ret);

void ls_c_source_free(struct ls_c_source *source);

bool ls_token_is(const struct ls_token *token, const char *text);

bool ls_token_is_same(const struct ls_token *a, const struct ls_token *b);

/* Any of ([{ and )]} */
bool ls_token_opens(const struct ls_token *token);
bool ls_token_closes(const struct ls_token *token);

/*
 * The next token from `at` on that is neither a comment nor a directive; the
 * count of tokens if there is none.
 */
size_t ls_c_source_code(const struct ls_c_source *source, size_t at);

/*
 * The token that closes the bracket at `open`, any of ([{; the count of
 * tokens if none does.
 */
size_t ls_c_source_close(const struct ls_c_source *source, size_t open);

#endif
