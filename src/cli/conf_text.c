/* SPDX-License-Identifier: BSD-3-Clause */
/* Pieces of a breakoutd.conf that is printed. */
#include "cli/conf_text.h"

void conf_put_string(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
	fputc('"', out);
}
