/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Random switches: what is right is silent, and one wrong module is one
 * finding, about its leg.
 *
 * BREAKOUT_SWITCHES=N tries that many, BREAKOUT_SEED=N repeats one.
 */
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "common/sample.h"
#include "rules/judge.h"
#include "rules/random_switch.h"
#include "rules/type_module.h"
#include "unit/own_host.h"

#if defined(__SANITIZE_ADDRESS__)
#define SWITCHES 1000
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SWITCHES 1000
#endif
#endif
#ifndef SWITCHES
#define SWITCHES 10000
#endif

/* After so many, nobody reads on. */
#define SHOWN_FAILURES 10

static uint32_t from_environment(const char *name, uint32_t otherwise)
{
	const char *text = getenv(name);
	uint32_t value = otherwise;

	if (text && parse_u32(text, 0, UINT32_MAX, &value) < 0)
		fail_msg("%s=%s is no number", name, text);
	return value;
}

static void show(uint32_t seed, const struct random_switch *sw, const struct judge_finding *f)
{
	const struct breakout_decl *b = topology_breakout_of_index(sw->topology, f->about.breakout);
	char mode[MODE_TEXT];

	print_message("BREAKOUT_SEED=%u: %s %s leg %u port %u: %s %s: expected %s; observed %s; %s\n", seed,
	              b ? sw->plan[f->about.breakout - 1]->trunk : "",
	              b ? mode_text(&b->mode, mode, sizeof(mode)) : "", f->about.leg, f->about.port,
	              f->rule->id, code_name(severity_labels, f->what.severity), f->what.expected,
	              f->what.observed, f->what.evidence);
}

/* Runs `check` on every seed that was asked for. */
static void each_switch(bool (*check)(uint32_t seed, struct random_switch *sw, struct judgement *j))
{
	bool one = getenv("BREAKOUT_SEED");
	uint32_t first = from_environment("BREAKOUT_SEED", 1);
	uint32_t count = one ? 1 : from_environment("BREAKOUT_SWITCHES", SWITCHES / sample_step());
	unsigned failures = 0;
	struct judgement j;

	judgement_init(&j);
	for (uint32_t seed = first; seed < first + count && failures < SHOWN_FAILURES; seed++) {
		struct random_switch sw;

		random_switch_init(&sw, seed);
		failures += !check(seed, &sw, &j);
		random_switch_release(&sw);
	}
	judgement_release(&j);
	if (failures)
		fail_msg("%u seeds failed, the last of them ended the test", failures);
}

static bool check_silence(uint32_t seed, struct random_switch *sw, struct judgement *j)
{
	bool silent = true;

	assert_int_equal(judge_snapshot(sw->snapshot, j), 0);
	for (size_t i = 0; i < j->finding_count; i++) {
		if (j->findings[i].what.severity <= SEVERITY_INFO)
			continue;
		show(seed, sw, &j->findings[i]);
		silent = false;
	}
	return silent;
}

static void what_is_right_is_silent(void **state)
{
	(void)state;
	each_switch(check_silence);
}

/* A type that is wrong on the plan's legs beyond doubt. */
static const struct module_type *any_wrong(struct random_switch *sw, const struct plan *plan,
                                           const struct plan *lower)
{
	const struct module_type *type;

	do {
		type = type_made(random_switch_below(sw, (uint32_t)type_made_count()));
	} while (plan_names(plan, type) || !plan_differs(plan, type) ||
	         (lower && (plan_names(lower, type) || !plan_differs(lower, type))));
	return type;
}

static bool check_wrong_leg(uint32_t seed, struct random_switch *sw, struct judgement *j)
{
	uint32_t index = random_switch_below(sw, (uint32_t)sw->topology->breakout_count);
	const struct breakout_decl *b = &sw->topology->breakouts[index];
	const struct leg_decl *leg = &b->legs[random_switch_below(sw, b->leg_count)];
	const struct plan *plan = random_switch_plan(sw, index, leg->number);
	const struct module_type *type = any_wrong(sw, plan, sw->lower[index]);
	enum severity least = plan->sure == SURE_NOT ? SEVERITY_MINOR : SEVERITY_MAJOR;
	unsigned right = 0, wrong = 0;

	random_switch_replace(sw, leg->port, type);
	assert_int_equal(judge_snapshot(sw->snapshot, j), 0);
	for (size_t i = 0; i < j->finding_count; i++) {
		const struct judge_finding *f = &j->findings[i];

		if (f->about.breakout == b->index && f->about.leg == leg->number &&
		    f->what.severity >= least && f->what.expected[0] && f->what.observed[0] &&
		    f->what.evidence[0])
			right++;
		else
			wrong += f->what.severity > SEVERITY_INFO;
	}
	if (right == 1 && wrong == 0)
		return true;
	print_message("BREAKOUT_SEED=%u: %s on leg %u of breakout %u (%s): %u findings about it, %u others\n",
	              seed, type->token, leg->number, b->index, sw->plan[index]->trunk, right, wrong);
	for (size_t i = 0; i < j->finding_count; i++) {
		if (j->findings[i].what.severity > SEVERITY_INFO)
			show(seed, sw, &j->findings[i]);
	}
	return false;
}

static void one_wrong_module_is_one_finding(void **state)
{
	(void)state;
	each_switch(check_wrong_leg);
}

/* FEC is that of the modules' own types, and of no matter here. */
static void make_dark(struct random_switch *sw, size_t port, unsigned subport)
{
	struct host_netdev *dev = &own_host(&sw->snapshot->ports[port])->netdev[subport];

	dev->carrier = TRI_NO;
	dev->fec = FEC_UNKNOWN;
	sw->topology->ports[port].fec = FEC_UNKNOWN;
}

/* A link that is down while all is right: LINK-01, or nothing where the leg can't be judged. */
static bool check_dark_link(uint32_t seed, struct random_switch *sw, struct judgement *j)
{
	uint32_t index = random_switch_below(sw, (uint32_t)sw->topology->breakout_count);
	const struct breakout_decl *b = &sw->topology->breakouts[index];
	const struct leg_decl *leg = &b->legs[random_switch_below(sw, b->leg_count)];
	bool decided, right = false, wrong = false;

	assert_int_equal(judge_snapshot(sw->snapshot, j), 0);
	decided = !sw->snapshot->breakouts[index].legs[leg->number - 1].undecided;
	make_dark(sw, b->trunk, leg->number - 1);
	make_dark(sw, leg->port, 0);
	assert_int_equal(judge_snapshot(sw->snapshot, j), 0);
	for (size_t i = 0; i < j->finding_count; i++) {
		const struct judge_finding *f = &j->findings[i];

		if (f->what.severity <= SEVERITY_INFO)
			continue;
		if (strcmp(f->rule->id, "LINK-01") == 0 && f->about.breakout == b->index && f->about.leg == leg->number) {
			right = true;
			continue;
		}
		show(seed, sw, f);
		wrong = true;
	}
	if (right != decided)
		print_message("BREAKOUT_SEED=%u: leg %u of breakout %u (%s): LINK-01 %s\n", seed, leg->number,
		              b->index, sw->plan[index]->trunk, decided ? "is missing" : "was found");
	return !wrong && right == decided;
}

static void one_dark_link_is_one_finding(void **state)
{
	(void)state;
	each_switch(check_dark_link);
}

/* Turn off the lasers of some lanes. */
static void turn_off(struct module *m, unsigned first, unsigned count)
{
	for (unsigned i = first - 1; i < first - 1 + count; i++) {
		m->lane[i].tx_power = (struct value){ .state = VALUE_NO_LIGHT };
		m->lane[i].tx_bias = value_of(0);
		m->lane[i].signals |= m->lane[i].signals_known & SIGNAL_TX_DISABLED;
	}
}

/* Does random_switch_light() know what arrives? */
static bool has_budget(const struct module *trunk, const struct module *leg)
{
	struct plan_budget budget;

	return plan_budget(trunk->type, leg->type, PLAN_TOWARD_LEG, &budget) &&
	       plan_budget(trunk->type, leg->type, PLAN_TOWARD_TRUNK, &budget);
}

/* Can lasers be seen to be off, and lanes to be dark? */
static bool is_visible(const struct module *m)
{
	return m->type->layout != LAYOUT_CABLE && m->type->layout != LAYOUT_BIDI && value_ok(m->lane[0].tx_power) &&
	       value_ok(m->lane[0].rx_power) && (m->lane[0].signals_known & SIGNAL_TX_DISABLED);
}

static bool names(const struct judge_finding *f, unsigned a, unsigned b)
{
	char one[48], other[48];

	snprintf(one, sizeof(one), "legs %u and %u", a, b);
	snprintf(other, sizeof(other), "legs %u and %u", b, a);
	return strstr(f->what.observed, one) || strstr(f->what.observed, other);
}

static const struct judge_finding *swap_found(const struct judgement *j, const struct breakout_decl *b)
{
	for (size_t i = 0; i < j->finding_count; i++) {
		if (strcmp(j->findings[i].rule->id, "DOM-12") == 0 && j->findings[i].about.breakout == b->index)
			return &j->findings[i];
	}
	return NULL;
}

/* Two legs in each other's place: named where a laser is off, or powers leave no doubt; never others. */
static bool check_exchange(uint32_t seed, struct random_switch *sw, struct judgement *j)
{
	uint32_t index = random_switch_below(sw, (uint32_t)sw->topology->breakout_count);
	const struct breakout_decl *b = &sw->topology->breakouts[index];
	unsigned one = random_switch_below(sw, b->leg_count), kind = random_switch_below(sw, 3);
	unsigned other = (one + 1 + random_switch_below(sw, b->leg_count - 1)) % b->leg_count;
	struct module *trunk = random_switch_module(sw, b->trunk), *leg = random_switch_module(sw, b->legs[one].port);
	const struct module *far = sw->snapshot->ports[b->legs[other].port].module;
	unsigned order[MODE_MAX_COUNT], first, count;
	const struct judge_finding *f;
	bool wanted = is_visible(trunk) && is_visible(leg) && is_visible(far) && has_budget(trunk, leg) &&
	              has_budget(trunk, far);

	if (!snapshot_leg_lanes(sw->snapshot, index, one, LANES_MEDIA, &first, &count) || leg->lanes != count ||
	    far->lanes != count || b->legs[one].lane_count != b->legs[other].lane_count)
		return true;
	for (unsigned n = 0; n < b->leg_count; n++) {
		order[n] = n == one ? other : n == other ? one : n;
		own_host(&sw->snapshot->ports[b->legs[n].port])->netdev_count = 0;
	}
	own_host(&sw->snapshot->ports[b->trunk])->netdev_count = 0;
	if (kind == 1)
		turn_off(leg, 1, count);
	else if (kind == 2)
		turn_off(trunk, first, count);
	else
		wanted = false;
	random_switch_light(sw, index, order);
	assert_int_equal(judge_snapshot(sw->snapshot, j), 0);
	f = swap_found(j, b);
	if (f ? names(f, one + 1, other + 1) : !wanted)
		return true;
	for (size_t i = 0; i < j->finding_count; i++)
		show(seed, sw, &j->findings[i]);
	print_message("BREAKOUT_SEED=%u: %s legs %u and %u, %u: %s\n", seed, sw->plan[index]->trunk, one + 1, other + 1,
	              kind, f ? f->what.observed : "not named");
	return false;
}

static unsigned exchanges_named;

static bool check_powers(uint32_t seed, struct random_switch *sw, struct judgement *j)
{
	uint32_t index = random_switch_below(sw, (uint32_t)sw->topology->breakout_count);
	const struct breakout_decl *b = &sw->topology->breakouts[index];
	unsigned order[MODE_MAX_COUNT] = { 1, 0 };
	const struct judge_finding *f;

	for (unsigned n = 2; n < b->leg_count; n++)
		order[n] = n;
	random_switch_light(sw, index, order);
	assert_int_equal(judge_snapshot(sw->snapshot, j), 0);
	f = swap_found(j, b);
	exchanges_named += f != NULL;
	if (!f || names(f, 1, 2))
		return true;
	show(seed, sw, f);
	return false;
}

static void two_legs_exchanged_are_named(void **state)
{
	(void)state;
	each_switch(check_exchange);
	each_switch(check_powers);
	/* Powers differ enough by chance now and then. */
	if (!getenv("BREAKOUT_SEED"))
		assert_true(exchanges_named > 0);
}

static int cleanup(void **state)
{
	(void)state;
	type_modules_free();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_right_is_silent),
		cmocka_unit_test(one_wrong_module_is_one_finding),
		cmocka_unit_test(one_dark_link_is_one_finding),
		cmocka_unit_test(two_legs_exchanged_are_named),
	};

	return cmocka_run_group_tests_name("switches", tests, NULL, cleanup);
}
