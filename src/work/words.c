/*
 * words.c - what is said of the gate and of our documents without a file at
 * hand: --explain and --schema.
 */
#include <string.h>
#include <strings.h>

#include "base/out.h"
#include "judge/rules.h"
#include "layoutscope.h"
#include "render/keys.h"

static const struct ls_key_info *
key_of(const char *word)
{
	for (size_t i = 0; i < LS_KEY_COUNT; i++) {
		const struct ls_key_info *key = &ls_key_table[i];
		if (key->id &&
		    (strcasecmp(key->id, word) == 0 ||
			strcmp(key->name, word) == 0))
			return key;
	}
	return NULL;
}

static struct ls_error *
no_rule(const char *word)
{
	struct ls_error *err = ls_error_new(
	    LS_ERROR_USAGE, "--explain: no rule is called '%s'", word);
	for (size_t i = 0; i < LS_KEY_COUNT; i++)
		if (ls_key_table[i].id)
			err = ls_error_detail(err, "%s %s", ls_key_table[i].id,
			    ls_key_table[i].name);
	return err;
}

/* LS000 is no key: it is what a rule has that demands nothing. */
static void
explain_nothing(struct ls_out *out)
{
	ls_out_text(out,
	    "LS000: A rule that only ignores matches nothing.\n\n"
	    "What it was to leave out is not there any more, or is called "
	    "otherwise.\nTake the rule away, or correct its 'type'; "
	    "'unmatched: warn' at the top of the\ngate file makes all such "
	    "rules warnings.\n");
}

struct ls_error *
ls_explain(const char *word, FILE *file)
{
	struct ls_out out = { .file = file };
	const struct ls_key_info *key = key_of(word);
	if (key)
		ls_render_explain(&out, key);
	else if (strcasecmp(word, "LS000") == 0)
		explain_nothing(&out);
	else
		return no_rule(word);
	struct ls_error *err = ls_out_finish(&out);
	ls_out_free(&out);
	return err;
}

struct ls_error *
ls_write_schema(bool of_gate, FILE *file)
{
	struct ls_out out = { .file = file };
	if (of_gate)
		ls_render_gate_schema(&out, &ls_key_tables);
	else
		ls_render_document_schema(&out);
	struct ls_error *err = ls_out_finish(&out);
	ls_out_free(&out);
	return err;
}
