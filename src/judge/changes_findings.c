/*
 * changes_findings.c - a comparison's changes as findings.
 *
 * One finding a type, called after the first of its changes that is failed
 * on, or else after the first of them all.
 */
#include "judge/changes_findings.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/out.h"
#include "judge/gate_words.h"

enum { MOST_ENUMERATORS = 10 };

/* By bit of ls_change.what. */
static const struct {
	const char *id, *title, *help;
} kinds[LS_CHANGE_BITS] = {
	{ "diff-grew", "A type grew",
	    "The type is larger than it was in the older file." },
	{ "diff-shrank", "A type shrank",
	    "The type is smaller than it was in the older file." },
	{ "diff-new", "A type is new", "The older file has no such type." },
	{ "diff-gone", "A type is gone", "The newer file has no such type." },
	{ "diff-reordered", "Members are reordered",
	    "The members are in another order than in the older file." },
	{ "diff-tag", "A tag changed",
	    "The variants of the type are told apart in another way." },
	{ "diff-align", "An alignment changed",
	    "The type has another alignment than in the older file." },
	{ "diff-members", "Members changed",
	    "Members of the type were added, removed, moved, or have another "
	    "type." },
	{ "diff-lost-niche", "A type lost its niche",
	    "The type has a tag now, or fewer values that are free." },
	{ "diff-won-niche", "A type won a niche",
	    "The type needs no tag any more, or has free values." },
	{ "diff-renamed", "A type is renamed",
	    "The type has another name, and the same content." },
	{ "diff-enumerators", "Enumerators changed",
	    "Enumerators or variants were added, removed, or have other "
	    "values." },
};

/* ---- words ---- */

static void
put_size(struct ls_out *out, const struct ls_change *change)
{
	ls_out_format(out, "%" PRIu64 " -> %" PRIu64 " bytes (%+" PRId64 ")",
	    change->old.size_bytes, change->new.size_bytes,
	    (int64_t)(change->new.size_bytes - change->old.size_bytes));
}

/* "new", "gone", and how large, where that is known */
static void
put_side(
    struct ls_out *out, const char *words, const struct ls_measure *measure)
{
	ls_out_text(out, words);
	if (measure->has_size)
		ls_out_format(out, ", %" PRIu64 " byte%s", measure->size_bytes,
		    measure->size_bytes == 1 ? "" : "s");
}

static void
put_niche(struct ls_out *out, const struct ls_change *change, const char *what)
{
	ls_out_text(out, what);
	/* what has another tag has other values to be free */
	if (change->old_niche && change->new_niche &&
	    !(change->what & LS_CHANGE_TAG))
		ls_out_format(out, ": free values %s -> %s", change->old_niche,
		    change->new_niche);
}

static void
put_what(struct ls_out *out, const struct ls_change *change, unsigned what)
{
	switch (what) {
	case LS_CHANGE_GREW:
	case LS_CHANGE_SHRANK:
		put_size(out, change);
		break;
	case LS_CHANGE_NEW:
		put_side(out, "new", &change->new);
		break;
	case LS_CHANGE_GONE:
		put_side(out, "gone", &change->old);
		break;
	case LS_CHANGE_REORDERED:
		ls_out_text(out, "reordered");
		break;
	case LS_CHANGE_TAG:
		ls_out_format(out, "tag %s -> %s",
		    change->old_tag ? change->old_tag : "(no variants)",
		    change->new_tag ? change->new_tag : "(no variants)");
		break;
	case LS_CHANGE_ALIGN:
		ls_out_format(out, "align %" PRIu64 " -> %" PRIu64,
		    change->old.align_bytes, change->new.align_bytes);
		break;
	case LS_CHANGE_MEMBERS:
		ls_out_text(out, "members changed");
		break;
	case LS_CHANGE_LOST_NICHE:
		put_niche(out, change, "lost its niche");
		break;
	case LS_CHANGE_WON_NICHE:
		put_niche(out, change, "won a niche");
		break;
	case LS_CHANGE_RENAMED:
		ls_out_format(out, "was %s",
		    change->old_name ? change->old_name : "(no name)");
		break;
	default:
		ls_out_text(out, "enumerators changed");
	}
}

static void
put_enumerators(struct ls_out *out, const struct ls_change *change)
{
	size_t count = change->enumerator_count;
	for (size_t i = 0; i < count && i < MOST_ENUMERATORS; i++) {
		const struct ls_enumerator_change *e = &change->enumerators[i];
		ls_out_format(out, "'%s'", e->name);
		if (e->has_old && e->has_new)
			ls_out_format(out, " was %s and is %s\n",
			    e->old_value ? e->old_value : "(no value)",
			    e->new_value ? e->new_value : "(no value)");
		else
			ls_out_text(
			    out, e->has_new ? " is new\n" : " is gone\n");
	}
	if (count > MOST_ENUMERATORS)
		ls_out_format(
		    out, "and %zu changes more\n", count - MOST_ENUMERATORS);
}

/* The text moves into the arena; `out` is empty then. */
static struct ls_error *
keep(struct ls_out *out, struct ls_arena *arena, const char **ret)
{
	struct ls_error *err = ls_out_finish(out);
	if (!err) {
		*ret = ls_arena_string(
		    arena, out->text ? out->text : "", out->size);
		err = *ret ? NULL : &ls_error_nomem;
	}
	ls_out_free(out);
	return err;
}

/* ---- findings ---- */

static struct ls_error *
put_words(struct ls_finding *finding, const struct ls_change *change,
    struct ls_arena *arena)
{
	struct ls_out title = { 0 }, message = { 0 }, details = { 0 };
	if (change->lang == LS_LANG_C && !change->is_typedef_name)
		ls_out_format(&title, "%s ", ls_kind_word(change->kind));
	ls_out_text(&title, change->name ? change->name : "(no name)");
	/* what the lines below tell is no news beside other words */
	const unsigned below = LS_CHANGE_MEMBERS | LS_CHANGE_ENUMERATORS;
	unsigned told = change->what & ~below ? change->what & ~below
					      : change->what;
	for (unsigned bit = 0; bit < LS_CHANGE_BITS; bit++) {
		if (!(told >> bit & 1))
			continue;
		ls_out_text(&message, message.size > 0 ? ", " : "");
		put_what(&message, change, 1u << bit);
	}
	ls_gate_put_change(&details, change, NULL, &finding->at);
	put_enumerators(&details, change);
	struct ls_error *err = keep(&title, arena, &finding->type);
	if (!err)
		err = keep(&message, arena, &finding->message);
	if (!err)
		err = keep(&details, arena, &finding->details);
	ls_out_free(&message);
	ls_out_free(&details);
	finding->pattern = finding->type;
	return err;
}

static struct ls_error *
fill(struct ls_finding *finding, const struct ls_diff *diff,
    const struct ls_change *change, unsigned fail_on, struct ls_arena *arena)
{
	unsigned failing = change->what & fail_on;
	int bit = __builtin_ctz(failing ? failing : change->what);
	*finding = (struct ls_finding){
		.id = kinds[bit].id,
		.key = ls_change_word((unsigned)bit),
		.title = kinds[bit].title,
		.help = kinds[bit].help,
		.status = LS_FINDING_FAILED,
		.is_warning = !failing,
		.lang = ls_lang_word(change->lang),
		.target = diff->new.target,
		.type_count = 1,
		.broken_count = 1,
		.file = "",
		.has_now = !(change->what & LS_CHANGE_GONE),
		.has_was = !(change->what & LS_CHANGE_NEW),
		.now = change->new,
		.was = change->old,
		.limit = "",
		.actual = "",
		.type_at = { change->decl.file, change->decl.line,
		    change->decl.column },
	};
	finding->at = finding->type_at;
	if (!finding->at.file)
		finding->at = (struct ls_place_row){
			.file = change->what & LS_CHANGE_GONE ? diff->old.file
							      : diff->new.file
		};
	return put_words(finding, change, arena);
}

/* A report of no case at all reads like one that was never made. */
static void
fill_same(struct ls_finding *finding, const struct ls_diff *diff)
{
	*finding = (struct ls_finding){
		.id = "diff-same",
		.key = "same",
		.title = "Nothing changed",
		.help = "The types of both files have the same layouts.",
		.status = LS_FINDING_PASSED,
		.type = diff->new.file,
		.pattern = diff->new.file,
		.lang = "",
		.target = diff->new.target,
		.type_count = diff->same,
		.file = "",
		.limit = "",
		.actual = "",
		.message = "",
		.details = "",
		.at = { .file = diff->new.file },
	};
}

struct ls_error *
ls_changes_findings(const struct ls_diff *diff, unsigned fail_on,
    struct ls_arena *arena, struct ls_check_report *ret)
{
	size_t count = diff->change_count;
	struct ls_finding *findings = LS_NEW(
	    arena, struct ls_finding, count + 1);
	if (!findings)
		return &ls_error_nomem;
	for (size_t i = 0; i < count; i++) {
		struct ls_error *err = fill(
		    &findings[i], diff, &diff->changes[i], fail_on, arena);
		if (err)
			return err;
		ret->warnings += findings[i].is_warning;
		ret->failed += !findings[i].is_warning;
	}
	if (count == 0)
		fill_same(&findings[0], diff);
	ret->is_diff = true;
	ret->passed = count == 0;
	ret->findings = findings;
	ret->finding_count = count == 0 ? 1 : count;
	return NULL;
}
