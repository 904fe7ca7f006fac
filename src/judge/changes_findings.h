/*
 * changes_findings.h - what a comparison found, as findings: so that every
 * format of the gate shows it.
 */
#ifndef LS_JUDGE_CHANGES_FINDINGS_H
#define LS_JUDGE_CHANGES_FINDINGS_H

#include "report/change.h"
#include "report/finding.h"

struct ls_arena;
struct ls_error;

/*
 * A finding for each changed type: an error if it has one of the changes of
 * `fail_on`, which then names it, and a warning else.  Where nothing changed,
 * one that passed.  The report's inputs and version are the caller's; what is
 * filled in lives in `arena` and in `diff`.
 */
struct ls_error *ls_changes_findings(const struct ls_diff *diff,
    unsigned fail_on, struct ls_arena *arena, struct ls_check_report *ret);

#endif
