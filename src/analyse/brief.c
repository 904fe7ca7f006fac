/*
 * brief.c - Rust's type names as people say them.
 *
 *	alloc::vec::Vec<u8, alloc::alloc::Global>	Vec<u8>
 *
 * For sentences; render/shorten.c shortens the names in columns, and keeps
 * their modules.
 */
#include "analyse/brief.h"

#include <string.h>

#include "base/out.h"
#include "model/name.h"

void
ls_put_brief(struct ls_out *out, const char *name)
{
	static const char *const own[] = { ", alloc::alloc::Global",
		", std::hash::random::RandomState" };
	for (const char *at = name; *at;) {
		size_t size = 0, skip = 0;
		for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
			if (strncmp(at, own[i], strlen(own[i])) == 0)
				skip = strlen(own[i]);
		while (ls_name_is_letter(at[size]))
			size++;
		if (skip > 0) {
			at += skip;
		} else if (size > 0 && at[size] == ':' &&
		    at[size + 1] == ':') {
			at += size + 2;
		} else {
			size = size > 0 ? size : 1;
			ls_out_bytes(out, at, size);
			at += size;
		}
	}
}
