/* SPDX-License-Identifier: BSD-3-Clause */
/* Breakout modes. */
#include "model/mode.h"

#include <errno.h>
#include <stdio.h>

#include "base/text.h"

#define MAX_MBPS 1600000

/* Decimal digits at *s, at most `max`; advances *s. */
static int take_number(const char **s, uint32_t max, uint32_t *ret_value)
{
	uint32_t v = 0;

	if (**s < '1' || **s > '9')
		return -EINVAL;
	for (; **s >= '0' && **s <= '9'; (*s)++) {
		v = v * 10 + (uint32_t)(**s - '0');
		if (v > max)
			return -EINVAL;
	}
	*ret_value = v;
	return 0;
}

/* "25G" or "2500M" at *s; advances *s. */
static int take_rate(const char **s, uint32_t *ret_mbps)
{
	uint32_t rate, unit;

	if (take_number(s, MAX_MBPS, &rate))
		return -EINVAL;
	if (**s == 'G' || **s == 'g')
		unit = 1000;
	else if (**s == 'M')
		unit = 1;
	else
		return -EINVAL;
	(*s)++;
	if (rate > MAX_MBPS / unit)
		return -EINVAL;
	*ret_mbps = rate * unit;
	return 0;
}

static int add_other(uint32_t others[MODE_MAX_OTHERS], uint32_t mbps)
{
	for (unsigned i = 0; i < MODE_MAX_OTHERS; i++) {
		if (others[i] && others[i] != mbps)
			continue;
		others[i] = mbps;
		return 0;
	}
	return -EINVAL;
}

/* "10G,1G]" at *s, behind the bracket; advances *s. */
static int take_others(const char **s, uint32_t others[MODE_MAX_OTHERS])
{
	uint32_t mbps;

	for (;;) {
		if (take_rate(s, &mbps) || add_other(others, mbps))
			return -EINVAL;
		if (**s == ']') {
			(*s)++;
			return 0;
		}
		if (*(*s)++ != ',')
			return -EINVAL;
		while (**s == ' ')
			(*s)++;
	}
}

/* "4)" at *s, behind the parenthesis, shared by `count` legs; advances *s. */
static int take_lanes(const char **s, uint32_t count, uint8_t *ret_lanes)
{
	uint32_t lanes;

	if (take_number(s, 16, &lanes) || *(*s)++ != ')' || lanes % count != 0)
		return -EINVAL;
	*ret_lanes = (uint8_t)(lanes / count);
	return 0;
}

/* "4x25G[10G](4)" at *s; advances *s. Brackets and parentheses may be in either order. */
static int take_part(const char **s, struct mode_part *ret_part, uint32_t others[MODE_MAX_OTHERS])
{
	struct mode_part part = { 0 };
	bool has_others = false;
	uint32_t count;

	if (take_number(s, MODE_MAX_COUNT, &count) || *(*s)++ != 'x' || take_rate(s, &part.rate_mbps))
		return -EINVAL;
	while ((**s == '[' && !has_others) || (**s == '(' && !part.lanes)) {
		has_others |= **s == '[';
		if (*(*s)++ == '[' ? take_others(s, others) : take_lanes(s, count, &part.lanes))
			return -EINVAL;
	}
	part.count = (uint8_t)count;
	*ret_part = part;
	return 0;
}

static bool is_like(const struct mode_part *a, const struct mode_part *b)
{
	return a->rate_mbps == b->rate_mbps && a->lanes == b->lanes;
}

/* Join what is alike; what is left of it is one part in a plain mode. */
static int add_part(struct mode *mode, unsigned *parts, const struct mode_part *part)
{
	if (mode->count + part->count > MODE_MAX_COUNT)
		return -EINVAL;
	mode->count = (uint8_t)(mode->count + part->count);
	if (*parts && is_like(&mode->part[*parts - 1], part)) {
		mode->part[*parts - 1].count = (uint8_t)(mode->part[*parts - 1].count + part->count);
		return 0;
	}
	if (*parts == MODE_MAX_PARTS)
		return -EINVAL;
	mode->part[(*parts)++] = *part;
	return 0;
}

/* A mode of one part is plain. */
static void settle(struct mode *mode, unsigned parts)
{
	if (parts > 1)
		return;
	mode->lanes = mode->part[0].lanes;
	mode->rate_mbps = mode->part[0].rate_mbps;
	mode->part[0] = (struct mode_part){ 0 };
}

int mode_parse_rate(const char *s, uint32_t *ret_mbps)
{
	uint32_t mbps;

	if (take_rate(&s, &mbps) || *s)
		return -EINVAL;
	*ret_mbps = mbps;
	return 0;
}

int mode_parse(const char *s, struct mode *ret_mode)
{
	struct mode mode = { 0 };
	struct mode_part part;
	unsigned parts = 0;

	for (;; s++) {
		if (take_part(&s, &part, mode.other_mbps) || add_part(&mode, &parts, &part))
			return -EINVAL;
		if (*s != '+')
			break;
	}
	if (*s)
		return -EINVAL;
	settle(&mode, parts);
	if (!mode_is_mixed(&mode) && !mode_halves(mode.count))
		return -EINVAL;
	*ret_mode = mode;
	return 0;
}

int mode_of_legs(const struct mode_part *legs, unsigned count, struct mode *ret_mode)
{
	struct mode mode = { 0 };
	unsigned parts = 0;

	for (unsigned n = 0; n < count; n++) {
		struct mode_part one = { .count = 1, .lanes = legs[n].lanes, .rate_mbps = legs[n].rate_mbps };

		if (add_part(&mode, &parts, &one))
			return -EINVAL;
	}
	settle(&mode, parts);
	*ret_mode = mode;
	return 0;
}

bool mode_is_mixed(const struct mode *mode)
{
	return mode->part[0].count > 0;
}

bool mode_rates_known(const struct mode *mode)
{
	for (unsigned leg = 1; leg <= mode->count; leg++) {
		if (mode_leg(mode, leg).rate_mbps == 0)
			return false;
	}
	return true;
}

struct mode_part mode_leg(const struct mode *mode, unsigned leg)
{
	unsigned end = 0;

	for (unsigned i = 0; i < MODE_MAX_PARTS && mode->part[i].count; i++) {
		end += mode->part[i].count;
		if (leg <= end)
			return mode->part[i];
	}
	return (struct mode_part){ .count = mode->count, .lanes = mode->lanes, .rate_mbps = mode->rate_mbps };
}

unsigned mode_stated_lanes(const struct mode *mode)
{
	unsigned lanes = 0;

	for (unsigned leg = 1; leg <= mode->count; leg++) {
		struct mode_part part = mode_leg(mode, leg);

		if (!part.lanes)
			return 0;
		lanes += part.lanes;
	}
	return lanes;
}

/* How the lanes of a mixed mode are dealt out. */
struct shares {
	unsigned factor;     /* for each stated lane */
	uint64_t lanes;      /* for legs without stated ones, */
	uint64_t rate;       /* in proportion to their rates, of which this is the sum */
};

static bool find_shares(const struct mode *mode, unsigned lanes, struct shares *ret)
{
	unsigned all = mode_stated_lanes(mode), stated = 0;
	struct shares s = { .factor = all && lanes % all == 0 ? lanes / all : 1 };

	for (unsigned leg = 1; leg <= mode->count; leg++) {
		struct mode_part part = mode_leg(mode, leg);

		stated += part.lanes * s.factor;
		s.rate += part.lanes ? 0 : part.rate_mbps;
	}
	if (stated > lanes)
		return false;
	s.lanes = lanes - stated;
	*ret = s;
	return true;
}

/* Lanes of such a leg; 0: no whole ones. */
static unsigned share_of(const struct shares *s, const struct mode_part *part)
{
	if (part->lanes)
		return part->lanes * s->factor;
	if (!s->rate || s->lanes * part->rate_mbps % s->rate)
		return 0;
	return (unsigned)(s->lanes * part->rate_mbps / s->rate);
}

bool mode_leg_lanes(const struct mode *mode, unsigned lanes, unsigned leg, unsigned *ret_first,
                    unsigned *ret_count)
{
	unsigned first = 1, count = mode->count ? lanes / mode->count : 0;
	struct shares shares;

	if (!mode_is_mixed(mode)) {
		if (count == 0)
			return false;
		*ret_first = (leg - 1) * count + 1;
		*ret_count = count;
		return true;
	}
	if (!find_shares(mode, lanes, &shares))
		return false;
	for (unsigned n = 1; n <= leg; n++) {
		struct mode_part part = mode_leg(mode, n);

		first += n > 1 ? count : 0;
		count = share_of(&shares, &part);
		if (count == 0)
			return false;
	}
	*ret_first = first;
	*ret_count = count;
	return true;
}

bool mode_leaves_lanes_open(const struct mode *mode, unsigned lanes, uint32_t mbps)
{
	unsigned first, count;
	uint64_t sum = 0;

	for (unsigned leg = 1; leg <= mode->count; leg++)
		sum += mode_leg(mode, leg).rate_mbps;
	return mode_is_mixed(mode) && !mode_stated_lanes(mode) && lanes > 0 && sum <= mbps &&
	       !mode_leg_lanes(mode, lanes, mode->count, &first, &count);
}

bool mode_like_leg(const struct mode *mode, unsigned lanes, unsigned leg, struct mode *ret_mode)
{
	unsigned first, count;

	if (!mode_leg_lanes(mode, lanes, leg, &first, &count))
		return false;
	*ret_mode = (struct mode){ .count = (uint8_t)(lanes / count), .rate_mbps = mode_leg(mode, leg).rate_mbps };
	return true;
}

const char *mode_ends_text(const struct mode *mode, unsigned lanes, char *buf, size_t size)
{
	unsigned first, count, run = 0, last = 0;
	struct text t;

	text_init(&t, buf, size);
	for (unsigned leg = 1; leg <= mode->count; leg++) {
		if (!mode_leg_lanes(mode, lanes, leg, &first, &count)) {
			text_init(&t, buf, size);
			return buf;
		}
		if (run && count != last) {
			text_item(&t, "+", "%ux%u", run, last);
			run = 0;
		}
		run++;
		last = count;
	}
	if (run)
		text_item(&t, "+", "%ux%u", run, last);
	return buf;
}

static void put_rate(struct text *t, uint32_t mbps)
{
	if (mbps % 1000 == 0)
		text_printf(t, "%uG", mbps / 1000);
	else
		text_printf(t, "%uM", mbps);
}

/* Is each part as wide as its rate says, as far as lanes are stated? */
static bool is_wide_as_fast(const struct mode *mode)
{
	for (unsigned i = 1; i < MODE_MAX_PARTS && mode->part[i].count; i++) {
		const struct mode_part *a = &mode->part[0], *b = &mode->part[i];

		if (!a->lanes != !b->lanes || a->lanes * (uint64_t)b->rate_mbps != b->lanes * (uint64_t)a->rate_mbps)
			return false;
	}
	return true;
}

const char *mode_text(const struct mode *mode, char *buf, size_t size)
{
	bool lanes = mode_is_mixed(mode) && !is_wide_as_fast(mode);
	struct mode_part part;
	struct text t;

	text_init(&t, buf, size);
	for (unsigned leg = 1; leg <= mode->count; leg += part.count) {
		part = mode_leg(mode, leg);
		text_printf(&t, "%s%ux", leg > 1 ? "+" : "", part.count);
		put_rate(&t, part.rate_mbps);
		if (lanes && part.lanes)
			text_printf(&t, "(%u)", part.lanes * part.count);
	}
	return buf;
}

const char *mode_full_text(const struct mode *mode, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	text_printf(&t, "%s", mode_text(mode, (char[MODE_TEXT]){ "" }, MODE_TEXT));
	for (unsigned i = 0; i < MODE_MAX_OTHERS && mode->other_mbps[i]; i++) {
		text_printf(&t, "%c", i ? ',' : '[');
		put_rate(&t, mode->other_mbps[i]);
	}
	if (mode->other_mbps[0])
		text_printf(&t, "]");
	return buf;
}

bool mode_equal(const struct mode *a, const struct mode *b)
{
	for (unsigned i = 0; i < MODE_MAX_PARTS; i++) {
		if (a->part[i].count != b->part[i].count || a->part[i].rate_mbps != b->part[i].rate_mbps)
			return false;
	}
	return a->count == b->count && a->rate_mbps == b->rate_mbps;
}

/* How wide the first `legs` are: in lanes where all are stated, else in rates. */
static uint64_t width_of(const struct mode *mode, unsigned legs)
{
	bool stated = mode_stated_lanes(mode) > 0;
	uint64_t width = 0;

	for (unsigned leg = 1; leg <= legs; leg++) {
		struct mode_part part = mode_leg(mode, leg);

		width += stated ? part.lanes : part.rate_mbps;
	}
	return width;
}

bool mode_matches(const struct mode *wanted, const struct mode *actual)
{
	unsigned count = wanted->count;

	if (count != actual->count)
		return false;
	/* By the kernel's lanes only: a subport that runs slower is as wide. */
	for (unsigned leg = 1; mode_stated_lanes(actual) && leg < count; leg++) {
		if (width_of(wanted, leg) * width_of(actual, count) != width_of(actual, leg) * width_of(wanted, count))
			return false;
	}
	return true;
}

bool mode_has_rate(const struct mode *mode, uint32_t mbps)
{
	for (unsigned i = 0; i < MODE_MAX_OTHERS && mode->other_mbps[i]; i++) {
		if (mode->other_mbps[i] == mbps)
			return true;
	}
	return mode->rate_mbps == mbps;
}

/* Does the part `offer` take one like `wanted`, at its own rate or one of `mode`'s others? */
static bool part_offers(const struct mode *mode, const struct mode_part *offer, const struct mode_part *wanted)
{
	return offer->count == wanted->count &&
	       (offer->rate_mbps == wanted->rate_mbps || mode_has_rate(mode, wanted->rate_mbps));
}

bool mode_offers(const struct mode *offer, const struct mode *wanted)
{
	for (unsigned i = 0; i < MODE_MAX_PARTS && (offer->part[i].count || wanted->part[i].count); i++) {
		if (!part_offers(offer, &offer->part[i], &wanted->part[i]))
			return false;
	}
	return offer->count == wanted->count && (mode_is_mixed(offer) || mode_has_rate(offer, wanted->rate_mbps));
}
