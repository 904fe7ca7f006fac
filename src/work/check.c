/*
 * check.c - the order of work of the gate: which types the rules mean, their
 * rows, the baseline's rows beside them, verdicts, a page.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/crew.h"
#include "base/limits.h"
#include "base/out.h"
#include "judge/gate_keys.h"
#include "render/check.h"
#include "work/check_own.h"
#include "work/rows.h"
#include "work/work.h"

/* ---- opening ---- */

static struct ls_error *
read_file(const char *path, struct ls_out *out)
{
	char buffer[8192];
	size_t size;
	FILE *file = fopen(path, "rb");
	if (!file)
		return ls_error_new(
		    LS_ERROR_USAGE, "%s: %s", path, strerror(errno));
	while ((size = fread(buffer, 1, sizeof(buffer), file)) > 0 &&
	    out->size <= LS_MAX_GATE_BYTES)
		ls_out_bytes(out, buffer, size);
	bool bad = ferror(file);
	fclose(file);
	if (bad)
		return ls_error_new(
		    LS_ERROR_USAGE, "%s: cannot be read", path);
	return ls_out_finish(out);
}

static struct ls_error *
read_rules(struct ls_check *check, const struct ls_check_options *options)
{
	struct ls_out text = { 0 };
	struct ls_error *err = NULL;
	if (options->rules_file) {
		err = read_file(options->rules_file, &text);
		if (!err)
			err = ls_rules_read(&check->rules, options->rules_file,
			    text.text ? text.text : "", text.size);
	}
	ls_out_free(&text);
	for (size_t i = 0; options->rules && options->rules[i] && !err; i++)
		err = ls_rules_read_one(&check->rules, options->rules[i]);
	return err;
}

struct ls_error *
ls_check_open(const struct ls_check_options *options, struct ls_check **ret)
{
	struct ls_check *check = calloc(1, sizeof(*check));
	if (!check)
		return &ls_error_nomem;
	check->gate.rules = &check->rules;
	check->rules_file = options->rules_file;
	check->baseline = options->baseline;
	struct ls_error *err = read_rules(check, options);
	size_t count = check->rules.count;
	check->other_bytes = calloc(count + 1, sizeof(*check->other_bytes));
	check->is_met = calloc(count + 1, sizeof(*check->is_met));
	check->is_tried = calloc(count + 1, sizeof(*check->is_tried));
	check->misses = calloc(count + 1, sizeof(struct ls_error *));
	if (!err &&
	    (!check->other_bytes || !check->is_met || !check->is_tried ||
		!check->misses))
		err = &ls_error_nomem;
	if (!err)
		err = ls_gate_begin(&check->gate);
	if (err) {
		ls_check_close(check);
		return err;
	}
	*ret = check;
	return NULL;
}

void
ls_check_close(struct ls_check *check)
{
	if (!check)
		return;
	for (size_t i = 0; check->misses && i < check->rules.count; i++)
		ls_error_free(check->misses[i]);
	free(check->misses);
	free(check->is_met);
	free(check->is_tried);
	free(check->other_bytes);
	free(check->inputs);
	ls_map_free(&check->met);
	ls_gate_free(&check->gate);
	ls_rules_free(&check->rules);
	free(check);
}

/* ---- the rows, and the baseline's ---- */

/* Each entry of the hits once. */
static struct ls_error *
load_hits(struct ls_session *session, const struct ls_hits *hits,
    struct ls_rows *ret)
{
	struct ls_found found = { .ids = calloc(
				      hits->count + 1, sizeof(ls_entry_id)) };
	if (!found.ids)
		return &ls_error_nomem;
	for (size_t i = 0; i < hits->count; i++)
		if (i == 0 || hits->items[i].entry != hits->items[i - 1].entry)
			found.ids[found.count++] = hits->items[i].entry;
	return ls_rows_load_names(session, found, ret);
}

static bool
wants_baseline(const struct ls_check *check)
{
	if (check->baseline || check->rules.baseline)
		return true;
	for (size_t i = 0; i < check->rules.count; i++)
		if (ls_check_value(check, i, LS_KEY_MAX_GROWTH)->is_given)
			return true;
	return false;
}

struct ls_error *
ls_check_baseline_path(
    const struct ls_check *check, const struct ls_session *session, char **ret)
{
	const char *path = check->baseline ? check->baseline
					   : check->rules.baseline;
	const char *slash = check->rules_file && !check->baseline
	    ? strrchr(check->rules_file, '/')
	    : NULL;
	struct ls_out out = { 0 };
	if (!path)
		return ls_error_detail(
		    ls_error_new(LS_ERROR_USAGE, "there is no baseline"),
		    "hint: --baseline=layout-baseline.json, or 'baseline:' in "
		    "the gate file");
	if (slash && path[0] != '/')
		ls_out_bytes(&out, check->rules_file,
		    (size_t)(slash - check->rules_file) + 1);
	const char *mark = strstr(path, "{target}");
	ls_out_bytes(&out, path, mark ? (size_t)(mark - path) : strlen(path));
	if (mark) {
		ls_out_text(&out, session->source->input.target.name);
		ls_out_text(&out, mark + strlen("{target}"));
	}
	struct ls_error *err = ls_out_finish(&out);
	if (err)
		ls_out_free(&out);
	else
		*ret = out.text;
	return err;
}

/* A baseline that cannot be used is a fault of what was asked for. */
static struct ls_error *
bad_baseline(struct ls_error *why)
{
	struct ls_error *err = ls_error_detail(
	    ls_error_new(LS_ERROR_USAGE, "baseline: %s", why->text),
	    "hint: layoutscope check --save-baseline FILE writes one");
	ls_error_free(why);
	return err;
}

/* Where it is, for the page too. */
static struct ls_error *
find_baseline(
    struct ls_check *check, const struct ls_session *session, char **ret)
{
	struct ls_error *err = ls_check_baseline_path(check, session, ret);
	if (err)
		return err;
	struct ls_checked_input
	    *input = &check->inputs[check->report.input_count - 1];
	input->baseline = ls_arena_string(
	    &check->gate.arena, *ret, strlen(*ret));
	return input->baseline ? NULL : &ls_error_nomem;
}

/* What is loaded of a file and of its baseline, by two threads. */
struct loading {
	struct ls_session *session;
	const struct ls_hits *hits;
	const char *baseline; /* NULL: there is none */
};

/* The session is closed with the rows where it was opened for them. */
struct loaded {
	struct ls_rows rows;
	bool has_session;
};

static void
loaded_free(void *item)
{
	struct loaded *loaded = item;
	struct ls_session *session = loaded->rows.session;
	ls_rows_free(&loaded->rows);
	if (loaded->has_session)
		ls_session_close(session);
}

/* Types of the baseline that are called as those that the rules mean. */
static struct ls_error *
load_like_hits(const struct loading *loading, struct ls_session *session,
    struct ls_rows *ret)
{
	const struct ls_hits *hits = loading->hits;
	const struct ls_catalog *catalog = &loading->session->source->catalog;
	const char **names = calloc(hits->count + 1, sizeof(char *));
	if (!names)
		return &ls_error_nomem;
	for (size_t i = 0; i < hits->count; i++)
		names[i] = catalog->entries[hits->items[i].entry].name;
	struct ls_error *err = ls_rows_load_called(
	    session, names, hits->count, ret);
	free(names);
	return err;
}

static struct ls_error *
load_baseline(const struct loading *loading, struct loaded *ret)
{
	const struct ls_open_options how = {
		.jobs = loading->session->how.jobs,
	};
	const char *target = loading->session->source->input.target.name;
	struct ls_session *session = NULL;
	struct ls_error *err = ls_session_open(
	    loading->baseline, &how, &session);
	if (err)
		return bad_baseline(err);
	ret->has_session = true;
	ret->rows.session = session;
	const char *its = session->source->input.target.name;
	if (strcmp(its, target) != 0)
		return ls_error_detail(
		    ls_error_new(LS_ERROR_USAGE,
			"baseline: %s is of %s, and this file of %s",
			loading->baseline, its, target),
		    "hint: baseline: layout-baseline.{target}.json");
	err = load_like_hits(loading, session, &ret->rows);
	return err ? bad_baseline(err) : NULL;
}

static struct ls_error *
load_one(void *context, void *own, size_t index, void *item)
{
	const struct loading *loading = context;
	struct loaded *ret = item;
	(void)own;
	struct ls_error *err = index == 0
	    ? load_hits(loading->session, loading->hits, &ret->rows)
	    : load_baseline(loading, ret);
	if (err)
		loaded_free(ret);
	return err;
}

/* Rows of the file, and of its baseline if there is to be one. */
static struct ls_error *
load_both(struct ls_check *check, struct ls_session *session,
    const struct ls_hits *hits, struct loaded *rows, struct loaded *baseline)
{
	char *path = NULL;
	bool has_baseline = wants_baseline(check);
	struct ls_error *err = has_baseline
	    ? find_baseline(check, session, &path)
	    : NULL;
	struct loading loading = { session, hits, path };
	const struct ls_crew_task task = {
		.count = has_baseline ? 2 : 1,
		.item_bytes = sizeof(struct loaded),
		.jobs = session->how.jobs,
		.are_large = true,
		.context = &loading,
		.make = load_one,
		.drop = loaded_free,
	};
	struct ls_crew *crew = NULL;
	bool got;
	if (!err)
		err = ls_crew_new(&task, &crew);
	if (!err)
		err = ls_crew_next(crew, rows, &got);
	if (!err && has_baseline)
		err = ls_crew_next(crew, baseline, &got);
	ls_crew_free(crew);
	free(path);
	return !err && has_baseline
	    ? ls_rows_pair(&baseline->rows, &rows->rows)
	    : err;
}

/* ---- one file ---- */

static struct ls_error *
add_input(struct ls_check *check, struct ls_checked_input input)
{
	struct ls_arena *arena = &check->gate.arena;
	const char **texts[] = { &input.file, &input.build_id, &input.target,
		&input.error };
	struct ls_checked_input *grown = reallocarray(
	    check->inputs, check->report.input_count + 1, sizeof(*grown));
	if (!grown)
		return &ls_error_nomem;
	check->inputs = grown;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		if (!*texts[i])
			continue;
		*texts[i] = ls_arena_string(
		    arena, *texts[i], strlen(*texts[i]));
		if (!*texts[i])
			return &ls_error_nomem;
	}
	grown[check->report.input_count++] = input;
	return NULL;
}

/* "GNU C17 12.2.0", without the options that follow. */
static size_t
name_size(const char *producer)
{
	const char *options = strstr(producer, " -");
	return options ? (size_t)(options - producer) : strlen(producer);
}

static bool
has_producer(const struct ls_input *input, const char *producer)
{
	size_t size = name_size(producer);
	for (uint32_t i = 0; i < input->producer_count; i++)
		if (name_size(input->producers[i]) == size &&
		    strncmp(input->producers[i], producer, size) == 0)
			return true;
	return false;
}

/* A compiler of this file that made nothing of the baseline: what it lays out
 * in another way is nobody's change. */
static struct ls_error *
note_compiler(struct ls_check *check, const struct ls_input *now,
    const struct ls_input *was)
{
	struct ls_checked_input
	    *input = &check->inputs[check->report.input_count - 1];
	for (uint32_t i = 0; i < now->producer_count; i++) {
		const char *name = now->producers[i];
		if (was->producer_count == 0 || has_producer(was, name))
			continue;
		input->note = ls_gate_say(&check->gate,
		    "the baseline is by another compiler: %.*s, and this "
		    "file by %.*s",
		    (int)name_size(was->producers[0]), was->producers[0],
		    (int)name_size(name), name);
		return input->note ? NULL : &ls_error_nomem;
	}
	return NULL;
}

struct ls_error *
ls_check_file(struct ls_check *check, struct ls_session *session)
{
	const struct ls_input *input = &session->source->input;
	struct ls_hits hits = { 0 };
	struct loaded rows = { 0 }, baseline = { 0 };
	struct ls_error *err = add_input(check,
	    (struct ls_checked_input){ .file = input->file,
		.build_id = input->build_id,
		.target = input->target.name });
	if (!err)
		err = ls_check_find(check, session, &hits);
	if (!err)
		err = load_both(check, session, &hits, &rows, &baseline);
	if (!err && baseline.has_session)
		err = note_compiler(
		    check, input, &baseline.rows.session->source->input);
	if (!err)
		err = ls_check_judge(check, &rows.rows, &baseline.rows, &hits);
	if (err && check->report.input_count > 0)
		check->inputs[check->report.input_count - 1]
		    .error = ls_arena_string(
		    &check->gate.arena, err->text, strlen(err->text));
	loaded_free(&rows);
	loaded_free(&baseline);
	free(hits.items);
	return err;
}

bool
ls_check_is_met(struct ls_check *check, const char *path)
{
	struct stat file;
	if (stat(path, &file) != 0 || !S_ISREG(file.st_mode))
		return false;
	uint64_t key = ls_mix((uint64_t)file.st_ino + ls_mix(file.st_dev));
	bool is = ls_map_get(&check->met, key);
	if (!is && !ls_map_put(&check->met, key, 1))
		return false; /* without memory it is checked twice */
	return is;
}

struct ls_error *
ls_check_unread(struct ls_check *check, const char *path, const char *why)
{
	return add_input(
	    check, (struct ls_checked_input){ .file = path, .error = why });
}

/*
 * Rules that are for other machines than the files: one of them is another
 * build's; where there are none but such, this build measured nothing.
 */
static struct ls_error *
miss_elsewhere(struct ls_check *check)
{
	struct ls_error *err = NULL;
	size_t count = 0;
	bool is_read = false;
	for (size_t i = 0; i < check->report.input_count; i++)
		is_read |= check->inputs[i].target != NULL;
	for (size_t i = 0; i < check->rules.count; i++)
		count += !check->is_tried[i];
	check->report.elsewhere = is_read ? count : 0;
	if (!is_read || count < check->rules.count)
		return NULL;
	for (uint32_t i = 0; i < check->rules.count && !err; i++)
		err = ls_gate_miss(&check->gate, i, LS_FINDING_UNMATCHED,
		    "no rule is for the machine of these files: nothing was "
		    "measured",
		    "");
	return err;
}

/* A file that can be read asks for the baseline.  Where there is none, what is
 * wrong with that is still to be told; of "{target}" nothing is known. */
static struct ls_error *
try_baseline(struct ls_check *check)
{
	const struct ls_open_options how = { 0 };
	const char *named = check->baseline ? check->baseline
					    : check->rules.baseline;
	struct ls_session *session = NULL;
	char *path = NULL;
	for (size_t i = 0; i < check->report.input_count; i++)
		if (check->inputs[i].target)
			return NULL;
	if (!wants_baseline(check) || (named && strstr(named, "{target}")))
		return NULL;
	struct ls_error *err = ls_check_baseline_path(check, NULL, &path);
	if (err)
		return err;
	err = ls_session_open(path, &how, &session);
	ls_session_close(session);
	free(path);
	return err ? bad_baseline(err) : NULL;
}

struct ls_error *
ls_check_finish(struct ls_check *check, enum ls_check_result *ret)
{
	struct ls_check_report *report = &check->report;
	struct ls_error *err = try_baseline(check);
	if (!err)
		err = miss_elsewhere(check);
	for (uint32_t i = 0; i < check->rules.count && !err; i++)
		if (check->misses[i] && !check->is_met[i])
			err = ls_gate_miss(&check->gate, i,
			    LS_FINDING_UNMATCHED, check->misses[i]->text,
			    check->misses[i]->details);
	report->tool_version = LS_VERSION;
	report->rules_file = check->rules_file;
	report->inputs = check->inputs;
	if (!err)
		err = ls_gate_finish(&check->gate, report);
	if (!err)
		*ret = report->unmatched || report->ambiguous
		    ? LS_CHECK_UNMEASURED
		    : report->failed ? LS_CHECK_BROKEN
				     : LS_CHECK_HELD;
	return err;
}

static struct ls_error *
write_report(const struct ls_check_report *report,
    const struct ls_page_options *options, FILE *file)
{
	const char *format = options->format ? options->format : "text";
	const struct ls_check_renderer *renderer = ls_check_renderer_by_name(
	    format);
	if (!renderer)
		return ls_error_new(
		    LS_ERROR_USAGE, "check has no format '%s'", format);
	struct ls_view view = ls_view_of(options);
	struct ls_out out = { .file = file };
	struct ls_page page = { .out = &out, .view = &view };
	renderer->write(&page, report);
	struct ls_error *err = ls_out_finish(&out);
	ls_out_free(&out);
	return err;
}

struct ls_error *
ls_check_write(
    struct ls_check *check, const struct ls_page_options *options, FILE *file)
{
	return write_report(&check->report, options, file);
}

struct ls_error *
ls_check_write_failure(const char *what, const char *why,
    const struct ls_page_options *options, FILE *file)
{
	const struct ls_checked_input input = { .file = what, .error = why };
	const struct ls_check_report report = {
		.tool_version = LS_VERSION, .inputs = &input, .input_count = 1
	};
	return write_report(&report, options, file);
}
