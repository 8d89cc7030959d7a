/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl history: the last day of a lane. A scan has no past: the running breakoutd is asked. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

#include "cli/ask.h"

/* U+2581 to U+2588, which fill one to eight eighths of a character. */
static void print_ascii(const char *text, FILE *out)
{
	static const char instead[] = "..:::###";

	for (const char *p = text; *p; p++) {
		unsigned eighth = strncmp(p, "\xe2\x96", 2) == 0 ? (unsigned char)p[2] - 0x81u : sizeof(instead);

		if (eighth < sizeof(instead) - 1) {
			fputc(instead[eighth], out);
			p += 2;
		} else {
			fputc(*p, out);
		}
	}
}

enum cli_exit cmd_history(struct cli *cli, const struct cli_args *args)
{
	const char *const words[] = { "history", args->operands[0], args->operands[1] };
	struct cli whole = *cli;
	enum cli_exit exit;
	char *text = NULL;
	size_t len;

	if (!cli->ascii || args->given & CLI_JSON)
		return ask_only(cli, args, words, 3);
	whole.out = open_memstream(&text, &len);
	if (!whole.out)
		return cli_out_of_memory(cli);
	exit = ask_only(&whole, args, words, 3);
	if (fclose(whole.out) != 0)
		exit = cli_out_of_memory(cli);
	else
		print_ascii(text, cli->out);
	free(text);
	return exit;
}
