/*
 * fuzz_baseline.c - any bytes as a baseline, or as a side of a comparison.
 *
 * In: one byte that chooses what is done and how it looks, and a document.
 * What it is held against is ours and always the same.
 */
#include "fuzz.h"

#include <stdlib.h>

static struct ls_session *
program(void)
{
	static struct ls_session *session;
	const struct ls_open_options how = { .jobs = 1 };
	if (!session &&
	    ls_session_open(fuzz_keep(fuzz_program), &how, &session))
		abort();
	return session;
}

static struct ls_error *
check(struct ls_check *gate, const struct ls_page_options *options)
{
	enum ls_check_result result;
	struct ls_error *err = ls_check_file(gate, program());
	if (!err)
		err = ls_check_finish(gate, &result);
	return err ? err : ls_check_write(gate, options, fuzz_nowhere());
}

static struct ls_error *
write_baseline(struct ls_check *gate, struct ls_session *old, bool some)
{
	static const char *const accept[] = { "conn", "app::*", NULL };
	struct ls_session *sessions[] = { program() };
	struct ls_baseline_counts counts;
	const struct ls_baseline_options how = {
		.sessions = sessions,
		.session_count = 1,
		.old = old,
		.accept = some ? accept : NULL,
	};
	return ls_check_write_baseline(gate, &how, fuzz_nowhere(), &counts);
}

static struct ls_error *
diff(struct ls_session *old, struct ls_session *new,
    const struct ls_page_options *options)
{
	const struct ls_selection all = { .with_hidden = true };
	const struct ls_diff_options how = { .any = true, .selection = &all };
	bool is_failed;
	return ls_session_diff(
	    old, new, &how, options, fuzz_nowhere(), &is_failed);
}

static struct ls_error *
with_session(struct ls_check *gate, const char *path, unsigned choice)
{
	static const char *const formats[] = { "text", "json", "markdown",
		"text" };
	const struct ls_page_options options = { .format = formats[choice & 3],
		.utf8 = choice & 32,
		.color = choice & 64 };
	const struct ls_open_options how = { .jobs = 1 };
	struct ls_session *session;
	struct ls_error *err = ls_session_open(path, &how, &session);
	if (err)
		return err;
	if (choice & 8)
		err = write_baseline(gate, session, choice & 16);
	else if (choice & 16)
		err = diff(session, program(), &options);
	else
		err = diff(program(), session, &options);
	ls_session_close(session);
	return err;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const rules[] = { "'*': {max_growth: 0}",
		"'*': {frozen: true}", NULL };
	struct ls_check *gate;
	if (size < 1)
		return 0;
	const char *path = fuzz_file(data + 1, size - 1);
	const struct ls_check_options how = { .rules = rules,
		.baseline = path };
	const struct ls_page_options options = {
		.format = *data & 8 ? "json" : "text",
	};
	if (ls_check_open(&how, &gate))
		abort(); /* the rules are ours */
	struct ls_error *err = *data & 4 ? check(gate, &options)
					 : with_session(gate, path, *data);
	ls_check_close(gate);
	ls_error_free(err);
	return 0;
}
