/* SPDX-License-Identifier: BSD-3-Clause */
/* Scanning one port. */
#include "collect/cage.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "eeprom/eeprom.h"

/* A module that just booted may answer with garbage: read again this often before believing it. */
#define FULL_READS 4

/* Longest range there is: a device's 256 bytes. */
#define RANGE_MAX 256

void cage_init(struct cage *cage, struct source *source, int open_error)
{
	*cage = (struct cage){
		.source = source,
		.open_error = open_error,
		.presence = PRESENCE_UNKNOWN,
		.status = READ_STALE,
	};
}

static void forget_module(struct cage *cage)
{
	image_free(cage->image);
	cage->image = NULL;
	module_unref(cage->module);
	cage->module = NULL;
	cage->attempts = 0;
	cage->announced = false;
	memset(cage->lanes, 0, sizeof(cage->lanes));
	cage->read_mono = (struct timespec){ 0 };
}

void cage_release(struct cage *cage)
{
	forget_module(cage);
	source_close(cage->source);
	cage->source = NULL;
}

void cage_override(struct cage *cage, const struct port_decl *port)
{
	cage->override_type = port->override_type;
	TEXT_SET(cage->override_part, port->override_part);
}

static void fail(struct cage *cage, int error, const char *doing)
{
	const char *why = cage->source ? source_why(cage->source) : "";

	cage->status = error == -ETIMEDOUT ? READ_TIMEOUT
	               : error == -ENOTSUP ? READ_UNSUPPORTED
	                                   : READ_IO_ERROR;
	snprintf(cage->why, sizeof(cage->why), "%s: %s%s%s", doing, strerror(-error), why[0] ? ": " : "", why);
	if (cage->read_errors < UINT32_MAX)
		cage->read_errors++;
}

/*
 * Read one range into the image. Memory that ends before the range does is no
 * error: its end is found by halving, and the decoder sees what is missing.
 */
static int fetch(struct cage *cage, struct image *img, const struct image_range *range)
{
	uint8_t buf[RANGE_MAX];
	int rc;

	if (range->len > sizeof(buf))
		return -EINVAL;
	rc = source_read(cage->source, range->at, range->len, buf);
	if (rc == 0)
		return image_write(img, range->at, buf, range->len);
	if (rc == -ENODATA && range->len > 1) {
		struct image_range first = *range, second = *range;

		first.len = range->len / 2;
		second.len = (uint16_t)(range->len - first.len);
		second.at.offset = (uint8_t)(range->at.offset + first.len);
		rc = fetch(cage, img, &first);
		/* The end of memory lies in the first half: nothing is behind it. */
		if (rc == 0 && image_has(img, first.at, first.len))
			rc = fetch(cage, img, &second);
		return rc;
	}
	if (rc == -ENODATA)
		return 0;
	image_fail(img, range->at, range->len, rc);
	return rc;
}

/*
 * Everything an image of this module should hold. What pages there are shows
 * as bytes come in, hence the loop. 0, or the first error of a range.
 */
static int fetch_all(struct cage *cage, struct image *img)
{
	struct image_range ranges[EEPROM_MAX_RANGES];
	size_t done = 0, count;
	int first_error = 0;

	while ((count = eeprom_ranges(img, ranges)) > done) {
		/* The list may be reordered as it grows: read what is not there yet. */
		for (size_t i = 0; i < count; i++) {
			int rc;

			if (ranges[i].use == RANGE_FINGERPRINT || image_has(img, ranges[i].at, ranges[i].len))
				continue;
			rc = fetch(cage, img, &ranges[i]);
			if (rc < 0 && first_error == 0)
				first_error = rc;
			/* Without an answer at all the rest would only cost time. */
			if (rc < 0 && i == 0)
				return rc;
		}
		done = count;
	}
	return first_error;
}

/* Same bytes at the fingerprint as in the image? 1, 0, or negative errno. */
static int same_module(struct cage *cage)
{
	struct image_range ranges[EEPROM_MAX_RANGES];
	size_t count = eeprom_ranges(cage->image, ranges);
	uint8_t now[RANGE_MAX], then[RANGE_MAX];

	for (size_t i = 0; i < count; i++) {
		const struct image_range *r = &ranges[i];
		int rc;

		if (r->use != RANGE_FINGERPRINT || r->len > sizeof(now))
			continue;
		rc = source_read(cage->source, r->at, r->len, now);
		if (rc == -ENODATA)
			return image_has(cage->image, r->at, r->len) ? 0 : 1;
		if (rc < 0)
			return rc;
		if (image_read(cage->image, r->at, r->len, then) < 0 || memcmp(now, then, r->len) != 0)
			return 0;
	}
	return 1;
}

/* What changed between two readings of the same module. */
static void note_changes(struct cage *cage, const struct module *before, const struct module *after,
                         const struct timespec *real)
{
	for (unsigned n = 0; n < MODULE_MAX_LANES; n++) {
		const struct lane *a = &before->lane[n], *b = &after->lane[n];

		if (a->signals == b->signals && a->alarms == b->alarms)
			continue;
		if (cage->lanes[n].flag_changes < UINT32_MAX)
			cage->lanes[n].flag_changes++;
		cage->lanes[n].changed = *real;
	}
}

/* Replace the decoded module by a decode of the image as it is now. */
static int decode(struct cage *cage, const struct scan_time *now)
{
	struct module *m = module_new();

	if (!m)
		return -ENOMEM;
	eeprom_decode(cage->image, m);
	if (cage->override_type &&
	    (!cage->override_part[0] || strcmp(cage->override_part, m->part_number) == 0))
		eeprom_override_type(m, cage->override_type);
	if (cage->module && cage->module->status == READ_OK && m->status == READ_OK)
		note_changes(cage, cage->module, m, &now->real);
	module_unref(cage->module);
	cage->module = m;
	cage->status = m->status;
	TEXT_SET(cage->why, m->why);
	return 0;
}

static void read_module(struct cage *cage, const struct scan_time *now)
{
	struct image *img = image_new();
	int rc;

	if (!img) {
		fail(cage, -ENOMEM, "reading the module");
		return;
	}
	rc = fetch_all(cage, img);
	if (cage->attempts < UINT8_MAX)
		cage->attempts++;
	image_free(cage->image);
	cage->image = img;
	if (rc < 0 && cage->read_errors < UINT32_MAX)
		cage->read_errors++;
	rc = decode(cage, now);
	if (rc < 0)
		fail(cage, rc, "decoding the module");
	else if (cage->status == READ_OK)
		cage->read_mono = now->mono;
}

static void read_live(struct cage *cage, const struct scan_time *now)
{
	struct image_range ranges[EEPROM_MAX_RANGES];
	size_t count = eeprom_ranges(cage->image, ranges);
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++) {
		if (ranges[i].use == RANGE_LIVE)
			rc = fetch(cage, cage->image, &ranges[i]);
	}
	if (rc < 0) {
		fail(cage, rc, "reading monitors");
		return;
	}
	rc = decode(cage, now);
	if (rc < 0)
		fail(cage, rc, "decoding the module");
	else
		cage->read_mono = now->mono;
}

/* A module that can't be read properly is worth another full read: soon at first, then when DOM is due. */
static bool reread_due(const struct cage *cage, bool live)
{
	return !cage->image ||
	       (cage->module && cage->module->status != READ_OK && (cage->attempts < FULL_READS || live));
}

static void take_out(struct cage *cage, struct cage_change *change)
{
	if (cage->announced && cage->module)
		change->removed = module_ref(cage->module);
	forget_module(cage);
}

/* Insertion counts once the module could be read, or could not for long enough. */
static void maybe_announce(struct cage *cage, bool first, struct cage_change *change)
{
	if (cage->announced || !cage->module)
		return;
	if (cage->status != READ_OK && cage->attempts < FULL_READS && !first)
		return;
	cage->announced = true;
	if (first)
		return;
	if (cage->insertions < UINT32_MAX)
		cage->insertions++;
	change->inserted = true;
}

void cage_scan(struct cage *cage, bool live, const struct scan_time *now, struct cage_change *ret_change)
{
	bool first = !cage->looked;
	int rc;

	*ret_change = (struct cage_change){ 0 };
	if (!cage->source) {
		cage->presence = PRESENCE_UNKNOWN;
		fail(cage, cage->open_error, "opening the source");
		return;
	}
	rc = source_presence(cage->source);
	if (rc < 0) {
		cage->presence = PRESENCE_UNKNOWN;
		fail(cage, rc, "looking for a module");
		return;
	}
	cage->looked = true;
	if (rc == 0) {
		take_out(cage, ret_change);
		cage->presence = PRESENCE_ABSENT;
		cage->status = READ_ABSENT;
		cage->why[0] = '\0';
		return;
	}
	cage->presence = PRESENCE_PRESENT;
	if (cage->image && !reread_due(cage, live)) {
		rc = same_module(cage);
		if (rc < 0) {
			fail(cage, rc, "reading the module");
			return;
		}
		if (rc == 0)
			take_out(cage, ret_change);
		else if (live || cage->status != cage->module->status)
			read_live(cage, now);
	}
	if (reread_due(cage, live))
		read_module(cage, now);
	maybe_announce(cage, first, ret_change);
}

void cage_fill(const struct cage *cage, struct port_state *state)
{
	state->presence = cage->presence;
	state->status = cage->status;
	TEXT_SET(state->why, cage->why);
	state->module = cage->module ? module_ref(cage->module) : NULL;
	state->read_mono = cage->read_mono;
	state->read_errors = cage->read_errors;
	state->insertions = cage->insertions;
	memcpy(state->lanes, cage->lanes, sizeof(state->lanes));
}
