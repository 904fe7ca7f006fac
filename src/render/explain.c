/*
 * explain.c - what a rule's id means, for the person who met it.
 */
#include "base/out.h"
#include "render/keys.h"

void
ls_render_explain(struct ls_out *out, const struct ls_key_info *key)
{
	ls_out_format(out, "%s %s: %s\n\n%s\n\n", key->id, key->name,
	    key->title, key->help);
	ls_out_format(out,
	    "    rules:\n"
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
