/* SPDX-License-Identifier: BSD-3-Clause */
/* Command lines of breakoutctl, run in the test's process. */
#ifndef BREAKOUT_TESTS_CLI_RUN_H
#define BREAKOUT_TESTS_CLI_RUN_H

#include <jansson.h>

struct cli_result {
	int code;
	char *out;
	char *err;
};

/* Run one command line, given as words separated by blanks; "@" stands for `dir`. */
struct cli_result cli_run(const char *line, const char *dir);
void cli_result_release(struct cli_result *r);

/* The JSON that it prints, a new reference; fails the test if it exits with another code (0). */
json_t *cli_run_json(const char *line, const char *dir);
json_t *cli_run_json_code(const char *line, const char *dir, int code);

#endif
