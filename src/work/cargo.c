/*
 * cargo.c - what cargo says that it made, one message at a time.
 *
 * In: a line of `cargo build --message-format=json`.  Out: the path of a
 * program or a library of the user's own.  Dependencies that came from a
 * registry, build scripts and macros are none of that.
 */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "layoutscope.h"

static const char *
text_of(const cJSON *object, const char *key)
{
	return cJSON_GetStringValue(
	    cJSON_GetObjectItemCaseSensitive(object, key));
}

/* Is it of a kind that runs while building? */
static bool
is_for_building(const cJSON *target)
{
	const cJSON *kind,
	    *kinds = cJSON_GetObjectItemCaseSensitive(target, "kind");
	cJSON_ArrayForEach(kind, kinds)
	{
		const char *word = cJSON_GetStringValue(kind);
		if (word &&
		    (strcmp(word, "custom-build") == 0 ||
			strcmp(word, "proc-macro") == 0))
			return true;
	}
	return false;
}

static bool
ends_with(const char *text, const char *end)
{
	size_t size = strlen(text), end_size = strlen(end);
	return size >= end_size && strcmp(text + size - end_size, end) == 0;
}

/* Of a library's files the one that has its types; NULL: none. */
static const char *
library_of(const cJSON *message)
{
	static const char *const ends[] = { ".rlib", ".so", ".a" };
	const cJSON *name,
	    *names = cJSON_GetObjectItemCaseSensitive(message, "filenames");
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		cJSON_ArrayForEach(name, names)
		{
			const char *path = cJSON_GetStringValue(name);
			if (path && ends_with(path, ends[i]))
				return path;
		}
	}
	return NULL;
}

enum ls_cargo_kind
ls_cargo_artifact(const char *line, char **ret)
{
	enum ls_cargo_kind kind = LS_CARGO_NONE;
	cJSON *message = cJSON_Parse(line);
	const char *reason = text_of(message, "reason");
	const char *package = text_of(message, "package_id");
	const char *path = NULL;
	if (reason && strcmp(reason, "compiler-artifact") == 0 &&
	    !is_for_building(
		cJSON_GetObjectItemCaseSensitive(message, "target"))) {
		path = text_of(message, "executable");
		kind = LS_CARGO_PROGRAM;
		/* "path+file:///..", before cargo 1.77 "NAME 0.1.0 (path+.." */
		if (!path && package && strstr(package, "path+file:")) {
			path = library_of(message);
			kind = LS_CARGO_LIBRARY;
		}
	}
	*ret = path ? strdup(path) : NULL;
	cJSON_Delete(message);
	return *ret ? kind : LS_CARGO_NONE;
}
