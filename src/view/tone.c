/* SPDX-License-Identifier: BSD-3-Clause */
/* Colours of words. */
#include "view/tone.h"

#include <stddef.h>
#include <string.h>

/* The first eight colours, which every terminal's owner has made readable. */
#define RED "\033[31m"
#define GREEN "\033[32m"
#define YELLOW "\033[33m"
#define CYAN "\033[36m"
#define BOLD_RED "\033[1;31m"

const char *tone_of(const char *word)
{
	static const struct {
		const char *word, *tone;
	} rows[] = {
		{ "ok", GREEN },          { "critical", BOLD_RED },  { "major", RED },
		{ "minor", YELLOW },      { "info", CYAN },          { "violation", BOLD_RED },
		{ "waived", CYAN },       { "unknown", YELLOW },     { "warning", YELLOW },
		{ "alarm", RED },         { "fault", BOLD_RED },     { "dark", BOLD_RED },
		{ "disabled", YELLOW },   { "corrupt", RED },        { "truncated", RED },
		{ "unsupported", YELLOW },{ "ioError", RED },        { "timeout", RED },
		{ "localError", RED },
		{ "up", GREEN },          { "down", RED },
		{ "notSplit", RED },      { "notSupported", RED },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(rows[i].word, word) == 0)
			return rows[i].tone;
	}
	return "";
}
