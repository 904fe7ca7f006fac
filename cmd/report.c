/*
 * report.c - more pages of one read: --report, and what GitHub Actions gets
 * unasked.
 *
 * They are written after the page itself and one after the other, so that
 * one that fails takes no other with it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cmd.h"

/* Where the file's name begins in "sarif:out.sarif"; NULL: nowhere. */
static const char *
file_of(const char *report)
{
	const char *colon = strchr(report, ':');
	return colon && colon > report && colon[1] ? colon + 1 : NULL;
}

/* What was asked for, and what there is. */
static struct ls_error *
bad_format(enum ls_pages pages, const char *option, const char *format)
{
	if (pages == LS_PAGES_PATCH)
		return ls_error_new(LS_ERROR_USAGE,
		    "%s: a patch has no format '%s'", option, format);
	struct ls_error *err = ls_error_new(
	    LS_ERROR_USAGE, "%s: '%s' is not a format here", option, format);
	for (size_t i = 0; ls_format_name(i); i++)
		if (ls_has_format(pages, ls_format_name(i)))
			err = ls_error_detail(err, "%-10s %s",
			    ls_format_name(i), ls_format_help(i));
	return err;
}

static struct ls_error *
check_report_format(enum ls_pages pages, const char *report, size_t size)
{
	char *format = strndup(report, size);
	struct ls_error *err = NULL;
	if (!format)
		return &ls_error_nomem;
	if (!ls_has_format(pages, format))
		err = bad_format(pages, "--report", format);
	free(format);
	return err;
}

static bool
is_one_place(const char *one, const char *other)
{
	struct stat there;
	if (stat(one, &there) == 0 && !S_ISREG(there.st_mode))
		return false; /* /dev/null takes what comes */
	char *a = cmd_place_of(one), *b = cmd_place_of(other);
	bool is = a && b && strcmp(a, b) == 0;
	free(a);
	free(b);
	return is;
}

static struct ls_error *
check_one(const struct cmd_options *options, size_t index, enum ls_pages pages)
{
	const char *report = options->reports.items[index];
	const char *file = file_of(report);
	bool is_twice = file && options->output &&
	    is_one_place(options->output, file);
	if (!file || strcmp(file, "-") == 0)
		return ls_error_detail(
		    ls_error_new(LS_ERROR_USAGE,
			"--report: '%s' is not FORMAT:FILE", report),
		    "hint: --report=sarif:layout.sarif");
	struct ls_error *err = check_report_format(
	    pages, report, (size_t)(file - report) - 1);
	if (err)
		return err;
	for (size_t i = 0; i < index; i++)
		is_twice = is_twice ||
		    is_one_place(file_of(options->reports.items[i]), file);
	return is_twice ? ls_error_new(LS_ERROR_USAGE,
			      "--report: two pages for one file: %s", file)
			: NULL;
}

struct ls_error *
cmd_formats_check(const struct cmd_options *options, enum ls_pages pages)
{
	if (options->format && !ls_has_format(pages, options->format))
		return bad_format(pages, "--format", options->format);
	for (size_t i = 0; i < options->reports.count; i++) {
		struct ls_error *err = check_one(options, i, pages);
		if (err)
			return err;
	}
	return NULL;
}

/* ---- no page over an input ---- */

static bool
is_same_file(const char *one, const char *other)
{
	struct stat a, b;
	return stat(one, &a) == 0 && stat(other, &b) == 0 &&
	    S_ISREG(a.st_mode) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

struct ls_error *
cmd_input_keep(const struct cmd_options *options, const char *input)
{
	if (!input)
		return NULL;
	if (options->output && is_same_file(input, options->output))
		return ls_error_new(LS_ERROR_USAGE,
		    "--output: %s is what is read", options->output);
	for (size_t i = 0; i < options->reports.count; i++) {
		const char *file = file_of(options->reports.items[i]);
		if (file && is_same_file(input, file))
			return ls_error_new(LS_ERROR_USAGE,
			    "--report: %s is what is read", file);
	}
	return NULL;
}

struct ls_error *
cmd_inputs_check(const struct cmd_options *options, size_t count)
{
	const char *const others[] = { options->debug_file, options->budget,
		options->baseline, options->weights };
	struct ls_error *err = NULL;
	for (size_t i = 0; i < count && i < options->operand_count && !err;
	     i++)
		err = cmd_input_keep(options, options->operands[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others) && !err; i++)
		err = cmd_input_keep(options, others[i]);
	return err;
}

struct ls_error *
cmd_operands_keep(const struct cmd_options *options, const char *output)
{
	for (size_t i = 0; i < options->operand_count; i++)
		if (is_same_file(options->operands[i], output))
			return ls_error_new(LS_ERROR_USAGE,
			    "baseline: %s is what is read", output);
	return NULL;
}

struct ls_error *
cmd_page_write(
    const struct cmd_options *options, const struct cmd_writer *writer)
{
	struct ls_page_options page = writer->page;
	struct cmd_output output;
	struct ls_error *err = cmd_output_open(options->output, &output);
	if (err)
		return err;
	cmd_look(options, output.file, &page);
	err = writer->write(writer->context, &page, output.file);
	if (!err)
		err = cmd_output_commit(&output);
	cmd_output_close(&output);
	return err;
}

/* One page into one file. */
static struct ls_error *
write_file(const struct cmd_options *options, const char *report,
    const struct cmd_writer *writer)
{
	const char *file = file_of(report);
	char *format = strndup(report, (size_t)(file - report) - 1);
	struct ls_page_options page = writer->page;
	struct cmd_output output;
	if (!format)
		return &ls_error_nomem;
	page.format = format;
	struct ls_error *err = cmd_output_open(file, &output);
	if (!err) {
		cmd_look(options, output.file, &page);
		err = writer->write(writer->context, &page, output.file);
		if (err && err->code == LS_ERROR_WRITE)
			err = ls_error_wrap(err, "%s", file);
		if (!err)
			err = cmd_output_commit(&output);
		cmd_output_close(&output);
	}
	free(format);
	return err;
}

enum cmd_status
cmd_reports_write(
    const struct cmd_options *options, const struct cmd_writer *writer)
{
	enum cmd_status status = CMD_OK;
	for (size_t i = 0; i < options->reports.count; i++) {
		struct ls_error *err = write_file(
		    options, options->reports.items[i], writer);
		if (err)
			status = cmd_worse(status, cmd_fail(err));
	}
	return status;
}

/* ---- GitHub Actions ---- */

/* Annotations are lines of either stream: those that a program may read are
 * left alone. */
static FILE *
annotations_stream(const struct cmd_options *options)
{
	const char *format = options->format;
	bool is_free = !format || strcmp(format, "text") == 0 ||
	    (options->output && strcmp(options->output, "-") != 0);
	if (!is_free && strcmp(format, "github") == 0)
		return NULL; /* they stand there already */
	return is_free ? stdout : stderr;
}

static struct ls_error *
append_summary(const char *path, const struct cmd_writer *writer)
{
	struct ls_page_options page = writer->page;
	FILE *file = fopen(path, "a");
	page.format = "markdown";
	if (!file)
		return ls_error_new(LS_ERROR_WRITE,
		    "GITHUB_STEP_SUMMARY: %s: %s", path, strerror(errno));
	struct ls_error *err = ls_error_wrap(
	    writer->write(writer->context, &page, file),
	    "GITHUB_STEP_SUMMARY: %s", path);
	if (fclose(file) != 0 && !err)
		err = ls_error_new(LS_ERROR_WRITE,
		    "GITHUB_STEP_SUMMARY: %s: %s", path, strerror(errno));
	return err;
}

enum cmd_status
cmd_github_write(
    const struct cmd_options *options, const struct cmd_writer *writer)
{
	const char *is_there = getenv("GITHUB_ACTIONS");
	const char *summary = getenv("GITHUB_STEP_SUMMARY");
	struct ls_page_options page = writer->page;
	struct ls_error *err = NULL;
	enum cmd_status status = CMD_OK;
	if (!is_there || strcmp(is_there, "true") != 0)
		return CMD_OK;
	FILE *stream = annotations_stream(options);
	page.format = "github";
	if (stream)
		err = writer->write(writer->context, &page, stream);
	if (err)
		status = cmd_fail(err);
	err = summary && *summary ? append_summary(summary, writer) : NULL;
	return err ? cmd_worse(status, cmd_fail(err)) : status;
}

/* ---- nothing to show ---- */

struct failure {
	const char *what;
	const struct ls_error *err;
};

static struct ls_error *
write_failure(void *context, const struct ls_page_options *page, FILE *file)
{
	const struct failure *failure = context;
	return ls_check_write_failure(
	    failure->what, failure->err->text, page, file);
}

/* Is the page itself one for a CI system, which only findings have? */
static bool
is_for_ci(const char *format)
{
	return format && !ls_has_format(LS_PAGES_LAYOUTS, format) &&
	    ls_has_format(LS_PAGES_FINDINGS, format);
}

enum cmd_status
cmd_fail_pages(
    const struct cmd_options *options, const char *what, struct ls_error *err)
{
	struct failure failure = { what, err };
	const struct cmd_writer writer = {
		.page = { .format = options->format },
		.write = write_failure,
		.context = &failure,
	};
	struct ls_error *more = is_for_ci(options->format)
	    ? cmd_page_write(options, &writer)
	    : NULL;
	enum cmd_status status = more ? cmd_fail(more) : CMD_OK;
	status = cmd_worse(status, cmd_reports_write(options, &writer));
	status = cmd_worse(status, cmd_github_write(options, &writer));
	return cmd_worse(status, cmd_fail(err));
}
