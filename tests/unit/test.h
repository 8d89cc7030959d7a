/* SPDX-License-Identifier: BSD-3-Clause */
/* What every unit test includes: cmocka and the headers it wants before it. */
#ifndef BREAKOUT_TESTS_TEST_H
#define BREAKOUT_TESTS_TEST_H

/* cmocka.h needs these four first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* Fail with the label of the table row that did not hold. */
#define assert_row(condition, label)                                   \
	do {                                                           \
		if (!(condition))                                      \
			fail_msg("%s: %s", (label), #condition);       \
	} while (0)

#endif
