/* SPDX-License-Identifier: BSD-3-Clause */
/* What a fuzz target exports: to libFuzzer, and to replay.c for make check. */
#ifndef BREAKOUT_TESTS_FUZZ_H
#define BREAKOUT_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define FUZZ_MAX_INPUT 65536

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The n-th input (from 0) of the corpus to start from: made by the encoder. Its length; 0 past the last. */
size_t fuzz_seed(unsigned n, uint8_t *data, size_t size);

/* Spoil an input: at least one byte, at most `size` when it grows. */
void fuzz_mutate(uint8_t *data, size_t *len, size_t size, uint32_t *seed);

/* How often replay.c does that with each seed. */
extern const unsigned fuzz_rounds;

/* What must hold is checked even where assert() is compiled out. */
#define REQUIRE(condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
			abort(); \
		} \
	} while (0)

#endif
