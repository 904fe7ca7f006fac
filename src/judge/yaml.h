/*
 * yaml.h - the part of YAML that a gate file may use, as a tree.
 *
 * Scalars, lists and mappings; no anchors, aliases, tags or second document,
 * so that what stands there is what is meant.
 */
#ifndef LS_JUDGE_YAML_H
#define LS_JUDGE_YAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct ls_error;

enum ls_node_kind { LS_NODE_SCALAR, LS_NODE_LIST, LS_NODE_MAP };

/* Lives in the arena it was read into. */
struct ls_node {
	enum ls_node_kind kind;
	uint32_t line; /* from 1 */
	uint32_t column;
	const char *text; /* of a scalar */
	bool is_quoted;
	uint32_t count;        /* nodes below it; of a map: keys and values */
	struct ls_node *first; /* of a map: key, value, key, value, .. */
	struct ls_node *next;
};

/* NULL in `ret`: nothing stands there.  LS_ERROR_USAGE, LS_ERROR_LIMIT. */
struct ls_error *ls_yaml_read(const char *file, const char *text, size_t size,
    struct ls_arena *arena, struct ls_node **ret);

#endif
