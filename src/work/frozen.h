/*
 * frozen.h - which of the chosen types the user's rules freeze.
 */
#ifndef LS_FROZEN_H
#define LS_FROZEN_H

#include "work/session.h"

/* By index of the chosen; NULL: the session has no rules.  Free it. */
struct ls_error *ls_frozen_find(
    struct ls_session *session, const struct ls_found *found, bool **ret);

#endif
