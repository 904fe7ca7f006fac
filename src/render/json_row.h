/*
 * json_row.h - what documents of more than one kind have: their head, and
 * parts of a type.
 */
#ifndef LS_RENDER_JSON_ROW_H
#define LS_RENDER_JSON_ROW_H

#include "report/report.h"

struct ls_json;

/* Opens the document, each of its keys on a line: `schema`, `tool`, `input`. */
void ls_json_begin_document(
    struct ls_json *json, const struct ls_report *report);

/* Of `input`, what the layouts hang on: `target` to `producers`. */
void ls_json_machine(struct ls_json *json, const struct ls_input_row *input);

/* Where the source declares it, or null. */
void ls_json_decl(struct ls_json *json, const struct ls_decl *decl);

void ls_json_tag(struct ls_json *json, const struct ls_tag *tag);

/* The largest one, or null. */
void ls_json_niche(struct ls_json *json, const struct ls_niche_row *niche);

#endif
