/* SPDX-License-Identifier: BSD-3-Clause */
/* Cages of which only a chip of libsensors is known. */
#include "source/hwmon_source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "source/hwmon_module.h"

/* For finding chips anew, which reads them. */
#define BUDGET_MS 2000

struct hwmon_cage {
	struct source source; /* first */
	struct hwmon *hwmon;
	char *chip;
	char *presence; /* NULL without */
	bool presence_inverted;
	char path[HWMON_PATH]; /* of the chip when it was last seen */
	uint64_t id; /* its; 0: it was not */
	char why[96];
};

static struct hwmon_cage *cage_of(struct source *s)
{
	return (struct hwmon_cage *)s;
}

/* 1 there is a chip, or the negative errno of looking for it. */
static int find_chip(struct hwmon_cage *c)
{
	const struct hwmon_picture *p;
	uint64_t before = c->id;
	int r;

	/* Mostly: one look, whatever others read and wait for. */
	if (before && hwmon_chip_id(c->path) == before)
		return 1;
	c->id = 0;
	r = hwmon_follow(c->hwmon, BUDGET_MS);
	if (r < 0) {
		snprintf(c->why, sizeof(c->why), "reading sensors");
		return r;
	}
	p = hwmon_latest(c->hwmon);
	r = p ? hwmon_find_chip(p, c->chip) : -ENODATA;
	if (r == -ENOTUNIQ)
		snprintf(c->why, sizeof(c->why), "several chips are called %.40s: give its path", c->chip);
	else if (r < 0)
		snprintf(c->why, sizeof(c->why), "no chip %.40s: no module, or one without monitors",
		         c->chip);
	else if (!hwmon_is_module(&p->chips[r])) {
		snprintf(c->why, sizeof(c->why), "chip %.40s is not one of a module", c->chip);
		r = -EINVAL;
	} else {
		c->id = p->chips[r].id;
		TEXT_SET(c->path, p->chips[r].path);
	}
	hwmon_picture_unref(p);
	/* Another chip in its place was made for another module, or for the same one plugged in again. */
	if (r >= 0 && before && before != c->id) {
		c->id = 0;
		snprintf(c->why, sizeof(c->why), "the chip went and came back");
		return -ENODATA;
	}
	return r < 0 ? r : 1;
}

static int hwmon_presence(struct source *s)
{
	struct hwmon_cage *c = cage_of(s);
	int r;

	c->why[0] = '\0';
	if (!c->presence)
		return find_chip(c);
	r = source_presence_file(c->presence, c->presence_inverted);
	if (r < 0)
		snprintf(c->why, sizeof(c->why), "presence file");
	return r;
}

static const char *hwmon_why(const struct source *s)
{
	return ((const struct hwmon_cage *)s)->why;
}

static void hwmon_close(struct source *s)
{
	struct hwmon_cage *c = cage_of(s);

	free(c->chip);
	free(c->presence);
	free(c);
}

static const struct source_ops hwmon_ops = {
	.name = "hwmon",
	.presence = hwmon_presence,
	.why = hwmon_why,
	.close = hwmon_close,
};

int source_hwmon_open(struct hwmon *h, const char *chip, const char *presence_path, bool presence_inverted,
                      struct source **ret_source)
{
	struct hwmon_cage *c = calloc(1, sizeof(*c));

	if (!c)
		return -ENOMEM;
	c->source.ops = &hwmon_ops;
	c->hwmon = h;
	c->presence_inverted = presence_inverted;
	c->chip = strdup(chip);
	if (presence_path)
		c->presence = strdup(presence_path);
	if (!c->chip || (presence_path && !c->presence)) {
		hwmon_close(&c->source);
		return -ENOMEM;
	}
	*ret_source = &c->source;
	return 0;
}
