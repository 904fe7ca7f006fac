/*
 * explain.c - what a rule's id means, for the person who met it.
 */
#include <string.h>

#include "base/out.h"
#include "render/keys.h"

enum { COLUMNS = 78 };

/* Sentences, in lines that fit a terminal. */
static void
put_wrapped(struct ls_out *out, const char *text)
{
	size_t column = 0;
	while (*text) {
		size_t size = strcspn(text, " ");
		size_t blanks = strspn(text + size, " ");
		ls_out_bytes(out, text, size);
		column += size;
		text += size + blanks;
		size_t next = strcspn(text, " ");
		if (!*text || column + blanks + next > COLUMNS) {
			ls_out_char(out, '\n');
			column = 0;
		} else {
			ls_out_repeat(out, ' ', blanks);
			column += blanks;
		}
	}
}

void
ls_render_explain(struct ls_out *out, const struct ls_key_info *key)
{
	ls_out_format(out, "%s %s: %s\n\n", key->id, key->name, key->title);
	put_wrapped(out, key->help);
	ls_out_format(out,
	    "\n    rules:\n"
	    "      - type: struct conn\n"
	    "        %s\n"
	    "        reason: what the limit is for\n\n",
	    key->example);
	ls_out_text(out,
	    "To accept what is, write the value that the finding tells, or "
	    "take the type\ninto the baseline.  To silence it for a type: a "
	    "rule with its exact name and\nanother value, where a glob found "
	    "it; 'except' in that glob; 'level: warning';\nor 'ignore: "
	    "true'.  All keys: layoutscope.yaml(5).\n");
}
