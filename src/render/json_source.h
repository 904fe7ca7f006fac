/*
 * json_source.h - what every document of ours begins with.
 */
#ifndef LS_RENDER_JSON_SOURCE_H
#define LS_RENDER_JSON_SOURCE_H

struct ls_json;
struct ls_report;

/* `tool` and `input`. */
void ls_json_put_source(struct ls_json *json, const struct ls_report *report);

#endif
