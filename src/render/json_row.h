/*
 * json_row.h - the parts of a type that documents of more than one kind have.
 */
#ifndef LS_RENDER_JSON_ROW_H
#define LS_RENDER_JSON_ROW_H

#include "report/report.h"

struct ls_json;

void ls_json_tag(struct ls_json *json, const struct ls_tag *tag);

/* The largest one, or null. */
void ls_json_niche(struct ls_json *json, const struct ls_niche_row *niche);

#endif
