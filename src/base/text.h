/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Bounded text building: append to a caller's buffer, never past its end.
 *
 * Invariants: `buf` is always NUL-terminated, `len < size`. Once something
 * did not fit, `truncated` is set and stays set; the text is then a prefix
 * of what was asked for (cut at a UTF-8 character boundary by text_printf).
 */
#ifndef BREAKOUT_BASE_TEXT_H
#define BREAKOUT_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	char *buf;
	size_t size;
	size_t len;
	bool truncated;
};

/* Start an empty text in `buf` (size >= 1). Does not own the buffer. */
void text_init(struct text *t, char *buf, size_t size);

/* Append formatted text. */
void text_printf(struct text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

void text_vprintf(struct text *t, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

/* Append `separator` if the text is not empty, then the formatted item. */
void text_item(struct text *t, const char *separator, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Copy `src` into `dst[size]`, always terminated; false if it was cut. */
bool text_copy(char *dst, size_t size, const char *src);

/* As text_copy() for a char array, whose size is taken from its type. */
#define TEXT_SET(array, src) text_copy((array), sizeof(array), (src))

/* Format into `dst[size]`, always terminated; false if it was cut. TEXT_FORMAT() of a char array. */
bool text_format(char *dst, size_t size, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#define TEXT_FORMAT(array, ...) text_format((array), sizeof(array), __VA_ARGS__)

/* The same text, or both NULL. */
bool text_same(const char *a, const char *b);

/* FNV-1a: the hash before (TEXT_HASH_START), a text and its end, so that "ab" "c" is not "a" "bc". */
#define TEXT_HASH_START 2166136261u
uint32_t text_hash(uint32_t hash, const char *s);

#endif
