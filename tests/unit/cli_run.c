/* SPDX-License-Identifier: BSD-3-Clause */
/* Command lines of breakoutctl, run in the test's process. */
#include "test.h"

#include "cli_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

#define MAX_WORDS 12

void cli_result_release(struct cli_result *r)
{
	free(r->out);
	free(r->err);
}

struct cli_result cli_run(const char *line, const char *dir)
{
	struct cli_result r = { .code = -1 };
	char *argv[MAX_WORDS + 1], *words = strdup(line), *save = NULL;
	int argc = 0;
	size_t out_len, err_len;
	struct cli cli = { .in = stdin, .default_conf = "/nonexistent/breakoutd.conf" };

	assert_non_null(words);
	for (char *w = strtok_r(words, " ", &save); w && argc < MAX_WORDS; w = strtok_r(NULL, " ", &save)) {
		char *at = strchr(w, '@');
		size_t size = strlen(w) + strlen(dir) + 1;

		argv[argc] = malloc(size);
		assert_non_null(argv[argc]);
		if (at)
			snprintf(argv[argc], size, "%.*s%s%s", (int)(at - w), w, dir, at + 1);
		else
			snprintf(argv[argc], size, "%s", w);
		argc++;
	}
	argv[argc] = NULL;
	cli.out = open_memstream(&r.out, &out_len);
	cli.err = open_memstream(&r.err, &err_len);
	/* The parser moves pointers in argv: free through a copy. */
	char *owned[MAX_WORDS];
	memcpy(owned, argv, sizeof(owned));
	r.code = cli_main(&cli, argc, argv);
	fclose(cli.out);
	fclose(cli.err);
	for (int i = 0; i < argc; i++)
		free(owned[i]);
	free(words);
	return r;
}

json_t *cli_run_json_code(const char *line, const char *dir, int code)
{
	struct cli_result r = cli_run(line, dir);
	json_error_t error;
	json_t *value;

	if (r.code != code)
		fail_msg("%s: exit %d: %s", line, r.code, r.err);
	value = json_loads(r.out, JSON_REJECT_DUPLICATES, &error);
	if (!value)
		fail_msg("%s: line %d: %s", line, error.line, error.text);
	cli_result_release(&r);
	return value;
}

json_t *cli_run_json(const char *line, const char *dir)
{
	return cli_run_json_code(line, dir, CLI_OK);
}
