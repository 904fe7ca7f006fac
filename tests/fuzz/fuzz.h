/*
 * fuzz.h - what the fuzz targets share.
 *
 * A target is one LLVMFuzzerTestOneInput(), which libFuzzer calls with bytes
 * of its making and replay.c with those of files.  The library opens files by
 * path, so the bytes are put into an unnamed file in memory, one for the whole
 * life of the process.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "layoutscope.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The path of a file with these bytes; good until the next call. */
const char *fuzz_file(const void *data, size_t size);

/* The same for a text that stays for the life of the process. */
const char *fuzz_keep(const char *text);

/* fuzz_fixed.c: a program and a baseline to hold against each other. */
extern const char fuzz_program[];
extern const char fuzz_baseline[];

/* Where pages go: nowhere, but through stdio and to the end. */
FILE *fuzz_nowhere(void);

/* Open `path` and have every page of it made that `choice` names. */
void fuzz_session(const char *path, unsigned choice);

#endif
