/* SPDX-License-Identifier: BSD-3-Clause */
/* Bounded text building. */
#include "base/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void text_init(struct text *t, char *buf, size_t size)
{
	assert(size >= 1);
	*t = (struct text){ .buf = buf, .size = size };
	buf[0] = '\0';
}

/* A cut inside a multi-byte character would leave invalid UTF-8 behind. */
static size_t whole_characters(const char *buf, size_t len)
{
	size_t start = len;

	while (start > 0 && ((unsigned char)buf[start - 1] & 0xc0) == 0x80)
		start--;
	if (start == 0)
		return len;
	unsigned char lead = (unsigned char)buf[start - 1];
	size_t want = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
	return len - (start - 1) < want ? start - 1 : len;
}

void text_vprintf(struct text *t, const char *fmt, va_list ap)
{
	size_t room = t->size - t->len;
	int n = vsnprintf(t->buf + t->len, room, fmt, ap);

	if (n < 0) {
		t->buf[t->len] = '\0';
		t->truncated = true;
	} else if ((size_t)n >= room) {
		t->len = whole_characters(t->buf, t->size - 1);
		t->buf[t->len] = '\0';
		t->truncated = true;
	} else {
		t->len += (size_t)n;
	}
}

void text_printf(struct text *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	text_vprintf(t, fmt, ap);
	va_end(ap);
}

void text_item(struct text *t, const char *separator, const char *fmt, ...)
{
	va_list ap;

	if (t->len > 0)
		text_printf(t, "%s", separator);
	va_start(ap, fmt);
	text_vprintf(t, fmt, ap);
	va_end(ap);
}

bool text_copy(char *dst, size_t size, const char *src)
{
	struct text t;

	text_init(&t, dst, size);
	text_printf(&t, "%s", src);
	return !t.truncated;
}

bool text_format(char *dst, size_t size, const char *fmt, ...)
{
	struct text t;
	va_list ap;

	text_init(&t, dst, size);
	va_start(ap, fmt);
	text_vprintf(&t, fmt, ap);
	va_end(ap);
	return !t.truncated;
}

bool text_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

uint32_t text_hash(uint32_t hash, const char *s)
{
	do
		hash = (hash ^ (unsigned char)*s) * 16777619u;
	while (*s++);
	return hash;
}
