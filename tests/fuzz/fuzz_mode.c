/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzz target: any text is a mode or is refused. A mode prints as one that is
 * equal to it, in the room that is meant for it, and legs have lanes of their own.
 */
#include <string.h>

#include "fuzz/fuzz.h"
#include "fuzz/spoil_text.h"
#include "model/mode.h"

#define MAX_LANES 16

/* In order, without gaps, within the port; a later leg has no lanes where an earlier one has none. */
static void require_lanes(const struct mode *mode, unsigned lanes)
{
	unsigned next = 1, first, count;

	for (unsigned leg = 1; leg <= mode->count; leg++) {
		if (!mode_leg_lanes(mode, lanes, leg, &first, &count)) {
			next = MAX_LANES + 2;
			continue;
		}
		REQUIRE(count > 0 && first == next && first + count <= lanes + 1);
		next = first + count;
	}
}

static void require_mode(const struct mode *mode)
{
	char text[MODE_TEXT], full[MODE_FULL_TEXT];
	struct mode again;
	unsigned legs = 0;

	REQUIRE(mode->count >= 1 && mode->count <= MODE_MAX_COUNT && mode_rates_known(mode));
	REQUIRE(mode_is_mixed(mode) == (mode->rate_mbps == 0));
	for (unsigned leg = 1; leg <= mode->count; leg += mode_leg(mode, leg).count)
		legs += mode_leg(mode, leg).count;
	REQUIRE(legs == mode->count);
	REQUIRE(mode_parse(mode_text(mode, text, sizeof(text)), &again) == 0 && mode_equal(mode, &again));
	REQUIRE(mode_parse(mode_full_text(mode, full, sizeof(full)), &again) == 0 && mode_equal(mode, &again));
	REQUIRE(memcmp(again.other_mbps, mode->other_mbps, sizeof(again.other_mbps)) == 0);
	REQUIRE(mode_matches(mode, mode) && mode_offers(mode, mode));
	for (unsigned lanes = 1; lanes <= MAX_LANES; lanes++)
		require_lanes(mode, lanes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct mode mode;

	REQUIRE(text);
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	if (mode_parse(text, &mode) == 0)
		require_mode(&mode);
	free(text);
	return 0;
}

const unsigned fuzz_rounds = 4000;

size_t fuzz_seed(unsigned n, uint8_t *data, size_t size)
{
	static const char *const seeds[] = {
		"4x25G", "1x100G", "8x50G(8)", "4x2500M", "4x25G[10G, 1G](4)", "2x25G+1x50G", "1x400G+4x100G",
		"2x25G(2)+1x50G(2)", "1x50G(2)+2x25G[10G](2)", "1x400G+1x200G+1x100G+2x50G", "1x100G(4)+2x100G(4)",
	};

	return text_seed(seeds, sizeof(seeds) / sizeof(seeds[0]), n, data, size);
}

void fuzz_mutate(uint8_t *data, size_t *len, size_t size, uint32_t *seed)
{
	static const char characters[] = "0123456789xGM+()[], g";
	static const struct spoil_how how = { characters, sizeof(characters) - 1, 4, 12, 0 };

	spoil_text(data, len, size, seed, &how);
}
