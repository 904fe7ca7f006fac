/*
 * allocator.h - how many bytes an allocator really hands out.
 */
#ifndef LS_ANALYSE_ALLOCATOR_H
#define LS_ANALYSE_ALLOCATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* On 64-bit machines; others have other classes. */
enum ls_allocator {
	LS_ALLOCATOR_NONE, /* a byte is a byte */
	LS_ALLOCATOR_GLIBC,
	LS_ALLOCATOR_JEMALLOC,
	LS_ALLOCATOR_MIMALLOC,
	LS_ALLOCATOR_KMALLOC,
	LS_ALLOCATOR_COUNT,
};

/* The allocator of a word ("glibc"); false if there is none. */
bool ls_allocator_by_word(const char *word, enum ls_allocator *ret);

/* NULL for LS_ALLOCATOR_NONE. */
const char *ls_allocator_word(enum ls_allocator allocator);

/*
 * What an object of so many bytes takes: of glibc the chunk with its header,
 * of the others the size class.  Two sizes of one class cost the same.
 */
uint64_t ls_allocator_class(enum ls_allocator allocator, uint64_t bytes);

#endif
