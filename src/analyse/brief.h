/*
 * brief.h - Rust's type names as people say them.
 */
#ifndef LS_ANALYSE_BRIEF_H
#define LS_ANALYSE_BRIEF_H

struct ls_out;

/* A name without the modules before it and std's own arguments. */
void ls_put_brief(struct ls_out *out, const char *name);

#endif
