/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzz target: any bytes at the control socket are a request or are refused
 * with a reason; what is one is written again as the same. The same of the
 * first line of replies, which a client reads.
 */
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "control/protocol.h"
#include "fuzz/fuzz.h"
#include "fuzz/spoil_text.h"

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static void require_same(const struct control_request *a, const struct control_request *b)
{
	REQUIRE(a->word_count == b->word_count);
	for (size_t i = 0; i < a->word_count; i++)
		REQUIRE(same(a->words[i], b->words[i]));
	REQUIRE(a->json == b->json && a->csv == b->csv && a->colour == b->colour);
	REQUIRE(a->width == b->width && a->last == b->last && same(a->config, b->config));
	REQUIRE(same(a->port, b->port) && same(a->breakout, b->breakout) && same(a->severity, b->severity));
}

static void try_request(const uint8_t *data, size_t size)
{
	static char given[CONTROL_REQUEST_MAX], again[CONTROL_REQUEST_MAX + 1];
	struct control_request request, copy;
	const char *why = NULL;
	size_t len;
	int n;

	memcpy(given, data, size);
	len = control_request_size(given, size);
	REQUIRE(len <= size);
	if (len == 0)
		return;
	if (control_request_parse(given, len, &request, &why) < 0) {
		REQUIRE(why && *why);
		return;
	}
	REQUIRE(request.word_count > 0 && request.word_count <= CONTROL_WORDS_MAX);
	n = control_request_format(&request, again, sizeof(again));
	/* What was said twice is said once then. */
	REQUIRE(n > 0 && (size_t)n <= len);
	REQUIRE(control_request_size(again, (size_t)n) == (size_t)n);
	REQUIRE(control_request_parse(again, (size_t)n, &copy, &why) == 0);
	require_same(&request, &copy);
}

static void try_head(const uint8_t *data, size_t size)
{
	struct control_head head, again;
	char buf[CONTROL_HEAD_MAX];
	int n = control_head_parse((const char *)data, size, &head);
	size_t len;

	REQUIRE(n <= (int)size && n <= CONTROL_HEAD_MAX);
	if (n <= 0) {
		REQUIRE(n == 0 || n == -EPROTO || n == -EPROTONOSUPPORT);
		return;
	}
	REQUIRE(head.note <= CONTROL_REPLY_MAX && head.text <= CONTROL_REPLY_MAX && head.status <= 255);
	len = control_head_format(&head, buf);
	REQUIRE(control_head_parse(buf, len, &again) == (int)len);
	REQUIRE(again.status == head.status && again.note == head.note && again.text == head.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	try_request(data, size < CONTROL_REQUEST_MAX ? size : CONTROL_REQUEST_MAX);
	try_head(data, size);
	return 0;
}

const unsigned fuzz_rounds = 20000;

size_t fuzz_seed(unsigned n, uint8_t *data, size_t size)
{
	static const char *const seeds[] = {
		"breakoutd 1\nword status\n\n",
		"breakoutd 1\nword resync\n\n",
		"breakoutd 1\nword show\nword legs\njson yes\nwidth 132\nconfig /etc/breakoutd.conf\n\n",
		"breakoutd 1\nword show\nword events\ncsv yes\nport swp1\nbreakout 2\nseverity major\nlast 20\ncolour yes\n\n",
		"breakoutd 1 75 12 3456\n",
		"breakoutd 2 0 0 0\n",
	};

	return text_seed(seeds, sizeof(seeds) / sizeof(seeds[0]), n, data, size);
}

void fuzz_mutate(uint8_t *data, size_t *len, size_t size, uint32_t *seed)
{
	static const char characters[] = "\n\n\n  0123456789/abcdefgjlnorswy\x00\x01\x7f\x80";
	static const struct spoil_how how = { characters, sizeof(characters) - 1, 4, 12, 0 };

	spoil_text(data, len, size, seed, &how);
}
