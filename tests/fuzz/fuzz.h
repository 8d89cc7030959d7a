/* SPDX-License-Identifier: BSD-3-Clause */
/* What a fuzz target exports, to libFuzzer and to replay.c. */
#ifndef BREAKOUT_TESTS_FUZZ_H
#define BREAKOUT_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
