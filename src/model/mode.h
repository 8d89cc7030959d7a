/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Breakout modes: "NxR" as switches spell them, e.g. 4x25G, 2x100G, 8x50G, and
 * mixed ones, whose legs differ: 2x25G+1x50G, 1x400G+4x100G.
 */
#ifndef BREAKOUT_MODEL_MODE_H
#define BREAKOUT_MODEL_MODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MODE_MAX_COUNT 8
#define MODE_MAX_OTHERS 8
#define MODE_MAX_PARTS 4
/* "4x1599999M(16)" for each part, and what joins them. */
#define MODE_TEXT 64
#define MODE_FULL_TEXT (MODE_TEXT + 9 * MODE_MAX_OTHERS)

/* Legs of one width, which follow each other. */
struct mode_part {
	uint8_t count;       /* legs; 0: no part */
	uint8_t lanes;       /* as in struct mode */
	uint32_t rate_mbps;
};

/*
 * count 0: no mode. A mixed mode has a rate of 0 and no lanes in common:
 * mode_leg() has those of a leg, in plain modes too.
 */
struct mode {
	uint8_t count;       /* legs: 1 (not split), 2, 4 or 8; 2 to 8 of a mixed mode */
	uint8_t lanes;       /* host lanes per leg where the text said "(n)", else 0 */
	uint32_t rate_mbps;  /* of one leg */
	uint32_t other_mbps[MODE_MAX_OTHERS];   /* at which single legs may run instead; 0 ends them */
	struct mode_part part[MODE_MAX_PARTS];  /* of a mixed mode: two or more, in order of legs; else none */
};

/*
 * Parse "4x25G", "4x25G(4)" or "4x25g(4)" (lanes of the whole port in
 * parentheses, the SONiC spelling: 4 lanes / 4 legs = 1 lane each), "1x100G",
 * "4x25G[10G,1G]" (SONiC's, too: other rates that legs may have), and up to
 * four of these joined by "+": "2x25G(2)+1x50G(2)", lanes being those of the
 * part. Equal neighbours are one part: "2x25G+2x25G" is "4x25G".
 * Returns 0, or -EINVAL with *ret_mode untouched.
 */
int mode_parse(const char *s, struct mode *ret_mode);

/* "10G" or "2500M", Mb/s. 0, or -EINVAL with *ret_mbps untouched. */
int mode_parse_rate(const char *s, uint32_t *ret_mbps);

/*
 * "4x25G", "2x25G+1x50G" to `buf` ("" for no mode), without other rates. Returns buf. Rates that are no
 * multiple of 1 G print as "4x2500M". Lanes are printed for parts that are not as wide as their rates say:
 * "1x100G(4)+2x100G(4)".
 */
const char *mode_text(const struct mode *mode, char *buf, size_t size);

/* The same with them, "4x25G[10G,1G]": what mode_parse() takes. `buf` of MODE_FULL_TEXT bytes. Returns buf. */
const char *mode_full_text(const struct mode *mode, char *buf, size_t size);

/* May a leg run at this rate, as the mode's text has it? */
bool mode_has_rate(const struct mode *mode, uint32_t mbps);

/* Can a port that offers `offer` be split into `wanted`, at the first of its rates or another one? */
bool mode_offers(const struct mode *offer, const struct mode *wanted);

/* Do the mode's legs differ? */
bool mode_is_mixed(const struct mode *mode);

/* Has each leg a rate? A mode that was parsed has; the kernel may have none for a link that is down. */
bool mode_rates_known(const struct mode *mode);

/* Lanes and rate of leg `leg`, from 1 to mode->count; count is that of the legs that are like it. */
struct mode_part mode_leg(const struct mode *mode, unsigned leg);

/* Can equal legs be this many? A port is halved, and halved again: 1, 2, 4, 8. */
static inline bool mode_halves(unsigned legs)
{
	return (legs & (legs - 1)) == 0;
}

/*
 * The lanes of a leg, from 1, of a port or module with `lanes`: in order of legs, as many for each as the
 * mode states, else its share by rate. Where stated lanes are half or a quarter of `lanes`, all legs have
 * twice or four times as many. False if that leaves no whole lanes.
 */
bool mode_leg_lanes(const struct mode *mode, unsigned lanes, unsigned leg, unsigned *ret_first,
                    unsigned *ret_count);

/*
 * Does a mixed mode leave open how many of `lanes` each leg has? It states none, and shares by rate are no
 * whole lanes, although all legs together are no faster than `mbps`.
 */
bool mode_leaves_lanes_open(const struct mode *mode, unsigned lanes, uint32_t mbps);

/*
 * The plain mode in which all of a port or module with `lanes` is split into legs like this one: of a leg of
 * 100G in 1x400G+4x100G of 8 lanes, 8x100G. False as mode_leg_lanes().
 */
bool mode_like_leg(const struct mode *mode, unsigned lanes, unsigned leg, struct mode *ret_mode);

/* What mode_leg_lanes() says, as the far ends of a cable: "4x2", ends x lanes, "1x4+4x1" of a mixed mode; "" without whole lanes. Returns buf. */
const char *mode_ends_text(const struct mode *mode, unsigned lanes, char *buf, size_t size);

/* Lanes of all legs, where the text said them for each part; else 0. */
unsigned mode_stated_lanes(const struct mode *mode);

/* Legs of these lanes and rates as a mode, mixed where they differ. -EINVAL: it has too many parts. */
int mode_of_legs(const struct mode_part *legs, unsigned count, struct mode *ret_mode);

/* Same number of legs and same rates, part by part (lanes and other rates are not compared). */
bool mode_equal(const struct mode *a, const struct mode *b);

/*
 * Is a port that is found split like `actual` split as `wanted`: into as many subports, and, where lanes of
 * both are known, each as wide? How fast they run is another question.
 */
bool mode_matches(const struct mode *wanted, const struct mode *actual);

#endif
