/*
 * init.c - the order of work of a first gate file: all rows, the few that are
 * worth a rule, and the gate itself, which takes out what does not hold.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse/reorder/reorder_type.h"
#include "base/out.h"
#include "judge/starter.h"
#include "render/starter.h"
#include "work/check_own.h"
#include "work/rows.h"

/* The rules as texts, NULL-terminated; those of rows that can be named. */
static struct ls_error *
make_rules(struct ls_starter_row *rows, size_t *count, char **ret)
{
	size_t kept = 0;
	for (size_t i = 0; i < *count; i++) {
		struct ls_out out = { 0 };
		if (!ls_starter_can_name(rows[i].row))
			continue;
		ls_render_starter_rule(&out, &rows[i]);
		struct ls_error *err = ls_out_finish(&out);
		if (err) {
			ls_out_free(&out);
			return err;
		}
		ret[kept] = out.text;
		rows[kept++] = rows[i];
	}
	*count = kept;
	return NULL;
}

/*
 * Leave the rules that hold.  One does not where two types have the name, or
 * something of the type cannot be measured.
 */
static struct ls_error *
keep_holding(struct ls_session *session, const char *const *rules,
    struct ls_starter_row *rows, size_t *count)
{
	const struct ls_check_options how = { .rules = rules };
	bool is_broken[LS_STARTER_MOST] = { false };
	struct ls_check *check = NULL;
	enum ls_check_result result;
	if (*count == 0)
		return NULL;
	struct ls_error *err = ls_check_open(&how, &check);
	if (!err)
		err = ls_check_file(check, session);
	if (!err)
		err = ls_check_finish(check, &result);
	for (size_t i = 0; !err && i < check->report.finding_count; i++) {
		const struct ls_finding *finding = &check->report.findings[i];
		if (finding->status != LS_FINDING_PASSED)
			is_broken[finding->rule] = true;
	}
	ls_check_close(check);
	size_t kept = 0;
	for (size_t i = 0; i < *count && !err; i++)
		if (!is_broken[i])
			rows[kept++] = rows[i];
	if (!err)
		*count = kept;
	return err;
}

static void
find_best(
    const struct ls_model *model, struct ls_starter_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool is_proved;
		uint64_t best = ls_best_size(
		    model, rows[i].row->type_id, &is_proved);
		if (best < rows[i].best_size_bytes)
			rows[i].best_size_bytes = best;
	}
}

static struct ls_error *
write_page(const struct ls_starter *starter, FILE *file)
{
	struct ls_out out = { .file = file };
	if (starter->row_count == 0)
		return ls_error_detail(
		    ls_error_new(LS_ERROR_NO_MATCH,
			"%s: no type to make a rule of", starter->file),
		    "hint: layoutscope list --all FILE");
	ls_render_starter(&out, starter);
	struct ls_error *err = ls_out_finish(&out);
	ls_out_free(&out);
	return err;
}

struct ls_error *
ls_session_init(struct ls_session *session, FILE *file)
{
	struct ls_starter_row starters[LS_STARTER_MOST];
	char *rules[LS_STARTER_MOST + 1] = { NULL };
	struct ls_rows rows = { 0 };
	size_t count = 0;
	struct ls_error *err = ls_rows_load_all(session, &rows);
	if (!err &&
	    !ls_starter_choose(rows.items, rows.count, starters, &count))
		err = &ls_error_nomem;
	if (!err)
		err = make_rules(starters, &count, rules);
	if (!err)
		err = keep_holding(
		    session, (const char *const *)rules, starters, &count);
	if (!err) {
		const struct ls_starter starter = {
			.file = session->source->input.file,
			.rows = starters,
			.row_count = count,
		};
		find_best(rows.chosen.model, starters, count);
		err = write_page(&starter, file);
	}
	for (size_t i = 0; i < LS_STARTER_MOST; i++)
		free(rules[i]);
	ls_rows_free(&rows);
	return err;
}
