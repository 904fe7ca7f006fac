/*
 * value.c - the values of a snapshot's keys, one at a time.
 */
#include <string.h>

#include "read/snapshot/snapshot.h"

const char *
ls_json_text(const cJSON *object, const char *key)
{
	return cJSON_GetStringValue(
	    cJSON_GetObjectItemCaseSensitive(object, key));
}

bool
ls_json_number(const cJSON *object, const char *key, uint64_t *ret)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
	if (!cJSON_IsNumber(item) || !(item->valuedouble >= 0) ||
	    item->valuedouble >= 0x1p53)
		return false;
	*ret = (uint64_t)item->valuedouble;
	return (double)*ret == item->valuedouble;
}

bool
ls_json_is_true(const cJSON *object, const char *key)
{
	return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, key));
}

enum ls_kind
ls_snapshot_kind(const char *word)
{
	static const enum ls_kind kinds[] = { LS_KIND_STRUCT, LS_KIND_CLASS,
		LS_KIND_UNION, LS_KIND_ENUM };
	for (size_t i = 0; word && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(ls_kind_word(kinds[i]), word) == 0)
			return kinds[i];
	return LS_KIND_UNKNOWN;
}

enum ls_lang
ls_snapshot_lang(const char *word)
{
	for (enum ls_lang lang = LS_LANG_UNKNOWN; lang <= LS_LANG_OTHER;
	     lang++)
		if (word && strcmp(ls_lang_word(lang), word) == 0)
			return lang;
	return LS_LANG_UNKNOWN;
}

size_t
ls_spelt_element_size(const char *array)
{
	size_t size = strlen(array);
	while (size > 0 && array[size - 1] == ']' && array[0] != '[') {
		while (size > 0 && array[size - 1] != '[')
			size--;
		size -= size > 0;
	}
	return size;
}
