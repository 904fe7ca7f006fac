/*
 * letters.h - which letter stands for which member in the byte map.
 */
#ifndef LS_ANALYSE_LETTERS_H
#define LS_ANALYSE_LETTERS_H

struct ls_lines;

/* Give letters to the lines of a type that are not inside others. */
void ls_give_letters(struct ls_lines *lines);

#endif
