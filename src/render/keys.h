/*
 * keys.h - the doors through which the gate file's keys are told.
 */
#ifndef LS_RENDER_KEYS_H
#define LS_RENDER_KEYS_H

#include "report/key.h"

struct ls_out;

/* What a rule's id means, for a person. */
void ls_render_explain(struct ls_out *out, const struct ls_key_info *key);

/* The gate file's JSON Schema, and that of our own documents. */
void ls_render_gate_schema(
    struct ls_out *out, const struct ls_key_tables *tables);
void ls_render_document_schema(struct ls_out *out);

/* One of some words: "error|warn" is "enum": ["error", "warn"]; a bar at the
 * end adds none. */
struct ls_json;
void ls_schema_words(struct ls_json *json, const char *words);

#endif
