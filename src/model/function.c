/*
 * function.c - functions and variables of a program.
 */
#include "model/function.h"

#include <stdlib.h>

void
ls_functions_free(struct ls_functions *functions)
{
	ls_arena_free(&functions->arena);
	free(functions->items);
	functions->items = NULL;
	functions->count = functions->room = 0;
}
