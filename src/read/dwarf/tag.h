/*
 * tag.h - what a tag and a language of DWARF are to us.
 */
#ifndef LS_READ_DWARF_TAG_H
#define LS_READ_DWARF_TAG_H

#include <stdbool.h>
#include <stdint.h>

#include "model/model.h"

/* By tag, up to DW_TAG_immutable_type: 1 is a type, and 2 a record too. */
enum { LS_TYPE_TAGS = 0x4c };
extern const uint8_t ls_type_tags[LS_TYPE_TAGS];

/* Asked for every DIE, so both are here. */
static inline bool
ls_tag_is_record(uint16_t tag)
{
	return tag < LS_TYPE_TAGS && ls_type_tags[tag] == 2;
}

static inline bool
ls_tag_is_type(uint16_t tag)
{
	/* 0x4300: LLVM's pointers that are signed */
	return tag < LS_TYPE_TAGS ? ls_type_tags[tag] > 0 : tag == 0x4300;
}

enum ls_lang ls_lang_of_dwarf(uint32_t language);

#endif
