/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What modules are: type, medium, wavelength, whether they split and what `fit FILE` says, of a collection of real
 * images, held against identity.expected, each line of which a person has looked at. Skipped where
 * the collection is missing (BREAKOUT_EEPROMS, else ../shared/eeproms beside the source).
 * BREAKOUT_REGENERATE=1 writes the file: read the difference.
 */
#include "unit/test.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit/cli_run.h"

#define LINE 512

static char folder[1024], expected[1024];

static void find_places(void)
{
	const char *given = getenv("BREAKOUT_EEPROMS"), *top = getenv("top_srcdir");

	if (given)
		snprintf(folder, sizeof(folder), "%s", given);
	else
		snprintf(folder, sizeof(folder), "%s/../shared/eeproms", top ? top : ".");
	snprintf(expected, sizeof(expected), "%s/tests/diff/identity.expected", top ? top : ".");
}

static const char *text_of(json_t *j, const char *key)
{
	const char *s = json_string_value(json_object_get(j, key));

	return s ? s : "-";
}

/* "file | type | medium | wavelength | splittable | what fit says" */
static void describe(const char *name, char line[LINE])
{
	static const char *const verdicts[] = { [0] = "can be split", [1] = "can't be split", [3] = "can't tell" };
	struct cli_result decode, fit;
	char command[LINE + 32], nm[16] = "-";
	json_t *j, *split;

	snprintf(command, sizeof(command), "breakoutctl decode --json @/%s", name);
	decode = cli_run(command, folder);
	if (decode.code != 0 && decode.code != 3) {
		snprintf(line, LINE, "%.120s | refused", name);
		cli_result_release(&decode);
		return;
	}
	assert_int_equal(decode.code, 0);
	j = json_loads(decode.out, 0, NULL);
	assert_non_null(j);
	cli_result_release(&decode);
	snprintf(command, sizeof(command), "breakoutctl fit @/%s", name);
	fit = cli_run(command, folder);
	split = json_object_get(j, "splittable");
	if (json_is_number(json_object_get(j, "wavelength_nm")))
		snprintf(nm, sizeof(nm), "%.2f", json_number_value(json_object_get(j, "wavelength_nm")));
	snprintf(line, LINE, "%.120s | %s%s | %s | %s | %s | %s", name, text_of(j, "type"),
	         json_is_true(json_object_get(j, "type_derived")) ? " (derived)" : "", text_of(j, "medium"), nm,
	         json_is_true(split) ? "splits" : json_is_false(split) ? "does not split" : "unknown",
	         fit.code >= 0 && fit.code <= 3 && verdicts[fit.code] ? verdicts[fit.code] : "failed");
	cli_result_release(&fit);
	json_decref(j);
}

/* Two outputs about one module never contradict each other. */
static bool contradicts(const char *line)
{
	return (strstr(line, "| can be split") && !strstr(line, "| splits |")) ||
	       (strstr(line, "| can't be split") && !strstr(line, "| does not split |"));
}

static void real_modules_are_what_a_person_found(void **state)
{
	char path[1100], want[LINE], got[LINE];
	const char *regenerate = getenv("BREAKOUT_REGENERATE");
	FILE *manifest, *list;
	unsigned different = 0;

	(void)state;
	find_places();
	snprintf(path, sizeof(path), "%s/MANIFEST.tsv", folder);
	manifest = fopen(path, "r");
	if (!manifest) {
		print_message("# no %s (set BREAKOUT_EEPROMS)\n", path);
		skip();
	}
	list = fopen(expected, regenerate ? "w" : "r");
	assert_non_null(list);
	while (fgets(want, sizeof(want), manifest)) {
		want[strcspn(want, "\t\n")] = '\0';
		if (!strstr(want, ".bin"))
			continue;
		describe(want, got);
		assert_row(!contradicts(got), got);
		if (regenerate) {
			fprintf(list, "%s\n", got);
			continue;
		}
		if (!fgets(want, sizeof(want), list))
			want[0] = '\0';
		want[strcspn(want, "\n")] = '\0';
		if (strcmp(want, got) != 0) {
			print_message("expected %s\ngot      %s\n", want, got);
			different++;
		}
	}
	fclose(manifest);
	fclose(list);
	assert_int_equal(different, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real_modules_are_what_a_person_found),
	};

	return cmocka_run_group_tests_name("identity", tests, NULL, NULL);
}
