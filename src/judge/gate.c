/*
 * gate.c - rules held against types, one type after another.
 *
 * All matching rules apply, key by key; where a rule that names the type
 * exactly has a key, the globs' are silent for it:
 *
 *	type: "net::*"    max_size: 64, max_padding: 8
 *	type: net::Conn   max_size: 80
 *
 * net::Conn may have 80 bytes, and 8 of padding.
 */
#include "judge/gate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/out.h"
#include "judge/compare.h"
#include "judge/gate_keys.h"
#include "judge/gate_own.h"
#include "judge/gate_words.h"

struct ls_error *
ls_gate_begin(struct ls_gate *gate)
{
	gate->arena.limit_bytes = LS_MAX_MODEL_BYTES;
	gate->tallies = LS_NEW(
	    &gate->arena, struct ls_tally, gate->rules->count + 1);
	return gate->tallies ? NULL : &ls_error_nomem;
}

struct ls_finding *
ls_gate_add(struct ls_gate *gate, uint32_t rule, enum ls_key key)
{
	if (gate->count == gate->room) {
		size_t room = gate->room ? 2 * gate->room : 64;
		struct ls_finding *grown = reallocarray(
		    gate->findings, room, sizeof(*grown));
		if (!grown)
			return NULL;
		gate->findings = grown;
		gate->room = room;
	}
	const struct ls_rule *from = &gate->rules->items[rule];
	const struct ls_value *level = &from->values[LS_KEY_LEVEL];
	struct ls_finding *finding = &gate->findings[gate->count++];
	*finding = (struct ls_finding){
		.id = ls_key_table[key].id,
		.key = ls_key_table[key].name,
		.title = ls_key_table[key].title ? ls_key_table[key].title
						 : "A rule matches nothing.",
		.help = ls_key_table[key].help,
		.rule = rule,
		.is_warning = level->is_given && level->text[0] == 'w',
		.type = from->values[LS_KEY_TYPE].text,
		.pattern = from->values[LS_KEY_TYPE].text,
		.lang = "",
		.file = "",
		.target = "",
		.type_count = 1,
		.limit = "",
		.actual = "",
		.message = "",
		.details = "",
		.reason = from->values[LS_KEY_REASON].text,
		.rule_at = { from->file, from->line, from->column },
		.value_at = { from->file, from->values[key].line,
		    from->values[key].column },
	};
	finding->at = finding->rule_at;
	return finding;
}

/* "struct conn" for C, "net::Conn" else; in the arena. */
static const char *
title_of(struct ls_gate *gate, const struct ls_row *row)
{
	const char *name = row->name ? row->name : "(anonymous)";
	if (row->lang == LS_LANG_C && !row->is_typedef_name)
		return ls_gate_say(
		    gate, "%s %s", ls_kind_word(row->kind), name);
	return ls_arena_string(&gate->arena, name, strlen(name));
}

static bool
put_subject(struct ls_gate *gate, const struct ls_subject *subject,
    struct ls_finding *finding)
{
	const struct ls_row *row = subject->row;
	finding->type = title_of(gate, row);
	finding->lang = ls_lang_word(row->lang);
	finding->has_now = true;
	finding->now = ls_measure_of(row);
	if (subject->baseline) {
		finding->has_was = true;
		finding->was = ls_measure_of(subject->baseline);
	}
	finding->target = ls_arena_string(
	    &gate->arena, subject->target, strlen(subject->target));
	finding->file = ls_arena_string(
	    &gate->arena, subject->file, strlen(subject->file));
	if (row->decl.file) {
		const char *file = ls_arena_string(
		    &gate->arena, row->decl.file, strlen(row->decl.file));
		finding->type_at = (struct ls_place_row){ file, row->decl.line,
			row->decl.column };
		if (!file)
			return false;
		if (row->decl.line)
			finding->at = finding->type_at;
	}
	return finding->type && finding->target && finding->file;
}

/* Does some rule that names the type exactly have this key? */
static bool
has_exact(const struct ls_gate *gate, const struct ls_subject *subject,
    enum ls_key key)
{
	for (size_t i = 0; i < subject->match_count; i++)
		if (subject->matches[i].is_exact &&
		    ls_gate_value(gate, subject->matches[i].rule, key)
			->is_given)
			return true;
	return false;
}

static bool
is_flag_set(const struct ls_gate *gate, const struct ls_subject *subject,
    enum ls_key key, bool exact_only)
{
	for (size_t i = 0; i < subject->match_count; i++)
		if ((subject->matches[i].is_exact || !exact_only) &&
		    ls_gate_value(gate, subject->matches[i].rule, key)->number)
			return true;
	return false;
}

/* What is held against the baseline is accepted by writing it there; the name
 * can be pasted, unless it is a strange one. */
static bool
accept_into_baseline(struct ls_gate *gate, struct ls_finding *finding)
{
	finding->is_accept_option = true;
	finding->accept = strchr(finding->type, '\'')
	    ? "--update-baseline"
	    : ls_gate_say(gate, "--update-baseline='%s'", finding->type);
	return finding->accept != NULL;
}

/*
 * A glob's value is that of all its types: to accept one of them takes a rule
 * that names it, {type: "struct conn", max_size: 72}.
 */
static bool
accept_as_rule(struct ls_gate *gate, struct ls_finding *finding)
{
	struct ls_out text = { 0 };
	size_t size = strlen(finding->key);
	if (strncmp(finding->accept, finding->key, size) != 0 ||
	    finding->accept[size] != ':')
		return true;
	ls_out_text(&text, "{type: \"");
	for (const char *at = finding->type; *at; at++) {
		if (*at == '"' || *at == '\\')
			ls_out_char(&text, '\\');
		ls_out_char(&text, *at);
	}
	ls_out_format(&text, "\", %s}", finding->accept);
	finding->is_accept_rule = true;
	finding->accept = text.text
	    ? ls_arena_string(&gate->arena, text.text, text.size)
	    : NULL;
	ls_out_free(&text);
	return finding->accept != NULL;
}

bool
ls_gate_freezes(
    const struct ls_gate *gate, const struct ls_match *matches, size_t count)
{
	const struct ls_subject subject = { .matches = matches,
		.match_count = count };
	return is_flag_set(gate, &subject, LS_KEY_FROZEN,
	    has_exact(gate, &subject, LS_KEY_FROZEN));
}

/* One more type for which a glob holds; a header's is met in many files. */
static struct ls_error *
count_held(struct ls_gate *gate, uint32_t rule, enum ls_key key,
    const struct ls_subject *subject)
{
	const struct ls_row *row = subject->row;
	const char *const texts[] = { row->name, row->decl.file,
		subject->target };
	const uint64_t numbers[] = { rule, key, row->kind, row->lang,
		row->decl.line, row->size_bytes };
	uint64_t hash = ls_hash_bytes(numbers, sizeof(numbers), 0);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		const char *text = texts[i] ? texts[i] : "";
		hash = ls_hash_bytes(text, strlen(text) + 1, hash);
	}
	if (ls_map_get(&gate->held, hash))
		return NULL;
	gate->tallies[rule].held[key]++;
	return ls_map_put(&gate->held, hash, 1) ? NULL : &ls_error_nomem;
}

static struct ls_error *
record(struct ls_gate *gate, const struct ls_match *match, enum ls_key key,
    const struct ls_subject *subject, const struct ls_verdict *verdict)
{
	bool is_held = verdict->outcome == LS_OUTCOME_HELD;
	if (verdict->outcome == LS_OUTCOME_MOOT)
		return NULL;
	if (is_held && !match->is_exact)
		return count_held(gate, match->rule, key, subject);
	struct ls_finding *finding = ls_gate_add(gate, match->rule, key);
	if (!finding || !put_subject(gate, subject, finding))
		return &ls_error_nomem;
	finding->is_of_glob = !match->is_exact;
	gate->tallies[match->rule].broken[key] += !match->is_exact;
	finding->limit = verdict->limit;
	finding->actual = verdict->actual;
	finding->message = verdict->message;
	finding->accept = verdict->accept;
	if (verdict->outcome == LS_OUTCOME_BROKEN &&
	    (key == LS_KEY_MAX_GROWTH || key == LS_KEY_FROZEN) &&
	    !accept_into_baseline(gate, finding))
		return &ls_error_nomem;
	if (verdict->outcome == LS_OUTCOME_UNKNOWN) {
		finding->status = LS_FINDING_UNMATCHED;
		finding->message = ls_gate_say(
		    gate, "cannot be measured: %s", verdict->message);
		return finding->message ? NULL : &ls_error_nomem;
	}
	if (is_held)
		return NULL;
	if (!match->is_exact && verdict->accept &&
	    !accept_as_rule(gate, finding))
		return &ls_error_nomem;
	finding->status = LS_FINDING_FAILED;
	gate->failed++;
	return ls_gate_explain(gate, subject, verdict,
	    is_flag_set(gate, subject, LS_KEY_FROZEN, false), finding);
}

/* The baseline is larger than what is: the next growth would go unseen. */
static struct ls_error *
judge_stale(struct ls_gate *gate, const struct ls_match *match,
    const struct ls_subject *subject)
{
	const struct ls_row *old = subject->baseline, *row = subject->row;
	enum ls_level level = gate->rules->stale;
	if (level == LS_LEVEL_IGNORE || !old || !old->has_size ||
	    !row->has_size || old->size_bytes <= row->size_bytes)
		return NULL;
	struct ls_finding *finding = ls_gate_add(
	    gate, match->rule, LS_KEY_MAX_GROWTH);
	if (!finding || !put_subject(gate, subject, finding))
		return &ls_error_nomem;
	finding->status = LS_FINDING_FAILED;
	gate->failed++;
	finding->is_warning = level == LS_LEVEL_WARNING;
	finding->limit = ls_gate_say(gate, "%" PRIu64, old->size_bytes);
	finding->actual = ls_gate_say(gate, "%" PRIu64, row->size_bytes);
	finding->message = ls_gate_say(gate,
	    "%" PRIu64 " bytes, but %" PRIu64
	    " in the baseline, which is stale",
	    row->size_bytes, old->size_bytes);
	return finding->limit && finding->actual && finding->message &&
		accept_into_baseline(gate, finding)
	    ? NULL
	    : &ls_error_nomem;
}

static struct ls_error *
judge_key(struct ls_gate *gate, const struct ls_match *match, enum ls_key key,
    const struct ls_subject *subject)
{
	struct ls_verdict verdict;
	if (!ls_gate_value(gate, match->rule, key)->is_given ||
	    (!match->is_exact && has_exact(gate, subject, key)))
		return NULL;
	struct ls_error *err = ls_gate_hold(
	    gate, key, match->rule, subject, &verdict);
	if (!err)
		err = record(gate, match, key, subject, &verdict);
	if (!err && key == LS_KEY_MAX_GROWTH)
		err = judge_stale(gate, match, subject);
	return err;
}

/* It has another size than it had, and that breaks no rule. */
static struct ls_error *
note_moved(struct ls_gate *gate, const struct ls_subject *subject)
{
	const struct ls_row *old = subject->baseline, *row = subject->row;
	if (!old || !old->has_size || !row->has_size ||
	    old->size_bytes == row->size_bytes)
		return NULL;
	if (gate->moved_count == gate->moved_room) {
		size_t room = gate->moved_room ? 2 * gate->moved_room : 64;
		struct ls_moved_row *grown = reallocarray(
		    gate->moved, room, sizeof(*grown));
		if (!grown)
			return &ls_error_nomem;
		gate->moved = grown;
		gate->moved_room = room;
	}
	const struct ls_moved_row moved = { title_of(gate, row),
		ls_measure_of(old), ls_measure_of(row) };
	gate->moved[gate->moved_count++] = moved;
	return moved.type ? NULL : &ls_error_nomem;
}

struct ls_error *
ls_gate_judge(struct ls_gate *gate, const struct ls_subject *subject)
{
	const uint64_t found = gate->failed;
	bool is_globs_silent = is_flag_set(
	    gate, subject, LS_KEY_IGNORE, false);
	bool is_silent = is_flag_set(gate, subject, LS_KEY_IGNORE, true);
	for (size_t i = 0; i < subject->match_count; i++) {
		const struct ls_match *match = &subject->matches[i];
		struct ls_tally *tally = &gate->tallies[match->rule];
		if (is_silent || (is_globs_silent && !match->is_exact)) {
			tally->ignored++;
			continue;
		}
		tally->judged++;
		for (unsigned key = 0; key < LS_KEY_JUDGING; key++) {
			struct ls_error *err = judge_key(
			    gate, match, (enum ls_key)key, subject);
			if (err)
				return err;
		}
	}
	return gate->failed == found && !is_silent ? note_moved(gate, subject)
						   : NULL;
}

enum ls_key
ls_gate_first_key(const struct ls_gate *gate, uint32_t rule)
{
	for (unsigned key = 0; key < LS_KEY_JUDGING; key++)
		if (ls_gate_value(gate, rule, (enum ls_key)key)->is_given)
			return (enum ls_key)key;
	return LS_KEY_IGNORE;
}

struct ls_error *
ls_gate_miss(struct ls_gate *gate, uint32_t rule,
    enum ls_finding_status status, const char *message, const char *details)
{
	struct ls_finding *finding = ls_gate_add(
	    gate, rule, ls_gate_first_key(gate, rule));
	if (!finding)
		return &ls_error_nomem;
	if (!finding->id)
		finding->id = "LS000";
	finding->status = status;
	finding->is_warning = status == LS_FINDING_UNMATCHED &&
	    gate->rules->unmatched == LS_LEVEL_WARNING;
	finding->message = ls_arena_string(
	    &gate->arena, message, strlen(message));
	finding->details = ls_arena_string(
	    &gate->arena, details, strlen(details));
	return finding->message && finding->details ? NULL : &ls_error_nomem;
}

void
ls_gate_free(struct ls_gate *gate)
{
	free(gate->findings);
	free(gate->moved);
	ls_map_free(&gate->held);
	ls_arena_free(&gate->arena);
}
