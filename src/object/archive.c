/*
 * archive.c - the members of an ar archive.
 *
 * libelf knows GNU's long names only, so this is done here.  After the magic
 * "!<arch>\n", each member is a header of text and then its bytes, from an
 * even place on:
 *
 *	name 16, date 12, uid 6, gid 6, mode 8, size 10, "`\n"
 *
 *	"y.o/            "  GNU: short
 *	"/123            "  GNU: at 123 in the member "//", up to "/\n"
 *	"#1/20           "  BSD: the first 20 bytes of the member
 *	"/", "/SYM64/", "__.SYMDEF ..."  tables of symbols
 */
#include "object/archive.h"

#include "base/error.h"
#include "base/limits.h"

#define MAGIC "!<arch>\n"
#define THIN_MAGIC "!<thin>\n"
#define MAGIC_BYTES 8

static bool
begins_with(struct ls_bytes bytes, const char *text)
{
	size_t size = strlen(text);
	return bytes.size >= size && memcmp(bytes.at, text, size) == 0;
}

static bool
equals(struct ls_bytes bytes, const char *text)
{
	return bytes.size == strlen(text) && begins_with(bytes, text);
}

bool
ls_bytes_are_archive(struct ls_bytes bytes)
{
	return begins_with(bytes, MAGIC) || begins_with(bytes, THIN_MAGIC);
}

struct ls_error *
ls_archive_open(struct ls_bytes bytes, struct ls_archive *ret)
{
	if (begins_with(bytes, THIN_MAGIC)) {
		struct ls_error *err = ls_error_new(LS_ERROR_UNSUPPORTED,
		    "a thin archive: its members are files of their own");
		return ls_error_detail(
		    err, "hint: name those files; ar t lists them");
	}
	*ret = (struct ls_archive){ .c = ls_cursor(bytes, MAGIC_BYTES, 0) };
	return NULL;
}

/* A decimal number filled up with spaces; false for anything else. */
static bool
decimal(struct ls_bytes text, uint64_t *ret)
{
	size_t i = 0;
	uint64_t value = 0;
	for (; i < text.size && text.at[i] >= '0' && text.at[i] <= '9'; i++)
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, text.at[i] - '0', &value))
			return false;
	*ret = value;
	if (i == 0)
		return false;
	for (; i < text.size; i++)
		if (text.at[i] != ' ')
			return false;
	return true;
}

static struct ls_bytes
behind(struct ls_bytes bytes, size_t size)
{
	return (struct ls_bytes){ bytes.at + size, bytes.size - size };
}

/* The bytes before the first `end`, or all of them. */
static struct ls_bytes
until(struct ls_bytes bytes, char end)
{
	const uint8_t *at = bytes.size ? memchr(bytes.at, end, bytes.size)
				       : NULL;
	if (at)
		bytes.size = (size_t)(at - bytes.at);
	return bytes;
}

static struct ls_error *
bad_name(const struct ls_archive *archive)
{
	return ls_error_new(LS_ERROR_FORMAT,
	    "broken archive: the name of member %zu", archive->member_count);
}

/*
 * Find a member's name; BSD's is cut from the front of its bytes.  *is_table
 * is set for what is no member but the archive's own.
 */
static struct ls_error *
find_name(struct ls_archive *archive, struct ls_bytes field,
    struct ls_member *member, bool *is_table)
{
	uint64_t number;
	*is_table = false;
	while (field.size && field.at[field.size - 1] == ' ')
		field.size--;
	if (equals(field, "//")) {
		archive->long_names = member->bytes;
		*is_table = true;
	} else if (equals(field, "/") || equals(field, "/SYM64/")) {
		*is_table = true;
	} else if (begins_with(field, "#1/")) {
		if (!decimal(behind(field, 3), &number) ||
		    number > member->bytes.size)
			return bad_name(archive);
		member->name = (struct ls_bytes){ member->bytes.at,
			(size_t)number };
		member->name = until(member->name, '\0');
		member->bytes = behind(member->bytes, (size_t)number);
	} else if (begins_with(field, "/")) {
		if (!decimal(behind(field, 1), &number) ||
		    number >= archive->long_names.size)
			return bad_name(archive);
		member->name = until(
		    behind(archive->long_names, (size_t)number), '\n');
		if (member->name.size &&
		    member->name.at[member->name.size - 1] == '/')
			member->name.size--;
	} else {
		member->name = until(field, '/');
	}
	*is_table |= begins_with(member->name, "__.SYMDEF");
	return NULL;
}

static struct ls_error *
read_member(
    struct ls_archive *archive, struct ls_member *member, bool *is_table)
{
	struct ls_cursor *c = &archive->c;
	uint64_t size;
	if (++archive->member_count > LS_MAX_ARCHIVE_MEMBERS)
		return ls_error_new(LS_ERROR_LIMIT,
		    "more than %d archive members", LS_MAX_ARCHIVE_MEMBERS);
	struct ls_bytes name = ls_read_bytes(c, 16);
	ls_skip(c, 12 + 6 + 6 + 8);
	struct ls_bytes size_field = ls_read_bytes(c, 10);
	struct ls_bytes end = ls_read_bytes(c, 2);
	if (c->failed)
		return ls_error_new(LS_ERROR_FORMAT,
		    "broken archive: cut short in the header of member %zu",
		    archive->member_count);
	if (!equals(end, "`\n") || !decimal(size_field, &size))
		return ls_error_new(LS_ERROR_FORMAT,
		    "broken archive: the header of member %zu",
		    archive->member_count);
	member->bytes = ls_read_bytes(c, size);
	if (c->failed)
		return ls_error_new(LS_ERROR_FORMAT,
		    "broken archive: cut short in member %zu",
		    archive->member_count);
	if (size % 2 && ls_cursor_left(c) > 0)
		ls_skip(c, 1);
	return find_name(archive, name, member, is_table);
}

struct ls_error *
ls_archive_next(
    struct ls_archive *archive, struct ls_member *member, bool *got)
{
	*got = false;
	while (ls_cursor_left(&archive->c) > 0) {
		bool is_table;
		struct ls_member next = { 0 };
		struct ls_error *err = read_member(archive, &next, &is_table);
		if (err)
			return err;
		if (is_table)
			continue;
		*member = next;
		*got = true;
		return NULL;
	}
	return NULL;
}
