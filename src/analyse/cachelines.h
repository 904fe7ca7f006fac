/*
 * cachelines.h - where cache lines begin inside a type.
 */
#ifndef LS_ANALYSE_CACHELINES_H
#define LS_ANALYSE_CACHELINES_H

#include <stdint.h>

struct ls_error;
struct ls_lines;
struct ls_row;

/*
 * Fill in the cache-line breaks of `row` from the lines that were gathered
 * for it, counting from the type's start.
 */
struct ls_error *ls_cacheline_breaks(
    const struct ls_lines *lines, uint32_t line_bytes, struct ls_row *row);

/* How many lines so many bytes take from the start of one; 0 where lines have
 * no length. */
uint64_t ls_cachelines_of(uint64_t bytes, uint32_t line_bytes);

#endif
