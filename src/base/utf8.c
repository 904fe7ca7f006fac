/*
 * utf8.c - text that nobody vouches for, one character at a time.
 */
#include "base/utf8.h"

size_t
ls_utf8_next(const char *text, uint32_t *ret)
{
	const unsigned char *at = (const unsigned char *)text;
	uint32_t code = at[0], least;
	size_t size;

	*ret = code;
	if (code < 0x80)
		return 1;
	if (code >= 0xc0 && code < 0xe0)
		size = 2, least = 0x80, code &= 0x1f;
	else if (code >= 0xe0 && code < 0xf0)
		size = 3, least = 0x800, code &= 0x0f;
	else if (code >= 0xf0 && code < 0xf8)
		size = 4, least = 0x10000, code &= 0x07;
	else
		size = 1, least = UINT32_MAX;
	/* A NUL ends the loop, since it is no continuation. */
	for (size_t i = 1; i < size; i++) {
		if ((at[i] & 0xc0) != 0x80) {
			*ret = LS_UTF8_BAD;
			return 1;
		}
		code = code << 6 | (at[i] & 0x3f);
	}
	bool bad = code < least || code > 0x10ffff ||
	    (code >= 0xd800 && code < 0xe000);
	*ret = bad ? LS_UTF8_BAD : code;
	return bad ? 1 : size;
}

bool
ls_utf8_is_harmless(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} harmful[] = {
		{ 0x0000, 0x001f },   /* C0 */
		{ 0x007f, 0x009f },   /* DEL and C1 */
		{ 0x00ad, 0x00ad },   /* soft hyphen */
		{ 0x034f, 0x034f },   /* combining grapheme joiner */
		{ 0x061c, 0x061c },   /* Arabic letter mark */
		{ 0x115f, 0x1160 },   /* Hangul fillers */
		{ 0x17b4, 0x17b5 },   /* Khmer inherent vowels */
		{ 0x180b, 0x180f },   /* Mongolian separators */
		{ 0x200b, 0x200f },   /* zero width; direction marks */
		{ 0x2028, 0x202e },   /* line breaks; bidi embeddings */
		{ 0x2060, 0x206f },   /* word joiner; bidi isolates */
		{ 0x3164, 0x3164 },   /* Hangul filler */
		{ 0xfe00, 0xfe0f },   /* variation selectors */
		{ 0xfeff, 0xfeff },   /* byte order mark */
		{ 0xffa0, 0xffa0 },   /* Hangul filler */
		{ 0xfff0, 0xfffb },   /* specials */
		{ 0xe0000, 0xe0fff }, /* tags, more selectors */
	};
	for (size_t i = 0; i < sizeof(harmful) / sizeof(harmful[0]); i++)
		if (code >= harmful[i].first && code <= harmful[i].last)
			return false;
	return true;
}
