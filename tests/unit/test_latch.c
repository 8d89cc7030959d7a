/* SPDX-License-Identifier: BSD-3-Clause */
/* Readings of flags, and what occurred by them. */
#include "test.h"

#include <string.h>

#include "collect/latch.h"

#define A UINT32_C(1)
#define B UINT32_C(2)

/* One letter a reading: up, down, unknown, Held (up in a reading that failed), not read (failed, not known). */
struct sequence {
	const char *label;
	const char *readings;
	bool latched;
	unsigned count;   /* in the end */
	unsigned last;    /* reading of the last occurrence, from 1; 0 none */
};

static const struct sequence sequences[] = {
	{ "never", "ddd", true, 0, 0 },
	{ "a blip between two polls", "dud", true, 1, 2 },
	{ "lasting", "duuuud", true, 1, 2 },
	{ "twice", "duddud", true, 2, 5 },
	{ "from before the first look", "udd", true, 0, 0 },
	{ "from before it, and again", "uddu", true, 1, 4 },
	{ "up from before, and still", "uuu", true, 1, 2 },
	{ "a state up from before", "uuu", false, 0, 0 },
	{ "a state that rises", "duud", false, 1, 2 },
	{ "a state, again", "udud", false, 1, 3 },
	{ "in a reading that failed", "dHd", true, 1, 2 },
	{ "and still up", "dHu", true, 1, 3 },
	{ "and it was up before", "duHud", true, 1, 2 },
	{ "failed readings tell nothing", "dnnud", true, 1, 4 },
	{ "up, not read, still up", "dunud", true, 1, 2 },
	{ "not known any more, then again", "du?uu", true, 2, 5 },
	{ "a failed reading of what was never seen", "Hd", true, 0, 0 },
};

static void readings_become_occurrences(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sequences); i++) {
		const struct sequence *s = &sequences[i];
		struct occurrences history = { 0 };
		struct latch latch = { 0 };

		for (size_t n = 0; s->readings[n]; n++) {
			char c = s->readings[n];
			struct flags flags = { .known = c == '?' || c == 'n' ? 0 : A };
			struct timespec real = { .tv_sec = (time_t)n + 1 };

			flags.up = c == 'u' || c == 'H' ? A : 0;
			flags.latched = s->latched ? flags.known : 0;
			if (c == 'H')
				latch_hold(&latch, flags, &real);
			else
				latch_note(&latch, flags, c != 'n', &real, &history);
		}
		assert_row(history.count == s->count, s->label);
		assert_row(history.last.tv_sec == (time_t)s->last, s->label);
		assert_row(history.fresh == (s->count ? A : 0), s->label);
	}
}

/* Each flag for itself; what occurred last, and all that nobody was told of yet. */
static void flags_count_for_themselves(void **state)
{
	static const uint32_t up[] = { 0, A | B, B, 0, A, A };
	struct occurrences history = { .count = UINT32_MAX - 1 };
	struct latch latch = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(up); i++) {
		struct flags flags = { .up = up[i], .known = A | B, .latched = A | B };

		latch_note(&latch, flags, true, &(struct timespec){ .tv_sec = (time_t)i }, &history);
		if (i == 1)
			assert_int_equal(history.flags, A | B);
	}
	/* It wraps. */
	assert_int_equal(history.count, 1);
	assert_int_equal(history.flags, A);
	assert_int_equal(history.last.tv_sec, 4);
	assert_int_equal(history.fresh, A | B);
}

static void sets_have_room_for_all(void **state)
{
	struct module *m = module_new();
	struct flags flags;

	(void)state;
	m->family = FAMILY_SFF8636;
	m->lane[0].alarms = alarm_bit(MONITOR_TX_BIAS, ALARM_LOW_ALARM);
	m->lane[0].alarms_known = m->lane[0].alarms;
	m->lane[0].signals = m->lane[0].signals_known = SIGNAL_RX_LOS | SIGNAL_TX_FAULT | SIGNAL_TX_DISABLED;
	flags = flags_of_lane(m, 0);
	assert_int_equal(flags_alarms(flags.up), m->lane[0].alarms);
	/* What the host sets is nothing that occurs. */
	assert_int_equal(flags_signals(flags.up), SIGNAL_RX_LOS | SIGNAL_TX_FAULT);
	assert_int_equal(flags.latched, flags.known);
	m->family = FAMILY_SFF8472;
	assert_int_equal(flags_of_lane(m, 0).latched, 0);
	m->family = FAMILY_CMIS;
	m->events = m->events_known = EVENT_OF_STATE;
	m->alarms = alarm_bit(MONITOR_SUPPLY, ALARM_HIGH_ALARM);
	/* A bit that is not known is none. */
	flags = flags_of_module(m);
	assert_int_equal(flags_alarms(flags.up), 0);
	assert_int_equal(flags_signals(flags.up), EVENT_OF_STATE);
	module_unref(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(readings_become_occurrences),
		cmocka_unit_test(flags_count_for_themselves),
		cmocka_unit_test(sets_have_room_for_all),
	};

	return cmocka_run_group_tests_name("latch", tests, NULL, NULL);
}
