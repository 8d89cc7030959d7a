/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is wrong with a configuration file: a list of "FILE:LINE: text"
 * lines, collected so that one run reports as much as can be told at once.
 */
#ifndef BREAKOUT_CONFIG_PROBLEM_H
#define BREAKOUT_CONFIG_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* More than this many are only counted. */
#define PROBLEM_LINES 20

struct problems {
	const char *file; /* borrowed: name of the file as the user gave it */
	FILE *out;
	char *text; /* owned, valid after problems_finish() */
	size_t size;
	unsigned count;
};

/* 0 or -ENOMEM. Not to be finished after a failure. */
int problems_init(struct problems *p, const char *file);

/* Add one; line 0 for what concerns the whole file. Control characters are shown as '?'. */
void problem_add(struct problems *p, unsigned line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The same about a port or breakout: the text begins with `what "name": `. */
void problem_about(struct problems *p, unsigned line, const char *what, const char *name, const char *fmt,
		   ...) __attribute__((format(printf, 5, 6)));

/* The lines, separated by newlines, to be freed by the caller; NULL without problems or when out of memory.
 */
char *problems_finish(struct problems *p);

#endif
