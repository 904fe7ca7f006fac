/*
 * fill.h - running text, broken between words to fit the page.
 */
#ifndef LS_RENDER_FILL_H
#define LS_RENDER_FILL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/out.h"

struct ls_page;

/*
 * Words on their way.  Zero-initialise, but for `at`, the column where the
 * first begins, and `indent`, where each further line does.
 */
struct ls_fill {
	size_t at, indent;
	bool has_word;      /* one stands on this line */
	struct ls_out word; /* not yet written */
};

/* Add to the word that is being made, which must have no blank in it that
 * may be broken. */
void ls_fill_add(struct ls_fill *fill, const char *text);

/* It is whole: write it, on a new line if this one has no room for it. */
void ls_fill_word(struct ls_page *page, struct ls_fill *fill);

/* All words of a text, parted by blanks. */
void ls_fill_text(
    struct ls_page *page, struct ls_fill *fill, const char *text);

/* End the line. */
void ls_fill_end(struct ls_page *page, struct ls_fill *fill);

#endif
