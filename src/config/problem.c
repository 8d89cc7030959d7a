/* SPDX-License-Identifier: BSD-3-Clause */
/* The list of what is wrong with a configuration file. */
#include "config/problem.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>

int problems_init(struct problems *p, const char *file)
{
	*p = (struct problems){ .file = file };
	p->out = open_memstream(&p->text, &p->size);
	return p->out ? 0 : -ENOMEM;
}

/* What the file holds is quoted in messages and must not reach a terminal raw. */
static void put_clean(FILE *out, const char *text)
{
	for (; *text; text++)
		fputc((unsigned char)*text < 0x20 || *text == 0x7f ? '?' : *text, out);
}

/* Begin a line; false if there are too many. */
static bool begin(struct problems *p, unsigned line)
{
	if (p->count++ >= PROBLEM_LINES)
		return false;
	if (p->count > 1)
		fputc('\n', p->out);
	put_clean(p->out, p->file);
	if (line > 0)
		fprintf(p->out, ":%u", line);
	fputs(": ", p->out);
	return true;
}

static __attribute__((format(printf, 2, 0))) void put_text(FILE *out, const char *fmt, va_list ap)
{
	char text[1024];

	vsnprintf(text, sizeof(text), fmt, ap);
	put_clean(out, text);
}

void problem_add(struct problems *p, unsigned line, const char *fmt, ...)
{
	va_list ap;

	if (!begin(p, line))
		return;
	va_start(ap, fmt);
	put_text(p->out, fmt, ap);
	va_end(ap);
}

void problem_about(struct problems *p, unsigned line, const char *what, const char *name, const char *fmt,
		   ...)
{
	va_list ap;

	if (!begin(p, line))
		return;
	fprintf(p->out, "%s \"", what);
	put_clean(p->out, name);
	fputs("\": ", p->out);
	va_start(ap, fmt);
	put_text(p->out, fmt, ap);
	va_end(ap);
}

char *problems_finish(struct problems *p)
{
	if (p->count > PROBLEM_LINES) {
		fputc('\n', p->out);
		put_clean(p->out, p->file);
		fprintf(p->out, ": and %u more", p->count - PROBLEM_LINES);
	}
	if (fclose(p->out) != 0 || p->count == 0) {
		free(p->text);
		p->text = NULL;
	}
	return p->text;
}
