/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What judging a snapshot costs per leg, and whether that stays the same as
 * switches grow: trunks with eight legs each, every port with a module of its
 * own. Once with the right legs, once with a wrong module on every leg, where
 * each finding is written out.
 */
#include "bench/bench_judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <stdint.h>

#include "eeprom/eeprom.h"
#include "rules/judge.h"
#include "rules/type_module.h"

#define TURNS 9
#define TURN_SECONDS 0.05
#define LEGS 8
#define TRUNK "400g-sr8"
#define MODE_RATE 50000

static const unsigned sizes[] = { 16, 32, 64, 128 };
#define SIZES (sizeof(sizes) / sizeof(sizes[0]))

/* What sits on the legs. */
static const char *const leg_types[] = { "50g-sr", "25g-lr" };
static const char *const leg_names[] = { "right legs", "wrong legs" };

static void *must(void *p)
{
	if (!p) {
		fprintf(stderr, "bench: out of memory\n");
		exit(EXIT_FAILURE);
	}
	return p;
}

static struct topology *declare(unsigned trunks)
{
	struct topology *t = must(topology_new());
	size_t ports = (size_t)trunks * (LEGS + 1);

	t->ports = must(calloc(ports, sizeof(*t->ports)));
	t->port_count = ports;
	t->breakouts = must(calloc(trunks, sizeof(*t->breakouts)));
	t->breakout_count = trunks;
	for (size_t i = 0; i < ports; i++) {
		t->ports[i].index = (uint32_t)i + 1;
		snprintf(t->ports[i].name, sizeof(t->ports[i].name), "swp%zu", i + 1);
	}
	for (unsigned i = 0; i < trunks; i++) {
		struct breakout_decl *b = &t->breakouts[i];

		*b = (struct breakout_decl){ .index = i + 1,
			                     .trunk = i,
			                     .leg_count = LEGS,
			                     .mode = { .count = LEGS, .rate_mbps = MODE_RATE } };
		for (unsigned n = 0; n < LEGS; n++)
			b->legs[n] = (struct leg_decl){ .number = (uint8_t)(n + 1),
				                        .first_lane = (uint8_t)(n + 1),
				                        .lane_count = 1,
				                        .peer = PEER_LOCAL,
				                        .port = trunks + (size_t)i * LEGS + n };
	}
	return t;
}

static struct snapshot *populate(unsigned trunks, const char *leg)
{
	struct topology *t = declare(trunks);
	struct snapshot *s = must(snapshot_new(t));

	for (size_t i = 0; i < t->port_count; i++) {
		struct module *m = must(type_module_copy(module_type_find(i < trunks ? TRUNK : leg)));

		snprintf(m->serial, sizeof(m->serial), "SN%06zu", i);
		if (i < trunks)
			eeprom_program(m, &t->breakouts[i].mode);
		s->ports[i].module = m;
		s->ports[i].presence = PRESENCE_PRESENT;
		s->ports[i].status = m->status;
	}
	topology_unref(t);
	return s;
}

/* `wrong`: how many findings above remarks there must be. */
static void judge(struct snapshot *s, struct judgement *j, size_t wrong)
{
	size_t found = 0;

	if (judge_snapshot(s, j) < 0)
		wrong = SIZE_MAX;
	for (size_t i = 0; i < j->finding_count; i++)
		found += j->findings[i].what.severity > SEVERITY_INFO;
	if (found != wrong) {
		fprintf(stderr, "bench: %zu findings, expected %zu\n", found, wrong);
		exit(EXIT_FAILURE);
	}
}

/* Nanoseconds per leg. */
static double measure(struct snapshot *s, size_t wrong)
{
	double start, spent;
	struct judgement j;
	unsigned n = 0;

	judgement_init(&j);
	judge(s, &j, wrong);
	start = own_seconds();
	do {
		judge(s, &j, wrong);
		n++;
		spent = own_seconds() - start;
	} while (spent < TURN_SECONDS);
	judgement_release(&j);
	return spent * 1e9 / n / ((double)s->topology->breakout_count * LEGS);
}

static void bench_legs(unsigned kind)
{
	struct snapshot *s[SIZES];
	double turns[SIZES][TURNS], ratios[SIZES][TURNS];

	for (size_t i = 0; i < SIZES; i++)
		s[i] = populate(sizes[i], leg_types[kind]);
	for (unsigned turn = 0; turn < TURNS; turn++) {
		for (size_t i = 0; i < SIZES; i++) {
			turns[i][turn] = measure(s[i], kind ? sizes[i] * LEGS : 0);
			ratios[i][turn] = turns[i][turn] / turns[0][turn];
		}
	}
	printf("%s\n", leg_names[kind]);
	for (size_t i = 0; i < SIZES; i++) {
		struct spread ns = spread_of(turns[i], TURNS), ratio = spread_of(ratios[i], TURNS);

		printf("  %3u trunks %5u legs %7.0f %7.0f %7.0f   %5.2f %5.2f %5.2f   %7.2f ms\n", sizes[i],
		       sizes[i] * LEGS, ns.min, ns.median, ns.max, ratio.min, ratio.median, ratio.max,
		       ns.median * sizes[i] * LEGS / 1e6);
		snapshot_unref(s[i]);
	}
}

void bench_judge(void)
{
	printf("judging: ns of CPU time per leg, of %d turns: min, median, max; the same as ratio to %u "
	       "trunks;\n"
	       "median for the whole switch\n",
	       TURNS, sizes[0]);
	for (unsigned kind = 0; kind < sizeof(leg_types) / sizeof(leg_types[0]); kind++)
		bench_legs(kind);
	type_modules_free();
}

void judge_often(unsigned trunks, unsigned count)
{
	struct snapshot *s = populate(trunks, leg_types[0]);
	struct judgement j;

	judgement_init(&j);
	while (count-- > 0)
		judge(s, &j, 0);
	judgement_release(&j);
	snapshot_unref(s);
	type_modules_free();
}
