/*
 * idea.c - what kinds of ideas are called.
 */
#include "report/idea.h"

const char *
ls_idea_word(enum ls_idea_kind kind)
{
	switch (kind) {
	case LS_IDEA_BOX_VARIANT:
		return "box-variant";
	case LS_IDEA_BOX_ERROR:
		return "box-error";
	case LS_IDEA_NONZERO:
		return "nonzero";
	case LS_IDEA_JOIN_TAGS:
		return "join-tags";
	case LS_IDEA_JOIN_FLAGS:
		return "join-flags";
	case LS_IDEA_MERGE_ENUMS:
		return "merge-enums";
	case LS_IDEA_DROP_REPR:
		return "drop-repr";
	case LS_IDEA_SWAP_CELL:
		return "swap-cell";
	case LS_IDEA_RENUMBER:
		return "renumber";
	case LS_IDEA_DROP_VARIANT:
		return "drop-variant";
	case LS_IDEA_BOX_SLICE:
		return "box-slice";
	case LS_IDEA_FOLD_FLAG:
		return "fold-flag";
	case LS_IDEA_POINTER_TAG:
		return "pointer-tag";
	case LS_IDEA_TAG_IN_HOLE:
		return "tag-in-hole";
	case LS_IDEA_NARROW:
		return "narrow";
	case LS_IDEA_COUNT:
		break;
	}
	return NULL;
}

const char *
ls_certainty_word(enum ls_certainty certainty)
{
	switch (certainty) {
	case LS_CERTAINTY_COMPUTED:
		return "computed";
	case LS_CERTAINTY_HEURISTIC:
		return "heuristic";
	}
	return NULL;
}
