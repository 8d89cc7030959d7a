/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A fuzz target without libFuzzer: with its seeds and spoiled copies of them,
 * the same in each run, for make check. Speaks TAP.
 *
 * With files as arguments: with those, such as libFuzzer leaves behind. With
 * -o FOLDER: write the seeds there, as a corpus to start from.
 */
#include <string.h>

#include "common/type_image.h"
#include "fuzz/fuzz.h"

static uint8_t *input;

static unsigned replay_seeds(void)
{
	uint32_t random = 2463534242u;
	unsigned count = 0;
	size_t len;

	for (unsigned n = 0; (len = fuzz_seed(n, input, FUZZ_MAX_INPUT)) > 0; n++) {
		LLVMFuzzerTestOneInput(input, len);
		count++;
		for (unsigned round = 0; round < fuzz_rounds; round++) {
			len = fuzz_seed(n, input, FUZZ_MAX_INPUT);
			fuzz_mutate(input, &len, FUZZ_MAX_INPUT, &random);
			LLVMFuzzerTestOneInput(input, len);
			count++;
		}
	}
	return count;
}

static int replay_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	size_t len;

	if (!f) {
		perror(path);
		return -1;
	}
	len = fread(input, 1, FUZZ_MAX_INPUT, f);
	fclose(f);
	LLVMFuzzerTestOneInput(input, len);
	return 0;
}

static int write_seeds(const char *dir)
{
	size_t len;

	for (unsigned n = 0; (len = fuzz_seed(n, input, FUZZ_MAX_INPUT)) > 0; n++) {
		char path[4096];
		FILE *f;

		snprintf(path, sizeof(path), "%s/seed-%03u", dir, n);
		f = fopen(path, "wb");
		if (!f || fwrite(input, 1, len, f) != len || fclose(f) != 0) {
			perror(path);
			return EXIT_FAILURE;
		}
	}
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	unsigned count;

	input = malloc(FUZZ_MAX_INPUT);
	if (!input)
		return EXIT_FAILURE;
	if (argc == 3 && strcmp(argv[1], "-o") == 0)
		return write_seeds(argv[2]);
	for (int i = 1; i < argc; i++) {
		if (replay_file(argv[i]) < 0)
			return EXIT_FAILURE;
	}
	if (argc == 1) {
		count = replay_seeds();
		printf("1..1\n%s 1 - %u inputs\n", count > 500 ? "ok" : "not ok", count);
	}
	free(input);
	return EXIT_SUCCESS;
}
