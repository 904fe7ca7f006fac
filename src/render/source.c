/*
 * source.c - the members of a type as lines of source.
 *
 * The columns are pahole's: the type, the name 27 columns further on less
 * what the line is indented, the comment at column 57.
 */
#include "render/source.h"

#include <inttypes.h>
#include <string.h>

#include "base/out.h"
#include "model/spell.h"
#include "render/escape.h"
#include "render/render.h"
#include "render/table.h"
#include "report/report.h"

enum { TAB = 8, TYPE_COLUMNS = 26, COMMENT_AT = 57 };

void
ls_source_blank(struct ls_source *source)
{
	if (!source->is_blank)
		ls_out_char(source->page->out, '\n');
	source->is_blank = true;
}

void
ls_source_put_comment(struct ls_source *source, const char *text)
{
	for (const char *end; (end = strstr(text, "*/")); text = end + 1) {
		struct ls_out part = { 0 };
		ls_out_bytes(&part, text, (size_t)(end - text) + 1);
		if (part.text)
			ls_escape_text(source->page->out, part.text);
		ls_out_char(source->page->out, ' ');
		ls_out_free(&part);
	}
	ls_escape_text(source->page->out, text);
}

/* Text of the file, made harmless, at the end of `out`. */
static void
put_part(struct ls_out *out, const char *text, size_t size)
{
	struct ls_out part = { 0 };
	ls_out_bytes(&part, text, size);
	if (part.text)
		ls_escape_text(out, part.text);
	out->failed |= part.failed;
	ls_out_free(&part);
}

static void
pad_to(struct ls_out *out, size_t columns)
{
	size_t used = ls_text_columns(out->text ? out->text : "");
	ls_out_repeat(out, ' ', used < columns ? columns - used : 1);
}

/*
 * Where a declaration of this type has its name: two names that begin with
 * different letters differ there for the first time.
 */
static size_t
split_declaration(const char *type, struct ls_out *whole)
{
	struct ls_out other = { 0 };
	size_t at = 0;
	ls_spell_declaration(type, "a", whole);
	ls_spell_declaration(type, "b", &other);
	if (whole->text && other.text)
		while (whole->text[at] && whole->text[at] == other.text[at])
			at++;
	whole->failed |= other.failed;
	ls_out_free(&other);
	return at;
}

/* "int (*" is a type "int" and a declarator that begins with "(*". */
static size_t
end_of_type(const char *text, size_t name_at)
{
	size_t end = name_at, depth = 0;
	for (size_t i = name_at; i > 0; i--) {
		if (text[i - 1] == ')')
			depth++;
		else if (text[i - 1] == '(' && depth > 0)
			depth--;
		else if (text[i - 1] == '(')
			end = i - 1;
	}
	while (end > 0 && text[end - 1] == ' ')
		end--;
	return end;
}

/* "uint8_t                    flags" */
static void
put_declaration(
    struct ls_out *out, const char *type, const char *name, unsigned tabs)
{
	struct ls_out whole = { 0 };
	size_t at = split_declaration(type, &whole);
	if (whole.text && whole.text[at]) {
		size_t end = end_of_type(whole.text, at);
		size_t begin = end;
		while (whole.text[begin] == ' ' && begin < at)
			begin++;
		size_t indent = (size_t)(tabs - 1) * TAB;
		size_t columns = indent < TYPE_COLUMNS ? TYPE_COLUMNS - indent
						       : 0;
		put_part(out, whole.text, end);
		pad_to(out, columns + 1);
		put_part(out, whole.text + begin, at - begin);
		ls_escape_text(out, name);
		put_part(out, whole.text + at + 1, whole.size - at - 1);
	}
	out->failed |= whole.failed;
	ls_out_free(&whole);
}

/*
 * "struct {...}[4]": what is inside is not here, but its room is.  Behind a
 * pointer it needs none.  An enum is an integer of its size.
 */
static void
put_filling(struct ls_out *out, const struct ls_line *line)
{
	uint64_t bytes = line->type_bytes;
	if (line->element_count > 1)
		bytes /= line->element_count;
	if (strchr(line->type, '*') || bytes == 0)
		ls_out_text(out, "{ /* ... */ }");
	else
		ls_out_format(
		    out, "{ char all[%" PRIu64 "]; /* ... */ }", bytes);
	if (line->align_bytes > 1 && !line->stated_align_bytes &&
	    !strchr(line->type, '*'))
		ls_out_format(out,
		    " __attribute__((__aligned__(%" PRIu64 ")))",
		    line->align_bytes);
}

/* The same, of a type that may have a nameless one in it. */
static void
put_nameless_declaration(struct ls_out *out, const struct ls_line *line,
    const char *name, unsigned tabs)
{
	static const char integer[][8] = { "int", "char", "short", "int",
		"int", "long", "long", "long", "long" };
	const char *at = strstr(line->type, "{...}");
	struct ls_out type = { 0 };
	if (!at) {
		put_declaration(out, line->type, name, tabs);
		return;
	}
	size_t before = (size_t)(at - line->type);
	bool is_enum = before >= 5 && memcmp(at - 5, "enum ", 5) == 0;
	if (is_enum) {
		uint64_t bytes = line->type_bytes;
		if (line->element_count > 1)
			bytes /= line->element_count;
		ls_out_bytes(&type, line->type, before - 5);
		ls_out_format(&type, "unsigned %s",
		    integer[bytes <= 8 && !strchr(at, '*') ? bytes : 4]);
	} else {
		ls_out_bytes(&type, line->type, before);
		put_filling(&type, line);
	}
	ls_out_text(&type, at + 5);
	if (type.text)
		put_declaration(out, type.text, name, tabs);
	out->failed |= type.failed;
	ls_out_free(&type);
}

static void
put_number(struct ls_source *source, const char *before, bool is_known,
    uint64_t number)
{
	struct ls_out *out = source->page->out;
	ls_out_text(out, before);
	if (!is_known)
		ls_out_format(out, "%5s", "?");
	else if (source->page->view->hex)
		ls_out_format(out, "%#5" PRIx64, number);
	else
		ls_out_format(out, "%5" PRIu64, number);
}

/* Offset and size; of a bit-field also the bit in a word of its type. */
static void
put_place(struct ls_source *source, const struct ls_line *line)
{
	struct ls_out *out = source->page->out;
	uint64_t bytes = line->offset_bits / 8;
	bool is_placed = line->has_offset && !line->is_unreliable;
	if (!line->is_bitfield) {
		put_number(source, "/* ", is_placed, bytes);
		put_number(source, " ", line->has_size || line->is_flexible,
		    line->has_size ? line->size_bits / 8 : 0);
		ls_out_text(out, " */\n");
		return;
	}
	if (line->type_bytes > 0)
		bytes -= bytes % line->type_bytes;
	put_number(source, "/* ", is_placed, bytes);
	ls_out_format(out, ":%2" PRIu64, line->offset_bits - bytes * 8);
	ls_out_format(out, "%3" PRIu64 " */\n", line->type_bytes);
}

void
ls_source_put_line(struct ls_source *source, const char *text, unsigned tabs)
{
	struct ls_out *out = source->page->out;
	size_t used = (size_t)tabs * TAB + ls_text_columns(text);
	for (unsigned i = 0; i < tabs; i++)
		ls_out_char(out, '\t');
	ls_out_text(out, text);
	ls_out_repeat(out, ' ', used < COMMENT_AT ? COMMENT_AT - used : 1);
	source->is_blank = false;
}

static void
put_tabs(struct ls_source *source, unsigned tabs)
{
	for (unsigned i = 0; i < tabs; i++)
		ls_out_char(source->page->out, '\t');
}

static void
put_hole(struct ls_source *source, const struct ls_line *line, unsigned tabs)
{
	bool is_bits = line->kind == LS_LINE_UNUSED_BITS;
	uint64_t count = is_bits ? line->size_bits : line->size_bits / 8;
	/* The type's own tail is told with its totals. */
	if (line->kind == LS_LINE_TAIL && line->depth == 0)
		return;
	ls_source_blank(source);
	put_tabs(source, tabs);
	ls_out_format(source->page->out, "/* XXX %" PRIu64 " %s%s %s */\n",
	    count, is_bits ? "bit" : "byte", count == 1 ? "" : "s",
	    line->kind == LS_LINE_TAIL ? "of padding" : "hole, try to pack");
	source->is_blank = false;
	if (line->kind != LS_LINE_TAIL)
		ls_source_blank(source);
}

static void
put_attributes(struct ls_out *out, const struct ls_line *line)
{
	if (line->is_packed)
		ls_out_text(out, " __attribute__((__packed__))");
	if (line->stated_align_bytes)
		ls_out_format(out,
		    " __attribute__((__aligned__(%" PRIu64 ")))",
		    line->stated_align_bytes);
}

static void
put_member_text(struct ls_out *out, const struct ls_row *row,
    const struct ls_line *line, unsigned tabs)
{
	const char *name = line->name ? line->name : "";
	if (row->lang == LS_LANG_RUST) {
		ls_escape_text(out, *name ? name : "_");
		ls_out_text(out, ": ");
		ls_escape_text(out, line->type);
		ls_out_char(out, ',');
		return;
	}
	if (line->is_base) {
		ls_escape_text(out, line->type);
		ls_out_text(out,
		    line->is_virtual_base ? " <virtual ancestor>;"
					  : " <ancestor>;");
		return;
	}
	put_nameless_declaration(out, line, name, tabs);
	if (line->is_bitfield)
		ls_out_format(out, ":%" PRIu64, line->size_bits);
	put_attributes(out, line);
	ls_out_char(out, ';');
}

/* "const struct timer" has the word "struct", "my_struct_t" has not. */
static bool
has_word(const char *text, const char *word)
{
	size_t size = strlen(word);
	for (const char *at = text; (at = strstr(at, word)); at += size)
		if ((at == text || at[-1] == ' ') && at[size] == ' ')
			return true;
	return false;
}

/*
 * "struct timer {", "union {": what is inside follows.  A typedef's name is
 * no name of what it stands for, so it becomes a comment.
 */
static void
put_opening(struct ls_source *source, const struct ls_line *line)
{
	struct ls_out *out = source->page->out;
	const char *keyword = ls_kind_word(line->type_kind);
	const char *nameless = strstr(line->type, "{...}");
	if (source->row->lang == LS_LANG_RUST) {
		ls_escape_text(out, line->name ? line->name : "_");
		ls_out_text(out, ": ");
		ls_escape_text(out, line->type);
	} else if (nameless) {
		put_part(out, line->type, (size_t)(nameless - line->type));
	} else if (has_word(line->type, keyword)) {
		ls_escape_text(out, line->type);
	} else {
		ls_out_format(out, "%s /* ", keyword);
		ls_source_put_comment(source, line->type);
		ls_out_text(out, " */");
	}
	ls_out_text(out, nameless ? "{\n" : " {\n");
	source->is_blank = false;
}

static void
put_type_attributes(struct ls_out *out, const struct ls_line *line)
{
	if (line->is_type_packed)
		ls_out_text(out, " __attribute__((__packed__))");
	if (line->type_align_bytes)
		ls_out_format(out,
		    " __attribute__((__aligned__(%" PRIu64 ")))",
		    line->type_align_bytes);
}

/* A member with what is inside it. */
static void
put_opened(struct ls_source *source, const struct ls_line *line, unsigned tabs)
{
	bool is_rust = source->row->lang == LS_LANG_RUST;
	put_tabs(source, tabs);
	put_opening(source, line);
	ls_source_put_lines(source, line + 1, line->below_count, tabs + 1);

	struct ls_out end = { 0 };
	ls_out_char(&end, '}');
	if (!is_rust)
		put_type_attributes(&end, line);
	if (line->name && !is_rust) {
		ls_out_char(&end, ' ');
		ls_escape_text(&end, line->name);
	}
	if (!is_rust)
		put_attributes(&end, line);
	ls_out_char(&end, is_rust ? ',' : ';');
	if (end.text)
		ls_source_put_line(source, end.text, tabs);
	source->page->out->failed |= end.failed;
	ls_out_free(&end);
	put_place(source, line);
}

static void
put_member(struct ls_source *source, const struct ls_line *line, unsigned tabs)
{
	struct ls_out text = { 0 };
	if (line->below_count > 0) {
		put_opened(source, line, tabs);
		return;
	}
	put_member_text(&text, source->row, line, tabs);
	if (text.text)
		ls_source_put_line(source, text.text, tabs);
	source->page->out->failed |= text.failed;
	ls_out_free(&text);
	put_place(source, line);
}

/* "--- cacheline 1 boundary (64 bytes) was 8 bytes ago ---" */
static void
put_break(struct ls_source *source, const struct ls_break *item,
    uint64_t ago_bytes, unsigned tabs)
{
	struct ls_out *out = source->page->out;
	put_tabs(source, tabs);
	ls_out_format(out,
	    "/* --- cacheline %" PRIu64 " boundary (%" PRIu64 " bytes)",
	    item->line, item->byte);
	if (ago_bytes > 0)
		ls_out_format(out, " was %" PRIu64 " bytes ago", ago_bytes);
	ls_out_text(out, " --- */\n");
	source->is_blank = false;
}

/* The breaks of a line: at its start before it, inside it after it. */
static void
put_breaks(struct ls_source *source, const struct ls_line *line,
    bool is_before, unsigned tabs)
{
	const struct ls_row *row = source->row;
	while (source->next_break < row->break_count) {
		const struct ls_break *item = &row->breaks[source->next_break];
		if (&row->lines[item->at] != line ||
		    (item->into_bytes == 0) != is_before)
			return;
		uint64_t end = item->byte - item->into_bytes +
		    (line->size_bits + 7) / 8;
		put_break(
		    source, item, is_before ? 0 : end - item->byte, tabs);
		source->next_break++;
	}
}

void
ls_source_put_lines(struct ls_source *source, const struct ls_line *lines,
    size_t count, unsigned tabs)
{
	for (size_t i = 0; i < count; i += 1 + lines[i].below_count) {
		const struct ls_line *line = &lines[i];
		bool is_tail = line->kind == LS_LINE_TAIL && line->depth == 0;
		if (!is_tail)
			put_breaks(source, line, true, tabs);
		if (line->kind == LS_LINE_MEMBER)
			put_member(source, line, tabs);
		else
			put_hole(source, line, tabs);
		if (!is_tail)
			put_breaks(source, line, false, tabs);
	}
}
