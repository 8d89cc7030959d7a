/* SPDX-License-Identifier: BSD-3-Clause */
/* What managers set: kept over a restart, whole or not at all, undone on demand. */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/preferences.h"

static char dir[] = "test_mib_preferences.XXXXXX";
static char file[sizeof(dir) + 32], beside[sizeof(dir) + 32];

static int make_dir(void **state)
{
	(void)state;
	strcpy(strchr(dir, '.'), ".XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	snprintf(file, sizeof(file), "%s/preferences", dir);
	snprintf(beside, sizeof(beside), "%s/preferences.new", dir);
	return 0;
}

static int remove_dir(void **state)
{
	(void)state;
	(void)unlink(file);
	(void)unlink(beside);
	return rmdir(dir);
}

static void write_text(const char *text)
{
	FILE *f = fopen(file, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void a_value_survives_a_restart(void **state)
{
	struct preferences p;

	(void)state;
	assert_int_equal(preferences_init(&p, dir, true), 0);
	assert_true(p.notifications);
	assert_int_equal(preferences_stage(&p, false), 0);
	assert_true(p.notifications);
	assert_int_equal(preferences_commit(&p), 0);
	assert_false(p.notifications);
	preferences_finish(&p);
	preferences_release(&p);
	assert_int_equal(preferences_init(&p, dir, true), 0);
	assert_false(p.notifications);
	preferences_release(&p);
}

static void what_is_not_committed_leaves_nothing(void **state)
{
	struct preferences p;

	(void)state;
	assert_int_equal(preferences_init(&p, dir, true), 0);
	assert_int_equal(preferences_stage(&p, false), 0);
	assert_int_equal(access(beside, F_OK), 0);
	preferences_finish(&p);
	assert_int_not_equal(access(beside, F_OK), 0);
	assert_int_not_equal(access(file, F_OK), 0);
	assert_true(p.notifications);
	assert_int_equal(preferences_commit(&p), -EINVAL);
	preferences_release(&p);
}

static void a_commit_can_be_taken_back(void **state)
{
	struct preferences p;

	(void)state;
	assert_int_equal(preferences_init(&p, dir, true), 0);
	assert_int_equal(preferences_stage(&p, false), 0);
	assert_int_equal(preferences_commit(&p), 0);
	assert_int_equal(preferences_revert(&p), 0);
	assert_true(p.notifications);
	preferences_release(&p);
	assert_int_equal(preferences_init(&p, dir, false), 0);
	assert_true(p.notifications);
	preferences_release(&p);
}

static void a_folder_that_is_not_there_is_made(void **state)
{
	char deep[sizeof(dir) + 32], deep_file[sizeof(deep) + 32];
	struct preferences p;

	(void)state;
	snprintf(deep, sizeof(deep), "%s/state", dir);
	snprintf(deep_file, sizeof(deep_file), "%s/preferences", deep);
	assert_int_equal(preferences_init(&p, deep, true), 0);
	assert_int_equal(preferences_stage(&p, false), 0);
	assert_int_equal(preferences_commit(&p), 0);
	assert_int_equal(access(deep_file, F_OK), 0);
	(void)unlink(deep_file);
	assert_int_equal(rmdir(deep), 0);
	preferences_release(&p);
}

static void failures_change_nothing(void **state)
{
	struct preferences p;

	(void)state;
	assert_int_equal(preferences_init(&p, "/dev/null/state", true), -ENOTDIR);
	assert_true(p.notifications);
	assert_true(preferences_stage(&p, false) < 0);
	assert_true(preferences_commit(&p) < 0);
	assert_true(p.notifications);
	preferences_release(&p);
	/* A folder where the file should be. */
	assert_int_equal(preferences_init(&p, dir, true), 0);
	assert_int_equal(mkdir(file, 0755), 0);
	assert_int_equal(preferences_stage(&p, false), 0);
	assert_true(preferences_commit(&p) < 0);
	assert_true(p.notifications);
	assert_int_equal(rmdir(file), 0);
	preferences_release(&p);
}

static void nonsense_is_reported_and_ignored(void **state)
{
	static const char *const bad[] = { "", "notifications = maybe\n", "notifications = true", "\xff\xff\xff\xff",
	                                   "notifications = true\nnotifications = false\n" };
	struct preferences p;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		write_text(bad[i]);
		assert_row(preferences_init(&p, dir, true) == -EINVAL, bad[i]);
		assert_row(p.notifications, bad[i]);
		preferences_release(&p);
	}
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

#define IN_DIR(test) cmocka_unit_test_setup_teardown(test, make_dir, remove_dir)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIR(a_value_survives_a_restart),
		IN_DIR(what_is_not_committed_leaves_nothing),
		IN_DIR(a_commit_can_be_taken_back),
		IN_DIR(a_folder_that_is_not_there_is_made),
		IN_DIR(failures_change_nothing),
		IN_DIR(nonsense_is_reported_and_ignored),
		IN_DIR(the_setter_takes_truth_values_only),
	};

	return cmocka_run_group_tests_name("mib_preferences", tests, NULL, NULL);
}
