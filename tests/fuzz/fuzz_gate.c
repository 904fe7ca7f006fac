/*
 * fuzz_gate.c - any bytes as a gate file.
 *
 * In: one byte that chooses the format, and layoutscope.yaml.  The types and
 * the baseline are ours and always the same.
 */
#include "fuzz.h"

#include <stdlib.h>

static void
check(struct ls_check *check, unsigned choice)
{
	static const char *const formats[] = { "text", "json", "markdown",
		"github", "gitlab", "sarif", "junit", "tap" };
	static struct ls_session *session;
	enum ls_check_result result;
	const struct ls_page_options options = {
		.format = formats[choice % 8],
		.utf8 = choice & 8,
		.width = choice & 16 ? 40 : 0,
	};
	const struct ls_open_options how = { .jobs = 1 };
	if (!session &&
	    ls_session_open(fuzz_keep(fuzz_program), &how, &session))
		abort();
	struct ls_error *err = ls_check_file(check, session);
	if (!err && choice & 32)
		err = ls_check_unread(check, "nothing.o", "it is not there");
	if (!err)
		err = ls_check_finish(check, &result);
	if (!err && options.format)
		err = ls_check_write(check, &options, fuzz_nowhere());
	ls_error_free(err);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *baseline;
	struct ls_check *gate;
	if (size < 1)
		return 0;
	if (!baseline)
		baseline = fuzz_keep(fuzz_baseline);
	/* Else a gate file could name any file of this machine. */
	const struct ls_check_options how = {
		.rules_file = fuzz_file(data + 1, size - 1),
		.baseline = baseline,
	};
	struct ls_error *err = ls_check_open(&how, &gate);
	if (!err) {
		check(gate, *data);
		ls_check_close(gate);
	}
	ls_error_free(err);
	return 0;
}
