/*
 * shorten.h - type names without what nobody needs to read.
 */
#ifndef LS_RENDER_SHORTEN_H
#define LS_RENDER_SHORTEN_H

struct ls_out;

/*
 * Write a name without the arguments that its library fills in itself:
 *
 *	alloc::vec::Vec<u8, alloc::alloc::Global>	alloc::vec::Vec<u8>
 *	std::vector<int, std::allocator<int> >		std::vector<int>
 */
void ls_shorten(struct ls_out *out, const char *name);

#endif
