/*
 * replay.c - run a fuzz target over files, without libFuzzer.
 *
 *	fuzz_dwarf FILE...
 *
 * Each file may take five seconds; then SIGALRM ends the program.
 */
#include <stdlib.h>
#include <unistd.h>

#include "fuzz.h"

static void *
read_all(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return NULL;
	fseek(file, 0, SEEK_END);
	long end = ftell(file);
	rewind(file);
	*size = end < 0 ? 0 : (size_t)end;
	void *data = malloc(*size + 1);
	if (data && fread(data, 1, *size, file) != *size) {
		free(data);
		data = NULL;
	}
	fclose(file);
	return data;
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		size_t size;
		uint8_t *data = read_all(argv[i], &size);
		if (!data) {
			perror(argv[i]);
			return 1;
		}
		alarm(5);
		LLVMFuzzerTestOneInput(data, size);
		alarm(0);
		free(data);
		printf("ok %s\n", argv[i]);
		fflush(stdout);
	}
	return 0;
}
