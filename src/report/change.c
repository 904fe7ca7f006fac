/*
 * change.c - what the kinds of a change are called.
 */
#include "report/change.h"

const char *
ls_change_word(unsigned bit)
{
	static const char *const words[LS_CHANGE_BITS] = { "grew", "shrank",
		"new", "gone", "reordered", "tag", "align", "members",
		"lost-niche", "won-niche", "renamed", "enumerators" };
	return bit < LS_CHANGE_BITS ? words[bit] : NULL;
}
