/*
 * allocator.c - how many bytes an allocator really hands out.
 *
 *	asked for	glibc	jemalloc	mimalloc	kmalloc
 *	    24		 32	  32		  32		  32
 *	    56		 64	  64		  64		  64
 *	    72		 80	  80		  80		  96
 *	    80		 96	  80		  80		  96
 *
 * so that 80 bytes made 72 save a quarter of a line under glibc, and nothing
 * under the others.
 */
#include "analyse/allocator.h"

#include <string.h>

/* Nothing is as large; past it sums would run over. */
#define MOST_BYTES (UINT64_C(1) << 62)

static const char *const words[LS_ALLOCATOR_COUNT] = {
	[LS_ALLOCATOR_GLIBC] = "glibc",
	[LS_ALLOCATOR_JEMALLOC] = "jemalloc",
	[LS_ALLOCATOR_MIMALLOC] = "mimalloc",
	[LS_ALLOCATOR_KMALLOC] = "kmalloc",
};

bool
ls_allocator_by_word(const char *word, enum ls_allocator *ret)
{
	for (int i = LS_ALLOCATOR_NONE + 1; i < LS_ALLOCATOR_COUNT; i++) {
		if (strcmp(words[i], word) != 0)
			continue;
		*ret = (enum ls_allocator)i;
		return true;
	}
	return false;
}

const char *
ls_allocator_word(enum ls_allocator allocator)
{
	return words[allocator];
}

static uint64_t
round_up(uint64_t bytes, uint64_t to)
{
	return (bytes + to - 1) / to * to;
}

static uint64_t
power_of_two_from(uint64_t bytes)
{
	uint64_t power = 1;
	while (power < bytes)
		power *= 2;
	return power;
}

/*
 * glibc 2.26 and later, malloc/malloc.c: request2size() adds a header of 8
 * bytes and rounds to MALLOC_ALIGNMENT, 16, with MINSIZE 32.  From the mmap
 * threshold (128 KiB at first) on a chunk is whole pages, with a header of 16.
 */
static uint64_t
of_glibc(uint64_t bytes)
{
	enum { HEADER = 8, ALIGNMENT = 16, LEAST = 32, PAGE = 4096 };
	enum { MMAP_THRESHOLD = 128 * 1024 };
	uint64_t chunk = round_up(bytes + HEADER, ALIGNMENT);
	if (chunk >= MMAP_THRESHOLD)
		return round_up(chunk + HEADER, PAGE);
	return chunk < LEAST ? LEAST : chunk;
}

/*
 * Four classes between one power of two and the next:
 *
 *	128  160  192  224  256  320  384  448  512
 */
static uint64_t
quarter_class(uint64_t bytes)
{
	uint64_t step = power_of_two_from(bytes) / 8;
	return round_up(bytes, step);
}

/*
 * jemalloc(3), SIZE CLASSES, for a quantum of 16: 8, then multiples of 16 to
 * 128, then four to each doubling, however large.
 */
static uint64_t
of_jemalloc(uint64_t bytes)
{
	if (bytes <= 8)
		return 8;
	return bytes <= 128 ? round_up(bytes, 16) : quarter_class(bytes);
}

/*
 * Above its bins mimalloc 2 rounds twice: as src/os.c,
 * _mi_os_good_alloc_size(), says, and up to 16 MiB to slices of a segment,
 * src/segment.c, mi_segments_page_alloc().
 */
static uint64_t
of_mimalloc_page(uint64_t bytes)
{
	enum { KIB = 1024, MIB = 1024 * 1024 };
	uint64_t step = bytes < 512 * KIB ? 4 * KIB
	    : bytes < 2 * MIB             ? 64 * KIB
	    : bytes < 8 * MIB             ? 256 * KIB
	    : bytes < 32 * MIB            ? MIB
					  : 4 * MIB;
	bytes = round_up(bytes, step);
	if (bytes > 16 * MIB)
		return bytes;
	return round_up(bytes, bytes > 512 * KIB ? 512 * KIB : 64 * KIB);
}

/*
 * mimalloc 2, src/page-queue.c, mi_bin(): words of 8 bytes, in twos to 64,
 * then four bins to each doubling, up to MI_MEDIUM_OBJ_SIZE_MAX.
 */
static uint64_t
of_mimalloc(uint64_t bytes)
{
	enum { MEDIUM_MAX = 128 * 1024 };
	return bytes <= MEDIUM_MAX ? of_jemalloc(bytes)
				   : of_mimalloc_page(bytes);
}

/*
 * Linux, mm/slab_common.c, kmalloc_info[] and __kmalloc_index(): powers of
 * two, and 96 and 192; above two pages whole pages, a power of two of them.
 * Machines whose caches are not coherent with devices begin at more than 8.
 */
static uint64_t
of_kmalloc(uint64_t bytes)
{
	if (bytes <= 8)
		return 8;
	if (bytes > 64 && bytes <= 96)
		return 96;
	if (bytes > 128 && bytes <= 192)
		return 192;
	return power_of_two_from(bytes);
}

uint64_t
ls_allocator_class(enum ls_allocator allocator, uint64_t bytes)
{
	if (bytes > MOST_BYTES)
		return bytes;
	switch (allocator) {
	case LS_ALLOCATOR_GLIBC:
		return of_glibc(bytes);
	case LS_ALLOCATOR_JEMALLOC:
		return of_jemalloc(bytes);
	case LS_ALLOCATOR_MIMALLOC:
		return of_mimalloc(bytes);
	case LS_ALLOCATOR_KMALLOC:
		return of_kmalloc(bytes);
	case LS_ALLOCATOR_NONE:
	case LS_ALLOCATOR_COUNT:
		break;
	}
	return bytes;
}
