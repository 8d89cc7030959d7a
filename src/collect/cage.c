/* SPDX-License-Identifier: BSD-3-Clause */
/* Scanning one port. */
#include "collect/cage.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "eeprom/eeprom.h"

/* A module that just booted may answer with garbage: read again this often before believing it. */
#define FULL_READS 4

/*
 * Some modules take seconds until their memory holds what it should: so long after insertion bytes that
 * make no sense are neither reported nor judged.
 */
#define SETTLE_MS 8000

/*
 * A module that was there this long ago and is there now is the same one: pulling it, plugging another in
 * and having that one answer (t_init of SFF-8419 is 300 ms, others take longer) takes longer.
 */
#define SWAP_MS 1200

/* Longest range there is: a device's 256 bytes. */
#define RANGE_MAX 256

/* Failures in a row before a cage is left alone; for how long at first (doubled each time) and at most. */
#define BREAKER_FAILURES 3
#define BREAKER_FIRST_MS 1000
#define BREAKER_MAX_MS 60000

/* What fails is left alone for so many times what the failure took: most of the time its bus is free. */
#define BREAKER_SHARE 3

void cage_init(struct cage *cage, uint32_t deadline_ms)
{
	*cage = (struct cage){
		.deadline_ms = deadline_ms,
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
	cage->incomplete = false;
	cage->announced = false;
	cage->amends = false;
	lane_histories_release(&cage->lanes);
	free(cage->lane_latches);
	cage->lane_latches = NULL;
	cage->flags = (struct occurrences){ 0 };
	cage->module_latch = (struct latch){ 0 };
	cage->unsure = false;
	cage->read_mono = (struct timespec){ 0 };
	cage->read_scan = 0;
}

void cage_release(struct cage *cage)
{
	forget_module(cage);
	source_close(cage->source);
	cage->source = NULL;
}

void cage_open(struct cage *cage, struct source *source, int open_error)
{
	source_close(cage->source);
	cage->source = source;
	cage->open_error = open_error;
}

void cage_override(struct cage *cage, const struct port_decl *port)
{
	cage->override_type = port->override_type;
	TEXT_SET(cage->override_part, port->override_part);
}

/* What this process or its host lacks, and the module has no part in. */
static bool is_local(int error)
{
	return error == -EMFILE || error == -ENFILE || error == -ENOMEM || error == -ENOBUFS;
}

static void fail(struct cage *cage, int error, const char *doing)
{
	const char *why = cage->source ? source_why(cage->source) : "";

	cage->seen = (struct timespec){ 0 };
	cage->status = error == -ETIMEDOUT ? READ_TIMEOUT
	               : error == -ENOTSUP ? READ_UNSUPPORTED
	               : is_local(error)   ? READ_LOCAL_ERROR
	                                   : READ_IO_ERROR;
	snprintf(cage->why, sizeof(cage->why), "%s: %s%s%s", doing, strerror(-error), why[0] ? ": " : "", why);
	if (cage->read_errors < UINT32_MAX)
		cage->read_errors++;
}

/* How long this scan has taken so far. */
static int64_t scan_ms(const struct cage *cage)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return clock_ms_between(&cage->began, &now);
}

static int transfer(struct cage *cage, struct image_addr at, size_t len, uint8_t *buf)
{
	if (cage->deadline_ms > 0 && scan_ms(cage) >= cage->deadline_ms)
		return -ETIMEDOUT;
	cage->cost.reads++;
	cage->cost.bytes += len;
	return source_read(cage->source, at, len, buf);
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
	rc = transfer(cage, range->at, range->len, buf);
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

static void note_missing(struct cage *cage, int error)
{
	const char *why = source_why(cage->source);

	TEXT_FORMAT(cage->partly, "not all pages can be read: %s%s%s", strerror(-error), why[0] ? ": " : "", why);
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

			if ((ranges[i].use != RANGE_STATIC && ranges[i].use != RANGE_LIVE) ||
			    image_has(img, ranges[i].at, ranges[i].len))
				continue;
			rc = fetch(cage, img, &ranges[i]);
			if (rc < 0 && first_error == 0) {
				first_error = rc;
				note_missing(cage, rc);
			}
			/* Without an answer at all the rest would only cost time. */
			if (rc < 0 && i == 0)
				return rc;
		}
		done = count;
	}
	return first_error;
}

/*
 * Does the image have these bytes? 1, 0, or negative errno. One reading may be
 * wrong: that it is another module takes two that agree.
 */
static int same_bytes(struct cage *cage, const struct image_range *r)
{
	uint8_t now[RANGE_MAX], again[RANGE_MAX], then[RANGE_MAX];
	int rc;

	if (r->len > sizeof(now))
		return -EINVAL;
	rc = transfer(cage, r->at, r->len, now);
	if (rc == -ENODATA)
		return image_has(cage->image, r->at, r->len) ? 0 : 1;
	if (rc < 0)
		return rc;
	if (image_read(cage->image, r->at, r->len, then) < 0)
		return 0;
	if (memcmp(now, then, r->len) == 0)
		return 1;
	rc = transfer(cage, r->at, r->len, again);
	if (rc < 0)
		return rc;
	if (memcmp(again, then, r->len) == 0)
		return 1;
	return memcmp(again, now, r->len) == 0 ? 0 : -EIO;
}

/* Same fingerprint as in the image? 1, 0, or negative errno. */
static int same_module(struct cage *cage)
{
	struct image_range ranges[EEPROM_MAX_RANGES];
	size_t count = eeprom_ranges(cage->image, ranges);
	int same = 1;

	for (size_t i = 0; i < count && same == 1; i++) {
		if (ranges[i].use == RANGE_FINGERPRINT)
			same = same_bytes(cage, &ranges[i]);
	}
	return same;
}

/* What changed between two readings of the same module. */
static void note_changes(struct cage *cage, const struct module *before, const struct module *after,
                         const struct timespec *real)
{
	for (unsigned n = 0; n < cage->lanes.count; n++) {
		const struct lane *a = module_any_lane(before, n + 1), *b = module_any_lane(after, n + 1);

		if (a->signals == b->signals && a->alarms == b->alarms)
			continue;
		cage->lanes.lane[n].flag_changes++;
		cage->lanes.lane[n].changed = *real;
	}
}

/* What occurred, by a reading that is as good as it gets. */
static void note_flags(struct cage *cage, const struct module *m, const struct timespec *real)
{
	bool whole = !cage->incomplete;

	for (unsigned n = 0; n < cage->lanes.count; n++)
		latch_note(&cage->lane_latches[n], flags_of_lane(m, n), whole, real, &cage->lanes.lane[n].flags);
	latch_note(&cage->module_latch, flags_of_module(m), whole, real, &cage->flags);
}

/* Live bytes are given up, or about to be overwritten: what was latched in them is cleared by now. */
static void hold_flags(struct cage *cage, const struct timespec *real)
{
	struct module *m = module_new();

	/* Out of memory is no time to be exact. */
	if (!m)
		return;
	eeprom_decode(cage->image, m);
	for (unsigned n = 0; n < cage->lanes.count && m->status == READ_OK; n++)
		latch_hold(&cage->lane_latches[n], flags_of_lane(m, n), real);
	if (m->status == READ_OK)
		latch_hold(&cage->module_latch, flags_of_module(m), real);
	module_unref(m);
}

/* Keep a history of each lane of a module. 0 or -ENOMEM. */
static int fit_lanes(struct cage *cage, const struct module *m)
{
	struct latch *latches;

	if (m->lanes <= cage->lanes.count)
		return 0;
	latches = reallocarray(cage->lane_latches, m->lanes, sizeof(*latches));
	if (!latches)
		return -ENOMEM;
	cage->lane_latches = latches;
	for (unsigned n = cage->lanes.count; n < m->lanes; n++)
		latches[n] = (struct latch){ 0 };
	return lane_histories_resize(&cage->lanes, m->lanes);
}

/* Replace the decoded module by a decode of the image, whose live bytes were read at `real`. */
static int decode(struct cage *cage, const struct timespec *real)
{
	struct module *m = module_new();

	if (!m)
		return -ENOMEM;
	eeprom_decode_declared(cage->image, cage->override_type, cage->override_part, m);
	if (fit_lanes(cage, m) < 0) {
		module_unref(m);
		return -ENOMEM;
	}
	if (cage->module && cage->module->status == READ_OK && m->status == READ_OK)
		note_changes(cage, cage->module, m, real);
	if (m->status == READ_OK)
		note_flags(cage, m, real);
	m = module_pack(m);
	module_unref(cage->module);
	cage->module = m;
	cage->status = m->status;
	TEXT_SET(cage->why, m->status == READ_OK && cage->incomplete ? cage->partly : m->why);
	return 0;
}

/* 0, or why it could not be read: a module that can be read but makes no sense is no failure. */
static int read_module(struct cage *cage, const struct scan_time *now)
{
	struct image *img = image_new();
	int rc, decoded;

	if (!img) {
		fail(cage, -ENOMEM, "reading the module");
		return -ENOMEM;
	}
	if (cage->override_type)
		image_declare(img, eeprom_type_identifier(cage->override_type));
	if (cage->attempts == 0)
		cage->appeared = now->mono;
	rc = fetch_all(cage, img);
	if (cage->attempts < UINT8_MAX)
		cage->attempts++;
	if (cage->unsure)
		hold_flags(cage, &cage->unsure_real);
	image_free(cage->image);
	cage->image = img;
	cage->incomplete = rc < 0;
	cage->unsure = false;
	if (rc < 0 && cage->read_errors < UINT32_MAX)
		cage->read_errors++;
	decoded = decode(cage, &now->real);
	if (decoded < 0) {
		fail(cage, decoded, "decoding the module");
		return decoded;
	}
	if (cage->status != READ_OK)
		return rc;
	cage->read_mono = now->mono;
	cage->read_scan = now->scan;
	return 0;
}

/* The live bytes, which nobody has confirmed yet. 0 or negative errno. */
static int read_live(struct cage *cage, const struct scan_time *now)
{
	struct image_range reads[EEPROM_MAX_READS];
	size_t needed, count = eeprom_live_reads(cage->image, cage->module, reads, &needed);
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++)
		rc = fetch(cage, cage->image, &reads[i]);
	if (rc < 0) {
		hold_flags(cage, &now->real);
		return rc;
	}
	cage->unsure = true;
	cage->unsure_real = now->real;
	cage->unsure_mono = now->mono;
	cage->unsure_scan = now->scan;
	return 0;
}

/* A look has found the same module: its live bytes count, with what only the host changes. 0 or negative errno. */
static int confirm_live(struct cage *cage)
{
	struct image_range ranges[EEPROM_MAX_RANGES];
	size_t count = eeprom_ranges(cage->image, ranges);
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++) {
		if (ranges[i].use == RANGE_SETTING)
			rc = fetch(cage, cage->image, &ranges[i]);
	}
	if (rc == 0)
		rc = decode(cage, &cage->unsure_real);
	if (rc < 0)
		return rc;
	cage->unsure = false;
	cage->live = true;
	cage->read_mono = cage->unsure_mono;
	cage->read_scan = cage->unsure_scan;
	return 0;
}

/* Is it the same module? If so, live bytes that were read before count. 1, 0, or negative errno. */
static int look(struct cage *cage)
{
	int same = same_module(cage), rc = 0;

	if (same == 1 && cage->unsure)
		rc = confirm_live(cage);
	return rc < 0 ? rc : same;
}

/* A module that can't be read properly is worth another full read: soon at first, then when DOM is due. */
static bool reread_due(const struct cage *cage, bool live)
{
	if (!cage->image)
		return true;
	if (cage->module && cage->module->status != READ_OK)
		return cage->attempts < FULL_READS || live || !cage->announced;
	return cage->incomplete && live && cage->attempts < FULL_READS;
}

static void take_out(struct cage *cage, struct cage_change *change)
{
	if (cage->announced && cage->module)
		change->removed = module_ref(cage->module);
	forget_module(cage);
}

/* Its bytes make no sense, but may yet. */
static bool is_settling(const struct cage *cage, const struct scan_time *now)
{
	return cage->status != READ_OK && cage->status != READ_MONITORS &&
	       (cage->attempts < FULL_READS || clock_ms_between(&cage->appeared, &now->mono) < SETTLE_MS);
}

/* Insertion counts once the module could be read, or could not for long enough: then it is amended later. */
static void maybe_announce(struct cage *cage, bool first, const struct scan_time *now, struct cage_change *change)
{
	if (cage->announced && cage->amends && cage->status == READ_OK) {
		cage->amends = false;
		change->inserted = true;
	}
	if (cage->announced || !cage->module || (!first && is_settling(cage, now)))
		return;
	cage->announced = true;
	if (first)
		return;
	cage->amends = cage->status != READ_OK && cage->status != READ_MONITORS;
	if (cage->insertions < UINT32_MAX)
		cage->insertions++;
	change->inserted = true;
}

/* Is it left to the next look to make sure of monitors? */
static bool trusts(unsigned how)
{
	return (how & (SCAN_LIVE | SCAN_TRUST | SCAN_FORCE)) == (SCAN_LIVE | SCAN_TRUST);
}

/* A module that can be read: a look, live bytes, or both. 1, 0 if it is another one, or negative errno. */
static int scan_same(struct cage *cage, unsigned how, const struct scan_time *now)
{
	/* After a failure everything is asked for: it may have been another module's. */
	bool failed = cage->status != cage->module->status;
	bool trust = trusts(how) && !failed;
	bool stayed = cage->stayed && !failed && !cage->unsure && !(how & SCAN_FORCE);
	int same = 1;

	if ((failed || cage->unsure || !(how & SCAN_LIVE)) && !stayed)
		same = look(cage);
	if (same == 1 && (failed || (how & SCAN_LIVE))) {
		int rc = read_live(cage, now);

		if (rc < 0) {
			fail(cage, rc, "reading monitors");
			return rc;
		}
		same = trust ? 1 : look(cage);
	}
	if (same < 0)
		fail(cage, same, "reading the module");
	return same;
}

/* A module is plugged in: read what is due of it. 0 or the error that was met. */
static int scan_module(struct cage *cage, unsigned how, const struct scan_time *now,
                       struct cage_change *change)
{
	bool live = how & SCAN_LIVE;

	if (cage->image && !reread_due(cage, live)) {
		int same = scan_same(cage, how, now);

		if (same < 0)
			return same;
		if (same == 0)
			take_out(cage, change);
	}
	return reread_due(cage, live) ? read_module(cage, now) : 0;
}

/* The module is there. It takes longer than SWAP_MS to pull one, plug another in and have that answer. */
static void note_seen(struct cage *cage, const struct scan_time *now)
{
	bool before = cage->seen.tv_sec || cage->seen.tv_nsec;

	cage->stayed = before && clock_ms_between(&cage->seen, &now->mono) <= SWAP_MS && !cage->source->instant;
	cage->seen = now->mono;
}

static void set_absent(struct cage *cage, struct cage_change *change)
{
	take_out(cage, change);
	cage->seen = (struct timespec){ 0 };
	cage->presence = PRESENCE_ABSENT;
	cage->status = READ_ABSENT;
	cage->why[0] = '\0';
}

/* Is there a module? 1, 0, or negative errno. */
static int look_for_module(struct cage *cage, const struct scan_time *now, struct cage_change *change)
{
	int rc = source_presence(cage->source);

	cage->mute = rc < 0;
	if (rc < 0) {
		cage->presence = PRESENCE_UNKNOWN;
		fail(cage, rc, "looking for a module");
		return rc;
	}
	cage->looked = true;
	if (rc == 0) {
		set_absent(cage, change);
	} else {
		cage->presence = PRESENCE_PRESENT;
		note_seen(cage, now);
	}
	return rc;
}

/* Monitors of a module that a look has just seen and another will see soon: nothing else costs the bus time. */
static bool is_trusted(const struct cage *cage, unsigned how)
{
	return trusts(how) && cage->module && cage->presence == PRESENCE_PRESENT &&
	       cage->status == cage->module->status && !cage->unsure && !reread_due(cage, true);
}

/*
 * A source without bytes: there is a module, or -ENODATA: nobody can know. What
 * it measures is added later (collect/sensors.h).
 */
static int note_module(struct cage *cage, int found)
{
	struct module *m;

	cage->presence = found > 0 ? PRESENCE_PRESENT : PRESENCE_UNKNOWN;
	cage->status = READ_MONITORS;
	TEXT_SET(cage->why, found > 0 ? "its identity can not be read" : source_why(cage->source));
	if (found < 0 || cage->module)
		return 0;
	m = module_new();
	if (!m) {
		fail(cage, -ENOMEM, "noting the module");
		return -ENOMEM;
	}
	m->status = cage->status;
	TEXT_SET(m->why, cage->why);
	cage->module = m;
	/* More attempts would not tell more. */
	cage->attempts = FULL_READS;
	return 0;
}

static int scan_blind(struct cage *cage, const struct scan_time *now, struct cage_change *change)
{
	bool first = !cage->looked;
	int rc = source_presence(cage->source);

	cage->mute = rc < 0 && rc != -ENODATA;
	if (cage->mute) {
		cage->presence = PRESENCE_UNKNOWN;
		fail(cage, rc, "looking for a module");
		return rc;
	}
	cage->looked = true;
	if (rc == 0) {
		set_absent(cage, change);
		return 0;
	}
	if (rc < 0)
		take_out(cage, change);
	rc = note_module(cage, rc);
	maybe_announce(cage, first, now, change);
	return rc;
}

/* 0 or the error that was met; `look_only`: at whether there is a module. */
static int scan_cage(struct cage *cage, unsigned how, bool look_only, const struct scan_time *now,
                     struct cage_change *change)
{
	bool first = !cage->looked;
	int rc;

	if (!cage->source) {
		cage->presence = PRESENCE_UNKNOWN;
		fail(cage, cage->open_error, "opening the source");
		return cage->open_error;
	}
	if (!cage->source->ops->read)
		return scan_blind(cage, now, change);
	if (!look_only && is_trusted(cage, how)) {
		rc = scan_module(cage, how, now, change);
		if (rc == 0)
			note_seen(cage, now);
		/* What went wrong is mostly that it was pulled. */
		if (rc < 0 && source_presence(cage->source) == 0) {
			set_absent(cage, change);
			rc = 0;
		}
		return rc;
	}
	rc = look_for_module(cage, now, change);
	if (rc <= 0 || look_only)
		return rc < 0 ? rc : 0;
	rc = scan_module(cage, how, now, change);
	maybe_announce(cage, first, now, change);
	return rc;
}

/* One more failure in a row: for how long is the cage left alone? */
static void leave_alone(struct cage *cage, const struct scan_time *now)
{
	int64_t took = scan_ms(cage), wait = 0;
	size_t len = strlen(cage->why);

	/* The cage is not to blame. */
	if (cage->status == READ_LOCAL_ERROR)
		return;
	if (cage->failures < UINT_MAX)
		cage->failures++;
	if (cage->failures >= BREAKER_FAILURES) {
		unsigned doublings = cage->failures - BREAKER_FAILURES;

		wait = doublings < 16 ? (int64_t)BREAKER_FIRST_MS << doublings : BREAKER_MAX_MS;
	}
	if (wait < took * BREAKER_SHARE)
		wait = took * BREAKER_SHARE;
	if (wait > BREAKER_MAX_MS)
		wait = BREAKER_MAX_MS;
	cage->retry = now->mono;
	clock_add_ms(&cage->retry, (uint64_t)(took + wait));
	if (wait >= BREAKER_FIRST_MS)
		snprintf(cage->why + len, sizeof(cage->why) - len, "; failed %u times, left alone for %u s",
		         cage->failures, (unsigned)((wait + 500) / 1000));
}

bool cage_is_left_alone(const struct cage *cage, unsigned how, const struct timespec *mono)
{
	return cage->failures > 0 && !(how & SCAN_FORCE) && clock_ms_between(mono, &cage->retry) > 0;
}

static void begin_scan(struct cage *cage, struct cage_change *ret_change)
{
	*ret_change = (struct cage_change){ 0 };
	cage->live = false;
	cage->flags.fresh = 0;
	for (unsigned n = 0; n < cage->lanes.count; n++)
		cage->lanes.lane[n].flags.fresh = 0;
}

/*
 * Monitors were asked for: told with the look that makes sure of them, by cages with and without a
 * module alike, so that whoever counts readings counts all ends of a breakout in one scan.
 */
static void tell_live(struct cage *cage, unsigned how)
{
	if (trusts(how)) {
		cage->owes_live = true;
	} else if (!cage->unsure) {
		cage->live |= cage->owes_live || (how & SCAN_LIVE);
		cage->owes_live = false;
	}
}

void cage_scan(struct cage *cage, unsigned how, const struct scan_time *now, struct cage_change *ret_change)
{
	bool wait = cage_is_left_alone(cage, how, &now->mono);
	int rc;

	begin_scan(cage, ret_change);
	/* A look that works shows when the module is pulled; one that fails is what is to be avoided. */
	if (!wait || (cage->source && !cage->mute)) {
		clock_gettime(CLOCK_MONOTONIC, &cage->began);
		rc = scan_cage(cage, how, wait, now, ret_change);
		if (rc < 0)
			leave_alone(cage, now);
		else if (!wait || cage->presence == PRESENCE_ABSENT)
			cage->failures = 0;
	}
	tell_live(cage, how);
}

void cage_fill(const struct cage *cage, struct port_state *state)
{
	state->presence = cage->presence;
	state->status = cage->status;
	TEXT_SET(state->why, cage->why);
	state->settling = cage->module && !cage->announced && cage->presence == PRESENCE_PRESENT;
	state->module = cage->module ? module_ref(cage->module) : NULL;
	state->read_mono = cage->read_mono;
	state->read_scan = cage->read_scan;
	state->read_errors = cage->read_errors;
	state->insertions = cage->insertions;
	state->flags = cage->flags;
	lane_histories_copy(&state->lanes, &cage->lanes);
}
