/*
 * fuzz_snapshot.c - any bytes as a saved report.
 *
 * In: one byte that chooses the page, and a JSON document.
 */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 1)
		fuzz_session(fuzz_file(data + 1, size - 1), *data & ~1u);
	return 0;
}
