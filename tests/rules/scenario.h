/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Scenarios: a box in readable lines and what the rules must say of it. The
 * format is described in README.md beside this file.
 *
 * What is wrong with a line, or not as expected, fails the running test with
 * FILE:LINE.
 */
#ifndef BREAKOUT_TESTS_SCENARIO_H
#define BREAKOUT_TESTS_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "model/snapshot.h"
#include "rules/judge.h"
#include "unit/box.h"

#define SCENARIO_MAX_WORDS 48

/* One line, split at blanks; quotes are taken away. Words live as long as the file. */
struct line {
	const char *file;
	unsigned number;
	size_t count;
	const char *word[SCENARIO_MAX_WORDS];
};

struct scenario {
	const char *title;
	struct line *lines; /* the first is the one with the title; borrowed from the file */
	size_t count;
};

struct scenario_file {
	char *name; /* "wl.txt" */
	char *text;
	struct line *lines;
	size_t line_count;
	struct scenario *scenarios;
	size_t count;
};

/* Read a file; fails the test if it can't be read. */
void scenario_file_load(struct scenario_file *file, const char *folder, const char *name);
void scenario_file_free(struct scenario_file *file);

/* What the scenarios have shown of a rule (by position in rules[]). */
struct rule_record {
	unsigned tripped; /* scenarios that expect it */
	unsigned silent;  /* scenarios in which it was asked and had nothing to say */
};

/* Build the box, judge it and hold it against what is expected. `records` has a row for each rule. */
void scenario_run(const struct scenario *scenario, struct rule_record *records);

/* Private to the scenario_*.c files. */

/* Fail with the line's place. */
void line_fail(const struct line *line, const char *fmt, ...) __attribute__((format(printf, 2, 3), noreturn));

/* Word `n`, which must be there: `what` says what it would be. */
const char *line_word(const struct line *line, size_t n, const char *what);

/* A whole number in a word. */
unsigned line_number(const struct line *line, const char *word, unsigned min, unsigned max);

/* The code of a name in a table. */
uint32_t line_code(const struct line *line, const struct code *rows, const char *word);

/* A mode, "none" gives one with count 0. */
struct mode line_mode(const struct line *line, const char *word);

/* A number of the stated unit: "3.5W" of "W". */
double line_quantity(const struct line *line, const char *word, const char *unit);

/* A box in the making. */
struct stage {
	const struct scenario *scenario;
	struct box box;
	bool has_breakout;
	const struct line *legs; /* line that says what all legs are, or NULL */
};

/* "trunk", "leg2": index into ports. */
size_t stage_port(const struct stage *stage, const struct line *line, const char *word);

/* All lines but expectations are done; the snapshot is ready to be judged. */
void stage_build(struct stage *stage, const struct scenario *scenario);

/* What the words make of a port: a module (NULL: none) and how it was read. */
struct fitting {
	struct module *module;
	enum presence presence;
	enum read_status status;
};

/*
 * A module of `type` with particulars in words [0..count). Its serial number
 * and monitors vary by `seed`.
 */
struct fitting fitting_make(const struct line *line, const struct module_type *type, const char *const *words,
                            size_t count, uint32_t seed);

/* Does a judged and tracked box meet the expectations? */
void scenario_expect(const struct stage *stage, const struct judgement *j, struct rule_record *records);

#endif
