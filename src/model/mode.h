/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Breakout modes: "NxR" as switches spell them, e.g. 4x25G, 2x100G, 8x50G.
 */
#ifndef BREAKOUT_MODEL_MODE_H
#define BREAKOUT_MODEL_MODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MODE_MAX_COUNT 8
#define MODE_MAX_OTHERS 8
#define MODE_TEXT 24
#define MODE_FULL_TEXT (MODE_TEXT + 9 * MODE_MAX_OTHERS)

/* count 0: no mode. */
struct mode {
	uint8_t count;       /* legs: 1 (not split), 2, 4 or 8 */
	uint8_t lanes;       /* host lanes per leg where the text said "(n)", else 0 */
	uint32_t rate_mbps;  /* of one leg */
	uint32_t other_mbps[MODE_MAX_OTHERS];  /* at which single legs may run instead; 0 ends them */
};

/*
 * Parse "4x25G", "4x25G(4)" or "4x25g(4)" (lanes of the whole port in
 * parentheses, the SONiC spelling: 4 lanes / 4 legs = 1 lane each), "1x100G",
 * "4x25G[10G,1G]" (SONiC's, too: other rates that legs may have).
 * Returns 0, or -EINVAL with *ret_mode untouched.
 */
int mode_parse(const char *s, struct mode *ret_mode);

/* "10G" or "2500M", Mb/s. 0, or -EINVAL with *ret_mbps untouched. */
int mode_parse_rate(const char *s, uint32_t *ret_mbps);

/* "4x25G" to `buf` ("" for no mode), without other rates. Returns buf. Rates that are no multiple of 1 G print as "4x2500M". */
const char *mode_text(const struct mode *mode, char *buf, size_t size);

/* The same with them, "4x25G[10G,1G]": what mode_parse() takes. `buf` of MODE_FULL_TEXT bytes. Returns buf. */
const char *mode_full_text(const struct mode *mode, char *buf, size_t size);

/* May a leg run at this rate, as the mode's text has it? */
bool mode_has_rate(const struct mode *mode, uint32_t mbps);

/* Can a port that offers `offer` be split into `wanted`, at the first of its rates or another one? */
bool mode_offers(const struct mode *offer, const struct mode *wanted);

/* Same number of legs and same rate (lanes and other rates are not compared). */
bool mode_equal(const struct mode *a, const struct mode *b);

/* Is a port that is found split like `actual` split as `wanted`? A rate of 0 is one that is not known. */
bool mode_matches(const struct mode *wanted, const struct mode *actual);

#endif
