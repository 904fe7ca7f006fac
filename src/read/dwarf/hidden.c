/*
 * hidden.c - which types nobody means when he asks for all.
 *
 * The rules are the compilers' habits of naming: rustc puts its own things
 * under the unit with no name space (a tuple "(u8, u32)", a fat pointer
 * "&[u8]"), and braces around what has no name in the source.
 */
#include <string.h>

#include "read/dwarf/index.h"

static bool
begins_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

static enum ls_hidden
hidden_in_rust(const char *name)
{
	/* An async function's state is what people look for: not hidden. */
	if (strstr(name, "{closure_env#") || strstr(name, "{vtable"))
		return LS_HIDDEN_COMPILER;
	if (strchr("(&*[<", name[0]) || begins_with(name, "dyn ") ||
	    begins_with(name, "fn(") || begins_with(name, "unsafe ") ||
	    begins_with(name, "extern \""))
		return LS_HIDDEN_COMPILER;
	if (begins_with(name, "core::") || begins_with(name, "alloc::") ||
	    begins_with(name, "std::"))
		return LS_HIDDEN_STD;
	return LS_HIDDEN_NO;
}

static enum ls_hidden
hidden_in_cpp(const char *name)
{
	if (begins_with(name, "std::") || begins_with(name, "__gnu_cxx::") ||
	    begins_with(name, "__cxxabiv1::"))
		return LS_HIDDEN_STD;
	if (strstr(name, "<lambda(") || begins_with(name, "__vtbl_ptr"))
		return LS_HIDDEN_COMPILER;
	return LS_HIDDEN_NO;
}

enum ls_hidden
ls_hidden_of_name(const char *name, enum ls_lang lang)
{
	if (!name || !*name)
		return LS_HIDDEN_ANONYMOUS;
	/* What va_list is made of, in gcc's words and in clang's. */
	if (strcmp(name, "__va_list_tag") == 0 ||
	    strcmp(name, "typedef __va_list_tag __va_list_tag") == 0)
		return LS_HIDDEN_COMPILER;
	if (lang == LS_LANG_RUST)
		return hidden_in_rust(name);
	if (lang == LS_LANG_CPP)
		return hidden_in_cpp(name);
	return LS_HIDDEN_NO;
}
