/*
 * c_source.c - the text of a C or C++ source file, as lines and tokens.
 *
 * C17, 6.4, and C++17, [lex]; trigraphs are not looked for, and a backslash
 * at the end of a line counts only where people put one: in directives, //
 * comments and strings.
 */
#include "analyse/patch/c_source.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

struct lexer {
	struct ls_c_source *source;
	const char *at;
	const char *end;
	uint32_t line;
	size_t token_room;
	bool is_line_start; /* nothing but blanks since the line began */
	bool out_of_memory;
};

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    c == '$' || (unsigned char)c >= 0x80;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char
peek(const struct lexer *lexer, size_t ahead)
{
	return (size_t)(lexer->end - lexer->at) > ahead ? lexer->at[ahead]
							: '\0';
}

static void
step(struct lexer *lexer)
{
	lexer->line += *lexer->at == '\n';
	lexer->at++;
}

/* To the end of the line, or of the last that a backslash joins to it. */
static void
pass_line(struct lexer *lexer)
{
	while (lexer->at < lexer->end && *lexer->at != '\n') {
		bool joins = *lexer->at == '\\' &&
		    (peek(lexer, 1) == '\n' ||
			(peek(lexer, 1) == '\r' && peek(lexer, 2) == '\n'));
		if (joins)
			while (*lexer->at != '\n')
				step(lexer);
		step(lexer);
	}
}

static void
pass_block_comment(struct lexer *lexer)
{
	lexer->at += 2;
	while (lexer->at < lexer->end &&
	    !(*lexer->at == '*' && peek(lexer, 1) == '/'))
		step(lexer);
	if (lexer->at == lexer->end)
		lexer->source->is_broken = true;
	else
		lexer->at += 2;
}

/* A directive ends with its line, unless a comment in it goes on. */
static void
pass_directive(struct lexer *lexer)
{
	while (lexer->at < lexer->end && *lexer->at != '\n') {
		if (*lexer->at == '/' && peek(lexer, 1) == '*') {
			pass_block_comment(lexer);
		} else if (*lexer->at == '/' && peek(lexer, 1) == '/') {
			pass_line(lexer);
		} else if (*lexer->at == '\\' && lexer->at + 1 < lexer->end) {
			lexer->at++;
			if (*lexer->at == '\r' && peek(lexer, 1) == '\n')
				lexer->at++;
			step(lexer);
		} else {
			lexer->at++;
		}
	}
}

static void
pass_quoted(struct lexer *lexer)
{
	char quote = *lexer->at++;
	while (lexer->at < lexer->end && *lexer->at != quote &&
	    *lexer->at != '\n') {
		if (*lexer->at == '\\' && lexer->at + 1 < lexer->end)
			lexer->at++;
		step(lexer);
	}
	if (lexer->at < lexer->end && *lexer->at == quote)
		lexer->at++;
}

/* R"mark( anything )mark" */
static void
pass_raw(struct lexer *lexer)
{
	const char *mark = ++lexer->at;
	while (lexer->at < lexer->end && *lexer->at != '(')
		step(lexer);
	size_t size = (size_t)(lexer->at - mark);
	for (; lexer->at < lexer->end; step(lexer)) {
		if (*lexer->at != ')' ||
		    (size_t)(lexer->end - lexer->at) < size + 2 ||
		    memcmp(lexer->at + 1, mark, size) != 0 ||
		    lexer->at[size + 1] != '"')
			continue;
		lexer->at += size + 2;
		return;
	}
	lexer->source->is_broken = true;
}

/* C17, 6.4.8: also 1'000, 1e+5 and 0x1p-3. */
static void
pass_number(struct lexer *lexer)
{
	while (lexer->at < lexer->end) {
		char c = *lexer->at;
		char next = peek(lexer, 1);
		bool has_sign = (next == '+' || next == '-') &&
		    (c == 'e' || c == 'E' || c == 'p' || c == 'P');
		if (!is_word(c) && !is_digit(c) && c != '.' &&
		    !(c == '\'' && (is_word(next) || is_digit(next))))
			return;
		lexer->at += has_sign ? 2 : 1;
	}
}

static enum ls_token_kind
pass_word(struct lexer *lexer)
{
	const char *first = lexer->at;
	while (lexer->at < lexer->end &&
	    (is_word(*lexer->at) || is_digit(*lexer->at)))
		lexer->at++;
	size_t size = (size_t)(lexer->at - first);
	char quote = peek(lexer, 0);
	static const char *const prefixes[] = { "L", "u", "U", "u8", "R", "LR",
		"uR", "UR", "u8R" };
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
		if (strlen(prefixes[i]) != size ||
		    memcmp(prefixes[i], first, size) != 0)
			continue;
		if (quote == '"' && first[size - 1] == 'R')
			pass_raw(lexer);
		else if (quote == '"' || quote == '\'')
			pass_quoted(lexer);
		else
			break;
		return LS_TOKEN_LITERAL;
	}
	return LS_TOKEN_WORD;
}

static enum ls_token_kind
pass_token(struct lexer *lexer)
{
	char c = *lexer->at;
	if (c == '#' && lexer->is_line_start) {
		pass_directive(lexer);
		return LS_TOKEN_DIRECTIVE;
	}
	if (c == '/' && peek(lexer, 1) == '/') {
		pass_line(lexer);
		return LS_TOKEN_COMMENT;
	}
	if (c == '/' && peek(lexer, 1) == '*') {
		pass_block_comment(lexer);
		return LS_TOKEN_COMMENT;
	}
	if (c == '"' || c == '\'') {
		pass_quoted(lexer);
		return LS_TOKEN_LITERAL;
	}
	if (is_digit(c) || (c == '.' && is_digit(peek(lexer, 1)))) {
		pass_number(lexer);
		return LS_TOKEN_LITERAL;
	}
	if (is_word(c))
		return pass_word(lexer);
	lexer->at++;
	return LS_TOKEN_MARK;
}

static void
add_token(struct lexer *lexer, const struct ls_token *token)
{
	struct ls_c_source *source = lexer->source;
	if (source->token_count == lexer->token_room) {
		size_t room = lexer->token_room ? lexer->token_room * 2 : 1024;
		struct ls_token *wider = reallocarray(
		    source->tokens, room, sizeof(*wider));
		if (!wider) {
			lexer->out_of_memory = true;
			return;
		}
		source->tokens = wider;
		lexer->token_room = room;
	}
	source->tokens[source->token_count++] = *token;
}

static void
read_tokens(struct lexer *lexer)
{
	while (lexer->at < lexer->end && !lexer->out_of_memory) {
		char c = *lexer->at;
		if (c == ' ' || c == '\t' || c == '\r' || c == '\n' ||
		    c == '\f' || c == '\v' || c == '\\') {
			if (c == '\n')
				lexer->is_line_start = true;
			step(lexer);
			continue;
		}
		struct ls_token token = { .first_line = lexer->line,
			.at = lexer->at };
		token.kind = pass_token(lexer);
		token.last_line = lexer->line;
		token.size = (size_t)(lexer->at - token.at);
		/* A directive may stand behind a comment. */
		if (token.kind != LS_TOKEN_COMMENT)
			lexer->is_line_start = false;
		add_token(lexer, &token);
	}
}

static bool
read_lines(const char *text, size_t size, struct ls_c_source *source)
{
	const char *end = text + size;
	size_t count = 0;
	for (const char *at = text; at < end; count++) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		at = line_end ? line_end + 1 : end;
	}
	source->lines = calloc(count + 1, sizeof(*source->lines));
	if (!source->lines)
		return false;
	for (const char *at = text; at < end;) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		const char *next = line_end ? line_end + 1 : end;
		source->lines[source->line_count++] = (struct ls_source_line){
			at, (size_t)(next - at)
		};
		at = next;
	}
	return true;
}

struct ls_error *
ls_c_source_read(const char *text, size_t size, struct ls_c_source *ret)
{
	struct ls_c_source source = { 0 };
	struct lexer lexer = { .source = &source,
		.at = text,
		.end = text + size,
		.line = 1,
		.is_line_start = true };
	if (read_lines(text, size, &source))
		read_tokens(&lexer);
	if (!source.lines || lexer.out_of_memory) {
		ls_c_source_free(&source);
		return &ls_error_nomem;
	}
	*ret = source;
	return NULL;
}

void
ls_c_source_free(struct ls_c_source *source)
{
	free(source->lines);
	free(source->tokens);
	*source = (struct ls_c_source){ 0 };
}

bool
ls_token_is(const struct ls_token *token, const char *text)
{
	return strlen(text) == token->size &&
	    memcmp(token->at, text, token->size) == 0;
}

bool
ls_token_is_same(const struct ls_token *a, const struct ls_token *b)
{
	return a->size == b->size && memcmp(a->at, b->at, a->size) == 0;
}

size_t
ls_c_source_code(const struct ls_c_source *source, size_t at)
{
	while (at < source->token_count &&
	    (source->tokens[at].kind == LS_TOKEN_COMMENT ||
		source->tokens[at].kind == LS_TOKEN_DIRECTIVE))
		at++;
	return at;
}

bool
ls_token_opens(const struct ls_token *token)
{
	char c = *token->at;
	return token->kind == LS_TOKEN_MARK &&
	    (c == '(' || c == '[' || c == '{');
}

bool
ls_token_closes(const struct ls_token *token)
{
	char c = *token->at;
	return token->kind == LS_TOKEN_MARK &&
	    (c == ')' || c == ']' || c == '}');
}

size_t
ls_c_source_close(const struct ls_c_source *source, size_t open)
{
	size_t depth = 0;
	for (size_t i = open; i < source->token_count; i++) {
		if (ls_token_opens(&source->tokens[i]))
			depth++;
		else if (ls_token_closes(&source->tokens[i]) && --depth == 0)
			return i;
	}
	return source->token_count;
}
