/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The scenarios in *.txt beside this file, one test for each, then one test
 * for each rule: is there a scenario that trips it, and one in which it is
 * asked and silent?
 */
#include "unit/test.h"

#include <dirent.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/scenario.h"

/* Rules without scenarios fail the test. Where this is 0, they are skipped, by name. */
#define EVERY_RULE_HAS_SCENARIOS 1

/* Rules that no bytes can trip, or that are never silent, and why. */
static const struct {
	const char *id;
	const char *reason;
} exempt[] = {
	{ NULL, NULL },
};

/* One test. */
struct showing {
	char name[160];
	const struct scenario *scenario;
	const struct rule *rule;
};

static struct rule_record *records;

static void run_scenario(void **state)
{
	const struct showing *show = *state;

	scenario_run(show->scenario, records);
}

static const char *exemption(const char *id)
{
	for (size_t i = 0; exempt[i].id; i++) {
		if (strcmp(exempt[i].id, id) == 0)
			return exempt[i].reason;
	}
	return NULL;
}

static void rule_has_scenarios(void **state)
{
	const struct showing *show = *state;
	const struct rule *rule = show->rule;
	const struct rule_record *record = &records[rule - rules];
	bool complete = record->tripped && record->silent;

	if (exemption(rule->id)) {
		if (complete)
			fail_msg("%s is exempt, but has scenarios", rule->id);
		return;
	}
	if (complete)
		return;
	if (EVERY_RULE_HAS_SCENARIOS)
		fail_msg("%s: %s", rule->id, record->tripped ? "no silent scenario" : "no scenario trips it");
	skip();
}

static int is_scenario_file(const struct dirent *entry)
{
	return fnmatch("*.txt", entry->d_name, 0) == 0;
}

static struct CMUnitTest test_of(struct showing *show)
{
	return (struct CMUnitTest){
		.name = show->name,
		.test_func = show->scenario ? run_scenario : rule_has_scenarios,
		.initial_state = show,
	};
}

/* Scenarios in order of files, then the rules. */
static size_t make_showings(const struct scenario_file *files, size_t file_count, struct showing *shows)
{
	size_t n = 0;

	for (size_t f = 0; f < file_count; f++) {
		for (size_t i = 0; i < files[f].count; i++, n++) {
			const struct scenario *s = &files[f].scenarios[i];

			shows[n].scenario = s;
			snprintf(shows[n].name, sizeof(shows[n].name), "%s:%u %s", s->lines[0].file,
			         s->lines[0].number, s->title);
		}
	}
	for (size_t i = 0; i < rule_count; i++, n++) {
		shows[n].rule = &rules[i];
		snprintf(shows[n].name, sizeof(shows[n].name),
		         "%s %s is tripped by a scenario and silent in one", rules[i].id, rules[i].name);
	}
	return n;
}

static int run(const struct scenario_file *files, size_t file_count)
{
	struct showing *shows;
	struct CMUnitTest *tests;
	size_t count = rule_count;
	int failed;

	for (size_t f = 0; f < file_count; f++)
		count += files[f].count;
	shows = calloc(count, sizeof(*shows));
	tests = calloc(count, sizeof(*tests));
	records = calloc(rule_count, sizeof(*records));
	if (!shows || !tests || !records)
		abort();
	count = make_showings(files, file_count, shows);
	for (size_t i = 0; i < count; i++)
		tests[i] = test_of(&shows[i]);
	failed = _cmocka_run_group_tests("scenarios", tests, count, NULL, NULL);
	free(records);
	free(tests);
	free(shows);
	return failed;
}

int main(void)
{
	const char *top = getenv("top_srcdir");
	char folder[4096];
	struct dirent **entries;
	struct scenario_file *files;
	int failed, file_count;

	snprintf(folder, sizeof(folder), "%s/tests/rules", top ? top : ".");
	file_count = scandir(folder, &entries, is_scenario_file, alphasort);
	if (file_count <= 0) {
		fprintf(stderr, "no scenarios in %s\n", folder);
		return 99;
	}
	files = calloc((size_t)file_count, sizeof(*files));
	if (!files)
		abort();
	for (int i = 0; i < file_count; i++) {
		scenario_file_load(&files[i], folder, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	failed = run(files, (size_t)file_count);
	for (int i = 0; i < file_count; i++)
		scenario_file_free(&files[i]);
	free(files);
	return failed;
}
