/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Drive a fuzz target without libFuzzer: with the files that are named, or
 * with seeded mutations of images that the encoder makes of every type.
 * Speaks TAP.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eeprom/eeprom.h"
#include "fuzz/fuzz.h"

#define HEADER 5
#define MAX_INPUT (HEADER + 8192)
#define ROUNDS 60

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static size_t image_of_type(const struct module_type *type, uint32_t seed, uint8_t *bytes, size_t size)
{
	struct eeprom_identity id = { .seed = seed };
	struct module *m = module_new();
	struct image *img = image_new();
	size_t len = 0;

	if (!m || !img || eeprom_module_of_type(type, &id, m) < 0 || eeprom_encode(m, img) < 0 ||
	    image_store_linear(img, bytes, size, &len) < 0)
		len = 0;
	image_free(img);
	module_unref(m);
	return len;
}

static void mutate(uint8_t *input, size_t *len, uint32_t *seed)
{
	unsigned changes = next_random(seed) % 24;

	for (unsigned i = 0; i < HEADER; i++)
		input[i] = (uint8_t)next_random(seed);
	input[0] |= next_random(seed) % 4 ? 2 : 0;   /* mostly with right checksums */
	for (unsigned i = 0; i < changes; i++) {
		size_t at = HEADER + next_random(seed) % (*len - HEADER);

		switch (next_random(seed) % 4) {
		case 0:
			input[at] = (uint8_t)next_random(seed);
			break;
		case 1:
			input[at] ^= (uint8_t)(1u << next_random(seed) % 8);
			break;
		case 2:
			input[at] = next_random(seed) % 2 ? 0xff : 0x00;
			break;
		default:
			memset(input + at, (int)(next_random(seed) & 0xff),
			       (*len - at) % (next_random(seed) % 16 + 1));
		}
	}
	if (next_random(seed) % 4 == 0)
		*len = next_random(seed) % (*len + 1);
}

static unsigned replay_types(void)
{
	static uint8_t input[MAX_INPUT];
	uint32_t seed = 1;
	unsigned count = 0;

	for (const struct module_type *t = module_types; t->token; t++) {
		for (unsigned round = 0; round < ROUNDS; round++) {
			size_t len = image_of_type(t, round, input + HEADER, MAX_INPUT - HEADER);

			if (len == 0)
				break;
			len += HEADER;
			mutate(input, &len, &seed);
			LLVMFuzzerTestOneInput(input, len);
			count++;
		}
	}
	return count;
}

static int replay_file(const char *path)
{
	static uint8_t input[1 << 20];
	FILE *f = fopen(path, "rb");
	size_t len;

	if (!f) {
		perror(path);
		return -1;
	}
	len = fread(input, 1, sizeof(input), f);
	fclose(f);
	LLVMFuzzerTestOneInput(input, len);
	return 0;
}

/* With -o DIR: write one unchanged input per type there, a corpus to start from. */
static int write_corpus(const char *dir)
{
	static uint8_t input[MAX_INPUT];

	for (const struct module_type *t = module_types; t->token; t++) {
		size_t len = image_of_type(t, 0, input + HEADER, MAX_INPUT - HEADER);
		char path[4096];
		FILE *f;

		if (len == 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, t->token);
		f = fopen(path, "wb");
		if (!f || fwrite(input, 1, HEADER + len, f) != HEADER + len || fclose(f) != 0) {
			perror(path);
			return EXIT_FAILURE;
		}
	}
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	unsigned count;

	if (argc == 3 && strcmp(argv[1], "-o") == 0)
		return write_corpus(argv[2]);
	for (int i = 1; i < argc; i++) {
		if (replay_file(argv[i]) < 0)
			return EXIT_FAILURE;
	}
	if (argc > 1)
		return EXIT_SUCCESS;
	count = replay_types();
	printf("1..1\n%s 1 - %u mutated images of all types\n", count > 2000 ? "ok" : "not ok", count);
	return count > 2000 ? EXIT_SUCCESS : EXIT_FAILURE;
}
