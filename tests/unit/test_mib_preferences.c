/* SPDX-License-Identifier: BSD-3-Clause */
/* What managers set: kept over a restart, whole or not at all, undone on demand. */
#include "test.h"

#include <stdlib.h>

#include "agent/preferences.h"
#include "scratch.h"

/* What an agent that starts has in force, after a file of `text`. */
static bool in_force(void *scratch, const char *text, bool configured)
{
	const struct scratch *dir = scratch;
	struct preferences p;
	struct state *s;
	bool is;

	if (text)
		scratch_text(scratch, "preferences", text);
	assert_int_equal(state_new(&s), 0);
	assert_int_equal(preferences_init(&p, s, dir->dir, configured), 0);
	is = p.notifications;
	state_free(s, 5000);
	return is;
}

static void a_value_survives_a_restart(void **state)
{
	const struct scratch *dir = *state;
	struct preferences p;
	struct state *s;

	assert_int_equal(state_new(&s), 0);
	assert_int_equal(preferences_init(&p, s, dir->dir, true), 0);
	assert_true(p.notifications);
	preferences_set(&p, false);
	assert_false(p.notifications);
	state_free(s, 5000);
	assert_false(in_force(*state, NULL, true));
}

static void without_a_file_the_configuration_counts(void **state)
{
	assert_true(in_force(*state, NULL, true));
	assert_false(in_force(*state, NULL, false));
}

static void nonsense_is_ignored(void **state)
{
	static const char *const bad[] = { "", "notifications = maybe\n", "notifications = false", "\xff\xff\xff\xff",
	                                   "notifications = true\nnotifications = false\n" };

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_row(in_force(*state, bad[i], true), bad[i]);
	assert_false(in_force(*state, "notifications = false\n", true));
}

static void the_setter_takes_truth_values_only(void **state)
{
	(void)state;
	assert_true(preferences_notifications_setter.valid(1));
	assert_true(preferences_notifications_setter.valid(2));
	assert_false(preferences_notifications_setter.valid(0));
	assert_false(preferences_notifications_setter.valid(3));
	assert_false(preferences_notifications_setter.valid(-1));
}

int main(void)
{
#define WITH_SCRATCH(test_) cmocka_unit_test_setup_teardown(test_, scratch_setup, scratch_teardown)
	const struct CMUnitTest tests[] = {
		WITH_SCRATCH(a_value_survives_a_restart),
		WITH_SCRATCH(without_a_file_the_configuration_counts),
		WITH_SCRATCH(nonsense_is_ignored),
		cmocka_unit_test(the_setter_takes_truth_values_only),
	};

	return cmocka_run_group_tests_name("mib_preferences", tests, NULL, NULL);
}
