/* SPDX-License-Identifier: BSD-3-Clause */
/* Text that was changed at random. */
#include "fuzz/spoil_text.h"

#include <string.h>

#include "common/random.h"
#include "fuzz/fuzz.h"

size_t text_seed(const char *const seeds[], size_t count, unsigned n, uint8_t *data, size_t size)
{
	size_t len;

	if (n >= count)
		return 0;
	len = strlen(seeds[n]);
	REQUIRE(len <= size);
	memcpy(data, seeds[n], len);
	return len;
}

void spoil_text(uint8_t *data, size_t *len, size_t size, uint32_t *seed, const struct spoil_how *how)
{
	for (unsigned n = 1 + next_random(seed) % how->most; n > 0 && *len > 0; n--) {
		size_t where = how->head && how->head < *len && next_random(seed) % 4 == 0 ? how->head : *len;
		size_t at = next_random(seed) % where;
		size_t longest = next_random(seed) % 2 ? how->piece / 6 : how->piece;
		size_t cut = 1 + next_random(seed) % longest;

		if (cut > *len - at)
			cut = *len - at;
		switch (next_random(seed) % 4) {
		case 0:   /* cut out */
			memmove(data + at, data + at + cut, *len - at - cut);
			*len -= cut;
			break;
		case 1:   /* twice */
			if (*len + cut > size)
				break;
			memmove(data + at + cut, data + at, *len - at);
			*len += cut;
			break;
		default:
			data[at] = (uint8_t)how->characters[next_random(seed) % how->count];
		}
	}
}
