/* SPDX-License-Identifier: BSD-3-Clause */
/* What the log lets through. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

/* Run `fn` with stderr in a file, and read that. */
static void capture(void (*fn)(void), char *buf, size_t size)
{
	FILE *file = tmpfile();
	int saved = dup(STDERR_FILENO);
	size_t n;

	assert_non_null(file);
	assert_true(saved >= 0);
	fflush(stderr);
	assert_true(dup2(fileno(file), STDERR_FILENO) >= 0);
	fn();
	fflush(stderr);
	assert_true(dup2(saved, STDERR_FILENO) >= 0);
	close(saved);
	rewind(file);
	n = fread(buf, 1, size - 1, file);
	buf[n] = '\0';
	fclose(file);
}

static void all_levels(void)
{
	log_error("e %d", 1);
	log_warning("w");
	log_info("i");
	log_debug("d");
}

static void levels_are_filtered_and_named(void **state)
{
	char buf[256];

	(void)state;
	log_open("me", false, LOG_LEVEL_WARNING);
	capture(all_levels, buf, sizeof(buf));
	assert_string_equal(buf, "me: error: e 1\nme: warning: w\n");
	log_open("me", false, LOG_LEVEL_DEBUG);
	capture(all_levels, buf, sizeof(buf));
	assert_string_equal(buf, "me: error: e 1\nme: warning: w\nme: i\nme: debug: d\n");
}

/* log_open() looks at stderr: call it while that is the file. */
static void to_journal(void)
{
	struct stat st;
	char stream[64];

	assert_int_equal(fstat(STDERR_FILENO, &st), 0);
	snprintf(stream, sizeof(stream), "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
	setenv("JOURNAL_STREAM", stream, 1);
	log_open("me", false, LOG_LEVEL_INFO);
	all_levels();
	snprintf(stream, sizeof(stream), "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino + 1);
	setenv("JOURNAL_STREAM", stream, 1);
	log_open("me", false, LOG_LEVEL_INFO);
	log_info("elsewhere");
	unsetenv("JOURNAL_STREAM");
}

static void the_journal_is_told_priorities(void **state)
{
	char buf[256];

	(void)state;
	capture(to_journal, buf, sizeof(buf));
	assert_string_equal(buf, "<3>error: e 1\n<4>warning: w\n<6>i\nme: elsewhere\n");
}

static void forged_lines(void)
{
	log_error("vendor %s", "X\nme: error: all is well\x1b[2J\x7f");
}

static void module_text_forges_no_lines(void **state)
{
	char buf[256];

	(void)state;
	log_open("me", false, LOG_LEVEL_ERROR);
	capture(forged_lines, buf, sizeof(buf));
	assert_string_equal(buf, "me: error: vendor X?me: error: all is well?[2J?\n");
}

static void long_line(void)
{
	char text[5000];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	log_error("%s", text);
}

static void long_lines_are_cut(void **state)
{
	char buf[6000];

	(void)state;
	log_open("me", false, LOG_LEVEL_ERROR);
	capture(long_line, buf, sizeof(buf));
	assert_in_range(strlen(buf), 900, 1100);
	assert_int_equal(buf[strlen(buf) - 1], '\n');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(levels_are_filtered_and_named),
		cmocka_unit_test(the_journal_is_told_priorities),
		cmocka_unit_test(module_text_forges_no_lines),
		cmocka_unit_test(long_lines_are_cut),
	};

	return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
