/*
 * json_facts.h - what was found out of a type, as JSON.
 */
#ifndef LS_RENDER_JSON_FACTS_H
#define LS_RENDER_JSON_FACTS_H

struct ls_future;
struct ls_json;
struct ls_niche_row;
struct ls_sharing;

/* The keys of a type that tell of niches. */
void ls_json_niche_facts(
    struct ls_json *json, const struct ls_niche_row *niche);

void ls_json_sharing(struct ls_json *json, const struct ls_sharing *sharing);

void ls_json_future(struct ls_json *json, const struct ls_future *future);

#endif
