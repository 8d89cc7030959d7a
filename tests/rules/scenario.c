/* SPDX-License-Identifier: BSD-3-Clause */
/* Scenario files: read, split into lines of words, grouped into scenarios. */
#include "unit/test.h"

#include "rules/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/codes.h"
#include "base/parse.h"
#include "collect/tracker.h"

void line_fail(const struct line *line, const char *fmt, ...)
{
	char why[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	fail_msg("%s:%u: %s", line->file, line->number, why);
	abort(); /* fail_msg() does not return */
}

const char *line_word(const struct line *line, size_t n, const char *what)
{
	if (n >= line->count)
		line_fail(line, "%s expected after '%s'", what, line->word[line->count - 1]);
	return line->word[n];
}

unsigned line_number(const struct line *line, const char *word, unsigned min, unsigned max)
{
	uint32_t n;

	if (parse_u32(word, min, max, &n) < 0)
		line_fail(line, "'%s' is no number from %u to %u", word, min, max);
	return n;
}

uint32_t line_code(const struct line *line, const struct code *rows, const char *word)
{
	const struct code *code = code_find(rows, word);
	char choices[256];

	if (!code)
		line_fail(line, "'%s' is none of %s", word, code_choices(rows, choices, sizeof(choices)));
	return code->code;
}

struct mode line_mode(const struct line *line, const char *word)
{
	struct mode mode = { .count = 0 };

	if (strcmp(word, "none") != 0 && mode_parse(word, &mode) < 0)
		line_fail(line, "'%s' is no mode such as 4x25G, nor none", word);
	return mode;
}

double line_quantity(const struct line *line, const char *word, const char *unit)
{
	size_t len = strlen(word), unit_len = strlen(unit);
	char number[32];
	double value;

	if (len <= unit_len || len - unit_len >= sizeof(number) || strcmp(word + len - unit_len, unit) != 0)
		line_fail(line, "'%s' is no number of %s", word, unit);
	snprintf(number, sizeof(number), "%.*s", (int)(len - unit_len), word);
	if (parse_double(number, -1e12, 1e12, &value) < 0)
		line_fail(line, "'%s' is no number of %s", word, unit);
	return value;
}

/* Cut the first word off `*p`, in place; NULL at the end of the line or a comment. */
static const char *next_word(char **p)
{
	char *in = *p + strspn(*p, " \t\r"), *out = in, *word = in;
	bool quoted = false;

	if (*in == '\0' || *in == '#')
		return NULL;
	for (; *in && (quoted || !strchr(" \t\r", *in)); in++) {
		if (*in == '"')
			quoted = !quoted;
		else
			*out++ = *in;
	}
	*p = *in ? in + 1 : in;
	*out = '\0';
	return word;
}

static void split_line(struct line *line, char *text)
{
	const char *word;

	while ((word = next_word(&text))) {
		if (line->count == SCENARIO_MAX_WORDS)
			line_fail(line, "too many words");
		line->word[line->count++] = word;
	}
}

/* Files are read before any test runs: what is wrong with one ends the program. */
static char *read_text(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = NULL;
	size_t size = 0;

	if (!f)
		fail_msg("%s can't be read", path);
	/* Up to a NUL, which no such file has. */
	if (getdelim(&text, &size, '\0', f) < 0)
		fail_msg("%s is empty", path);
	fclose(f);
	return text;
}

static size_t count_lines(const char *text)
{
	size_t n = 1;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

/* Lines with something in them. */
static void split_text(struct scenario_file *file)
{
	unsigned number = 0;
	char *rest = file->text, *text;

	file->lines = calloc(count_lines(file->text), sizeof(*file->lines));
	assert_non_null(file->lines);
	while ((text = strsep(&rest, "\n"))) {
		struct line *line = &file->lines[file->line_count];

		line->file = file->name;
		line->number = ++number;
		split_line(line, text);
		file->line_count += line->count > 0;
	}
}

static void group_lines(struct scenario_file *file)
{
	file->scenarios = calloc(file->line_count + 1, sizeof(*file->scenarios));
	assert_non_null(file->scenarios);
	for (size_t i = 0; i < file->line_count; i++) {
		struct line *line = &file->lines[i];

		if (strcmp(line->word[0], "scenario") == 0)
			file->scenarios[file->count++] =
				(struct scenario){ .title = line_word(line, 1, "a title"), .lines = line };
		if (file->count == 0)
			line_fail(line, "'scenario' expected before '%s'", line->word[0]);
		file->scenarios[file->count - 1].count++;
	}
}

void scenario_file_load(struct scenario_file *file, const char *folder, const char *name)
{
	char path[4096];

	*file = (struct scenario_file){ .name = strdup(name) };
	assert_non_null(file->name);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file->text = read_text(path);
	split_text(file);
	group_lines(file);
}

void scenario_file_free(struct scenario_file *file)
{
	free(file->name);
	free(file->text);
	free(file->lines);
	free(file->scenarios);
}

void scenario_run(const struct scenario *scenario, struct rule_record *records)
{
	const struct scan_time now = { .real = { .tv_sec = 1 }, .mono = { .tv_sec = 1 } };
	struct tracker *tracker = tracker_new(16);
	const struct tracking how = { .raise_after = 1, .clear_after = 1 };
	struct stage stage;
	struct judgement j;

	assert_non_null(tracker);
	stage_build(&stage, scenario);
	judgement_init(&j);
	assert_int_equal(judge_snapshot(stage.box.snapshot, &j), 0);
	/* Verdicts and waivers are the tracker's. */
	assert_int_equal(tracker_update(tracker, &j, &how, &now, NULL, stage.box.snapshot), 0);
	scenario_expect(&stage, &j, records);
	judgement_release(&j);
	box_release(&stage.box);
	tracker_free(tracker);
}
