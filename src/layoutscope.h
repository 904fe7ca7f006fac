/*
 * layoutscope.h - the library, as its users see it.
 *
 * What is not in this file is not for you: it may be gone tomorrow.  Sizes
 * are in bytes unless a name says bits.  The layout rules come from the
 * System V psABI of the machine and the Itanium C++ ABI; how each compiler
 * writes them into DWARF is told in layoutscope(1).
 */
#ifndef LAYOUTSCOPE_H
#define LAYOUTSCOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"

#define LS_VERSION "0.1.0"

struct ls_session;

/* What to read and how; zero is the default of everything. */
struct ls_open_options {
	const char *debug_file;        /* --debug-file, NULL: look for one */
	const char *const *debug_dirs; /* NULL-terminated; NULL: the usual */
	const char *reader;            /* "auto", "scan", "libdwarf"; NULL */
	unsigned jobs;                 /* 0: as many as there are cores */
	/* A hint: only these names will be asked for (NULL-terminated).  It
	 * saves time, never changes an answer.  NULL: no hint. */
	const char *const *only_names;
	void (*progress)(void *context, size_t done, size_t total);
	void *progress_context;
};

/*
 * Open a file (ELF, archive, snapshot; "-" is standard input) and list its
 * types by name.  Fails with LS_ERROR_SYSTEM, FORMAT, UNSUPPORTED, LIMIT, or
 * NO_TYPES; each text begins with the path.
 */
struct ls_error *ls_session_open(const char *path,
    const struct ls_open_options *options, struct ls_session **ret);

void ls_session_close(struct ls_session *session); /* NULL is fine */

/* Which types, in the words of layoutscope(1), FINDING A TYPE. */
struct ls_selection {
	const char *const *names; /* each one name or glob */
	size_t name_count;
	const char *regex; /* -e; NULL */
	bool ignore_case;
	bool with_hidden;            /* -a */
	bool with_hidden_ideas;      /* -a: ideas on those too */
	bool structs, unions, enums; /* only these kinds; none: all */

	/* NULL-terminated lists, or NULL */
	const char *const *exclude;  /* -x: not the names that begin so */
	const char *const *prefixes; /* -y: only the names that begin so */
	const char *const *langs;    /* --lang: only these, as JSON has them */
	const char *const *not_langs; /* --lang-exclude */
	const char *const *not_units; /* -X: not the units that begin so */
	const char *const *not_files; /* -D: nor what such files declare */

	/* neither names nor regex: every type that has a layout */
};

/* How a page looks. */
struct ls_page_options {
	const char *format; /* "text", "json", "ndjson", "c" */
	bool color;
	bool utf8;
	unsigned width; /* columns of the terminal, 0: never cut */
	bool hex;
	bool places;       /* text: files of declarations with folders */
	const char *map;   /* "auto", "always", "never"; NULL: auto */
	const char *names; /* "short", "full"; NULL: short */
	bool expand_types;
	bool tree; /* text: values of variants, members of members */
	bool relative_offsets;
	unsigned cacheline_bytes; /* 0: the machine's */
	const char *command;      /* for hints: "layoutscope ./server" */
};

/*
 * Show layouts of the chosen types on `file`.  LS_ERROR_NO_MATCH where a name
 * finds nothing: nothing is written then.  `notes`, if not NULL, gets lines
 * for a person (a name that found several types, a type that is broken).
 */
struct ls_error *ls_session_show(struct ls_session *session,
    const struct ls_selection *selection,
    const struct ls_page_options *options, FILE *file, FILE *notes);

/* What a saved byte is worth. */
struct ls_cost_options {
	const char *weights;   /* a file of "type<TAB>count"; NULL */
	const char *allocator; /* "glibc", "jemalloc", ..; NULL: a byte */
};

/* Which of the chosen types a list has, and in which order. */
struct ls_list_options {
	const char *sort;      /* "size,name"; NULL: in order of the file */
	size_t top;            /* 0: all */
	bool sizes;            /* pahole's columns: name, size, holes */
	const char *separator; /* between those; NULL: a tab */
	bool packable;         /* pahole's: name, size, best size, saving */
	bool members;          /* pahole's: name, members */
	bool definitions;      /* pahole's: name, definitions */
	bool units;            /* name, unit: a line for each pair */
	unsigned long long min_size_bytes;
	unsigned long long min_saving_bytes;
	unsigned long long min_holes;
	unsigned long long min_hole_bytes;
	unsigned long long min_bit_holes;
	bool futures; /* only futures of async functions */
	bool sharing; /* only those with two atomics or locks in a line */
	bool aligned_apart; /* leave out what is aligned on purpose */
	struct ls_cost_options cost;
};

/*
 * List the chosen types, one a line (formats text, tsv, markdown) or in full
 * (json, ndjson).  LS_ERROR_USAGE: a sort key that does not exist.
 */
struct ls_error *ls_session_list(struct ls_session *session,
    const struct ls_selection *selection, const struct ls_list_options *list,
    const struct ls_page_options *options, FILE *file, FILE *notes);

/* Who has to do with a type: one of the first three. */
struct ls_uses_options {
	const char *contains;  /* who holds this type, at any depth */
	const char *points_to; /* who points to it */
	bool by_value;         /* functions that pass large types by value */
	unsigned long long
	    min_bytes; /* by value; 0: what goes through memory */
	size_t top;    /* by value: types; 0: all */
};

/*
 * Write it (formats text, tsv, json, ndjson, markdown), of the chosen types;
 * by value of all functions.
 */
struct ls_error *ls_session_uses(struct ls_session *session,
    const struct ls_selection *selection, const struct ls_uses_options *how,
    const struct ls_page_options *options, FILE *file);

/* What smaller orders have to respect, and which of them are told. */
struct ls_suggest_options {
	const char *const *keep; /* members that keep their offsets;
	                          * NULL-terminated; NULL: none */
	const char *const *hot; /* members to be in one cache line; likewise */
	unsigned max_moves;     /* 0: as many as it takes */
	bool allow_bitfields;   /* bools may become bit-fields of one bit */
	size_t top;             /* without a name; 0: all */
	unsigned long long min_saving_bytes; /* without a name */
	struct ls_cost_options cost;
	bool with_aligned; /* without a name: also types that are aligned on
	                    * purpose, whose holes are wanted */
};

/*
 * Smaller orders of the members of the chosen types (formats text, json,
 * ndjson; c: the best one as source).  Without names or a regex: all types that have one, ranked by what
 * they save in one of each type, holders included.
 */
struct ls_error *ls_session_suggest(struct ls_session *session,
    const struct ls_selection *selection,
    const struct ls_suggest_options *suggest,
    const struct ls_page_options *options, FILE *file, FILE *notes);

/* Where the sources are; zero: where the compiler found them. */
struct ls_patch_options {
	const char *source_root;      /* --source-root, NULL: none */
	const char *const *path_maps; /* "OLD=NEW"; NULL-terminated, or NULL */
};

/*
 * The best orders of the chosen types as a unified diff of their sources,
 * which moves the lines of the members with their comments; for types whose
 * lines cannot be moved safely a line that says why.  C and C++ only.
 * LS_ERROR_USAGE: options name a format.
 */
struct ls_error *ls_session_patch(struct ls_session *session,
    const struct ls_selection *selection,
    const struct ls_suggest_options *suggest,
    const struct ls_patch_options *where,
    const struct ls_page_options *options, FILE *file, FILE *notes);

/*
 * A file as a whole, for a person: what it is, the ten types that waste most,
 * and what smaller orders of members would save.
 */
struct ls_error *ls_session_overview(struct ls_session *session,
    const struct ls_selection *selection,
    const struct ls_page_options *options, FILE *file, FILE *notes);

struct ls_diff_options {
	/* Which types, of both sides; no regex.  NULL: all that are shown. */
	const struct ls_selection *selection;
	/* "size" by how much larger, "padding", "name", "file"; NULL: size */
	const char *sort;
	const char *const *fail_on; /* "grew", ..; NULL-terminated, or NULL */
	bool any;                   /* fail on any change */
	FILE *notes;                /* lines for a person; NULL: none */
};

/*
 * What became of each type of `old` in `new` (formats text, json, markdown,
 * github, gitlab, sarif, junit, tap).
 * `is_failed`: such a change was seen.  LS_ERROR_USAGE: a word of fail_on or
 * sort, or a format, that there is not.  LS_ERROR_NO_MATCH: neither side has
 * a type of such a name.
 */
struct ls_error *ls_session_diff(struct ls_session *old,
    struct ls_session *new, const struct ls_diff_options *how,
    const struct ls_page_options *options, FILE *file, bool *is_failed);

/* ---- the gate ---- */

struct ls_check;

struct ls_check_options {
	const char *rules_file;   /* layoutscope.yaml; NULL: none */
	const char *const *rules; /* more, as text; NULL-terminated, or NULL */
	const char *baseline; /* instead of the one that rules name; NULL */
};

/* Read the rules.  LS_ERROR_USAGE: "layoutscope.yaml:3:5: ...". */
struct ls_error *ls_check_open(
    const struct ls_check_options *options, struct ls_check **ret);
void ls_check_close(struct ls_check *check); /* NULL is fine */

/* Hold one file against the rules.  LS_ERROR_USAGE: its baseline is not there,
 * or is of another machine; the findings say so too. */
struct ls_error *ls_check_file(
    struct ls_check *check, struct ls_session *session);

/* Was this file asked about before, by this name or another?  Each is to be
 * checked once. */
bool ls_check_is_met(struct ls_check *check, const char *path);

/* A file that could not be read is part of the findings. */
struct ls_error *ls_check_unread(
    struct ls_check *check, const char *path, const char *why);

/* Types that the rules freeze (`frozen: true`) are given no smaller order on
 * the session's pages.  Borrowed until the session is closed. */
void ls_session_use_rules(struct ls_session *session, struct ls_check *check);

enum ls_check_result {
	LS_CHECK_HELD,
	LS_CHECK_BROKEN,
	LS_CHECK_UNMEASURED, /* a rule matched nothing, or too much */
};

/* After the last file: add up.  A rule that no file has a type for is only
 * known then. */
struct ls_error *ls_check_finish(
    struct ls_check *check, enum ls_check_result *ret);

/* Write the findings, in any format of LS_PAGES_FINDINGS. */
struct ls_error *ls_check_write(
    struct ls_check *check, const struct ls_page_options *options, FILE *file);

/*
 * Where the baseline for the types of a session is: what the rules or the
 * options say, relative to the rules' file, {target} replaced.  Free it.
 * LS_ERROR_USAGE: none is named.
 */
struct ls_error *ls_check_baseline_path(const struct ls_check *check,
    const struct ls_session *session, char **ret);

struct ls_baseline_options {
	struct ls_session *const *sessions; /* of one machine */
	size_t session_count;
	struct ls_session *old; /* the baseline that is there; NULL */
	/* Only these are taken from the sessions, all else stays as in `old`;
	 * names or globs, NULL-terminated.  NULL: everything is taken. */
	const char *const *accept;
};

struct ls_baseline_counts {
	size_t types, added, changed, removed;
};

/*
 * Write a baseline: all types that have a name and are shown by default, and
 * those that a rule names.  LS_ERROR_NO_MATCH: no side has a type of such a
 * name.  LS_ERROR_USAGE: two machines.
 */
struct ls_error *ls_check_write_baseline(struct ls_check *check,
    const struct ls_baseline_options *how, FILE *file,
    struct ls_baseline_counts *ret);

/* The same page where nothing could be checked or compared: of `what`, a file
 * or a command, and `why`. */
struct ls_error *ls_check_write_failure(const char *what, const char *why,
    const struct ls_page_options *options, FILE *file);

/*
 * A commented gate file to start from, with rules for the few types that
 * waste most, are held by most others, are largest, or keep their tag in a
 * niche; each holds for this file.  LS_ERROR_NO_MATCH: there is none.
 */
struct ls_error *ls_session_init(struct ls_session *session, FILE *file);

enum ls_cargo_kind { LS_CARGO_NONE, LS_CARGO_PROGRAM, LS_CARGO_LIBRARY };

/*
 * What a line of cargo build --message-format=json says was made: a program
 * or library of the user's own, whose path is put into `path`; free it.
 */
enum ls_cargo_kind ls_cargo_artifact(const char *line, char **path);

/* What a rule's id ("LS001") or key means.  LS_ERROR_USAGE: no such rule. */
struct ls_error *ls_explain(const char *word, FILE *file);

/* The JSON Schema of the gate file, or of our own documents. */
struct ls_error *ls_write_schema(bool of_gate, FILE *file);

/*
 * The formats of all commands: the name of the index-th and one line on it;
 * NULL past the last.
 */
const char *ls_format_name(size_t index);
const char *ls_format_help(size_t index);

enum ls_pages {
	LS_PAGES_LAYOUTS,  /* show, list, suggest */
	LS_PAGES_USES,     /* who holds, points to, takes or returns a type */
	LS_PAGES_PATCH,    /* no other than its own */
	LS_PAGES_CHANGES,  /* diff */
	LS_PAGES_FINDINGS, /* check */
};

/* Can such pages be written in it? */
bool ls_has_format(enum ls_pages pages, const char *format);

#endif
