/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Rules in words. man/breakout-rules.7 is man/breakout-rules.7.in with the
 * rows of the rule table in the place of @RULES@; BREAKOUT_REGENERATE=1
 * writes it anew.
 */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view/rule_text.h"

/* Of a file below top_srcdir, to be freed. NULL if it can't be read. */
static char *read_file(const char *name)
{
	const char *top = getenv("top_srcdir");
	char path[1024], *text = NULL;
	size_t len = 0;
	ssize_t got;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", top ? top : ".", name);
	f = fopen(path, "re");
	if (!f)
		return NULL;
	got = getdelim(&text, &len, '\0', f);
	fclose(f);
	return got < 0 ? NULL : text;
}

static void write_file(const char *name, const char *text)
{
	const char *top = getenv("top_srcdir");
	char path[1024];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", top ? top : ".", name);
	f = fopen(path, "we");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static char *make_manual(void)
{
	static const char mark[] = "@RULES@\n";
	char *template = read_file("man/breakout-rules.7.in"), *at, *page = NULL;
	size_t len;
	FILE *out = open_memstream(&page, &len);

	assert_non_null(template);
	assert_non_null(out);
	at = strstr(template, mark);
	assert_non_null(at);
	fprintf(out, "%.*s", (int)(at - template), template);
	rule_print_manual(out);
	fputs(at + strlen(mark), out);
	assert_int_equal(fclose(out), 0);
	free(template);
	return page;
}

static void the_manual_page_is_current(void **state)
{
	char *page = make_manual(), *stored;

	(void)state;
	if (getenv("BREAKOUT_REGENERATE"))
		write_file("man/breakout-rules.7", page);
	stored = read_file("man/breakout-rules.7");
	assert_non_null(stored);
	if (strcmp(stored, page) != 0)
		fail_msg("man/breakout-rules.7 is not what the rules say: BREAKOUT_REGENERATE=1 writes it");
	free(stored);
	free(page);
}

static void every_rule_is_in_the_manual_page(void **state)
{
	char *page = make_manual(), id[32];

	(void)state;
	for (size_t i = 0; i < rule_count; i++) {
		assert_row(rule_family_of(&rules[i]), rules[i].id);
		snprintf(id, sizeof(id), ".It Cm %s Pq %s ,", rules[i].id, rules[i].name);
		assert_row(strstr(page, id), rules[i].id);
	}
	free(page);
}

/* Is each word of `text` in `page`, in this order? Lines may break anywhere. */
static void has_words(const char *page, const char *text, const char *label)
{
	char *words = strdup(text), *save = NULL;

	assert_non_null(words);
	for (char *w = strtok_r(words, " ", &save); w; w = strtok_r(NULL, " ", &save)) {
		page = strstr(page, w);
		assert_row(page, label);
		page += strlen(w);
	}
	free(words);
}

static void a_rule_is_explained_on_a_page(void **state)
{
	(void)state;
	for (size_t i = 0; i < rule_count; i++) {
		const struct rule *r = &rules[i];
		char *page = NULL;
		size_t len, width = 0;
		FILE *out = open_memstream(&page, &len);

		assert_non_null(out);
		rule_print(r, out);
		assert_int_equal(fclose(out), 0);
		assert_row(strncmp(page, r->id, strlen(r->id)) == 0, r->id);
		has_words(page, r->description, r->id);
		has_words(page, r->seen, r->id);
		has_words(page, r->remedy, r->id);
		for (const char *p = page; *p; p++) {
			width = *p == '\n' ? 0 : width + 1;
			assert_row(width <= 80, r->id);
		}
		free(page);
	}
}

static void rules_are_found_by_id_and_name(void **state)
{
	(void)state;
	assert_non_null(rule_named("WL-01"));
	assert_ptr_equal(rule_named("wl-01"), rule_named("WL-01"));
	assert_ptr_equal(rule_named("wavelengthBand"), rule_named("WL-01"));
	assert_null(rule_named("WL-1"));
	assert_null(rule_named(""));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_manual_page_is_current),
		cmocka_unit_test(every_rule_is_in_the_manual_page),
		cmocka_unit_test(a_rule_is_explained_on_a_page),
		cmocka_unit_test(rules_are_found_by_id_and_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
