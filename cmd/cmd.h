/*
 * cmd.h - the commands, as main() sees them.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include <stdbool.h>
#include <stdio.h>

#include "layoutscope.h"
#include "options.h"

/* For scripts: what a command's exit status means.  Also in the manual. */
enum cmd_status {
	CMD_OK = 0,        /* done, and every rule held */
	CMD_FINDING = 1,   /* done, and the gate did not hold */
	CMD_USAGE = 2,     /* asked for in a way we do not understand */
	CMD_INPUT = 3,     /* a file could not be read: see stderr */
	CMD_NO_MATCH = 4,  /* a type or rule found nothing, or too much */
	CMD_INTERNAL = 70, /* we broke a promise of our own */
	CMD_WRITE = 74,    /* the output could not be written */
};

struct cmd {
	const char *name;
	unsigned bit;         /* in the option table */
	const char *operands; /* for --help */
	const char *summary;
	const char *example; /* NULL: it needs none */
	enum cmd_status (*run)(const struct cmd_options *options);
};

extern const struct cmd cmd_table[];
extern const size_t cmd_count;

enum cmd_status cmd_show(const struct cmd_options *options);
enum cmd_status cmd_list(const struct cmd_options *options);
enum cmd_status cmd_suggest(const struct cmd_options *options);
enum cmd_status cmd_check(const struct cmd_options *options);
enum cmd_status cmd_diff(const struct cmd_options *options);
enum cmd_status cmd_init(const struct cmd_options *options);
enum cmd_status cmd_help(const struct cmd_options *options);

/*
 * output.c: standard output, or a file written aside and renamed when all
 * of it is there.  A device or a pipe is written to as it is.
 */
struct cmd_output {
	FILE *file;
	const char *path; /* NULL: standard output */
	char *aside;      /* NULL: written in place */
	char *real;       /* where a link leads, or NULL */
};

/* gate_file.c */

extern const char cmd_gate_file[]; /* "layoutscope.yaml" */

/* It here or above, up to the root of the repository; free it.  NULL: there is
 * none. */
char *cmd_find_gate_file(void);

/* Rules for a page that is no check; `ret` is left alone where there are none.
 * Free the path, which the rules keep, after them. */
struct ls_error *cmd_open_rules(
    const struct cmd_options *options, char **path, struct ls_check **ret);

/* work.c: what commands that look at one file have in common. */

/* One file, opened, and the page about it. */
struct cmd_work {
	const struct cmd_options *options;
	struct ls_session *session;
	struct ls_selection selection;
	struct ls_page_options page;
	struct cmd_output output;
	FILE *notes; /* NULL with --quiet */
	const char **names;
	struct ls_check *rules; /* NULL: there are none */
	char *rules_path;
	char *command;
	char *note_lines;
	size_t note_size;
};

/*
 * The whole of such a command: the first operand is the file, the others are
 * types.  `write` writes a page in the format that it is told, once for the
 * output and once for each --report; `notes` may be NULL.
 */
enum cmd_status cmd_work_run(const struct cmd_options *options,
    struct ls_error *(*write)(struct cmd_work *work,
	const struct ls_page_options *page, FILE *file, FILE *notes));

/* report.c: more pages of one read. */

/* Who writes a page, in the format that it is told. */
struct cmd_writer {
	struct ls_page_options page; /* how, but for the format */
	struct ls_error *(*write)(
	    void *context, const struct ls_page_options *page, FILE *file);
	void *context;
};

/*
 * LS_ERROR_USAGE: a page would be written over an input, which are the first
 * `count` operands, and the files that options name.
 */
struct ls_error *cmd_inputs_check(
    const struct cmd_options *options, size_t count);

/* The same for one that is found later; NULL: there is none. */
struct ls_error *cmd_input_keep(
    const struct cmd_options *options, const char *input);

/* LS_ERROR_USAGE: the baseline would be written over a FILE of check. */
struct ls_error *cmd_operands_keep(
    const struct cmd_options *options, const char *output);

/* Can --format be had here, and is each --report a FORMAT:FILE that can? */
struct ls_error *cmd_formats_check(
    const struct cmd_options *options, enum ls_pages pages);

/* Write the page itself, into --output. */
struct ls_error *cmd_page_write(
    const struct cmd_options *options, const struct cmd_writer *writer);

/* Write each --report; what goes wrong is told. */
enum cmd_status cmd_reports_write(
    const struct cmd_options *options, const struct cmd_writer *writer);

/* Within GitHub Actions: annotations, and the job's summary. */
enum cmd_status cmd_github_write(
    const struct cmd_options *options, const struct cmd_writer *writer);

/*
 * Nothing could be found out about `what`: every page for a CI system and
 * every report says so, or that of an earlier run would be taken for today's.
 * Takes the error, and tells it.
 */
enum cmd_status cmd_fail_pages(
    const struct cmd_options *options, const char *what, struct ls_error *err);

/* baseline.c: write them, as the options ask. */
struct ls_error *cmd_write_baselines(
    const struct cmd_options *options, struct ls_check *check);

/* work.c: notes come as lines of a stream; each is told for itself. */
void cmd_tell(char *lines);

/* work.c: what the options choose, with the names of --type. */
struct ls_selection cmd_selection(const struct cmd_options *options);

/* TYPE operands, behind so many files, and --type: the same thing.  Free the
 * list, and not the names. */
struct ls_error *cmd_names(
    const struct cmd_options *options, size_t file_count, const char ***ret);

/* help.c */
void cmd_write_overview(FILE *file);
void cmd_write_help(FILE *file);
void cmd_write_version(FILE *file);

/* complete.c: `shell` is one of the table's choices. */
void cmd_write_completions(const char *shell, FILE *file);

/* cargo.c: the program as `cargo layoutscope`. */

bool cmd_cargo_is_caller(int argc, char **argv);

/* Leave in argv what is for this program, and say how many words that is;
 * the others, after "--", are for cargo build. */
int cmd_cargo_take_words(int argc, char **argv, char ***cargo_words);

/* Build, and make what was built the FILEs of the operands.  LS_ERROR_SYSTEM:
 * it cannot be built; USAGE: there are several. */
struct ls_error *cmd_cargo_build(
    struct cmd_options *options, unsigned command, char **words);

/* progress.c: ls_session_open(), and how far it has come. */
struct ls_error *cmd_session_open(const struct cmd_options *options,
    const char *path, const struct ls_open_options *how,
    struct ls_session **ret);

/* message.c: the only places that write to standard error. */

/* Print an error with its details, free it, and say what status it means. */
enum cmd_status cmd_fail(struct ls_error *err);

/* A line for a person, with what is harmful in it made harmless. */
void cmd_note(const char *text);

/* The graver of two: what could not be measured is never hidden by what is
 * fine. */
enum cmd_status cmd_worse(enum cmd_status a, enum cmd_status b);

/* terminal.c: colours, width and characters, from options, environment and
 * where `file` goes. */
void cmd_look(const struct cmd_options *options, FILE *file,
    struct ls_page_options *ret);

/* output.c: where a file is, or would come to be: links are followed, also one
 * that leads to nothing so far.  NULL: no memory. */
char *cmd_place_of(const char *file);

/* See struct cmd_output. */
struct ls_error *cmd_output_open(const char *path, struct cmd_output *ret);

/* Put the file in its place. */
struct ls_error *cmd_output_commit(struct cmd_output *output);

/* Leave no trace; also after a commit.  Safe in a signal handler: the last
 * one opened is taken away by cmd_output_abandon_all(). */
void cmd_output_close(struct cmd_output *output);
void cmd_output_abandon_all(void);

#endif
