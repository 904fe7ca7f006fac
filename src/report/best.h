/*
 * best.h - smaller orders of a type's members: `best` of JSON.
 *
 * Plain data, every number final, in the row's arena.
 */
#ifndef LS_REPORT_BEST_H
#define LS_REPORT_BEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/model.h"

/* One member in some order. */
struct ls_best_member {
	const char *name; /* of an anonymous one "#K", K its place in the
	                   * source from 0 */
	const char *type; /* spelt, without a bit-field's width */
	ls_type_id type_id;
	uint32_t declared;
	uint64_t offset_bits;
	uint64_t size_bits; /* of a bit-field: its width */
	uint64_t align_bits;
	uint64_t stated_align_bits; /* by an attribute of its own; 0 */
	bool is_bitfield;
	bool is_moved; /* taken out and put elsewhere */
};

/* What one move does: "peer after st". */
struct ls_best_move {
	const char *first; /* the members that are moved: first to last */
	const char *last;
	const char *after; /* NULL: to the front */
	bool is_to_end;
};

/* With so many moves it is as small as this. */
struct ls_best_step {
	uint32_t moves;
	uint64_t size_bytes;
	uint64_t cachelines;
	bool is_fewest; /* proved: as small takes as many moves at least */
	const struct ls_best_member *members; /* in the new order */
	const struct ls_best_move *changes;   /* one for each move */
};

struct ls_best {
	const struct ls_best_member *now; /* as the source has them */
	uint32_t member_count;
	const struct ls_best_step *steps; /* the last one is the best */
	uint32_t step_count;
	bool is_proved; /* no order is smaller than the last step */

	/* --hot: in which line they are, in each step; NULL: not asked. */
	const char *const *hot; /* names, NULL-terminated */
	uint64_t hot_line;      /* of the last step */

	/* --allow=bitfields: the bools that become bit-fields in each step;
	 * NULL: none does. */
	const char *const *turned;
	uint64_t unturned_bytes; /* the best size without */

	/* With the first member kept where it is; NULL where that is not
	 * asked or gives the same. */
	const struct ls_best_step *keeping_first;
};

/* What beside another order makes it smaller, with the best one.  0: it does
 * not, or nothing can be said. */
struct ls_also {
	uint64_t bitfields_bytes; /* with bools as bit-fields */
	const char *inlined;      /* the member whose own members, directly in
	                           * the type, give the most; NULL */
	uint64_t inlined_bytes;
};

#endif
