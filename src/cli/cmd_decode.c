/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl decode: explain a memory dump. */
#include "cli/cli.h"

#include "cli/decode_file.h"
#include "cli/decode_view.h"

enum cli_exit cmd_decode(struct cli *cli, const struct cli_args *args)
{
	unsigned more = 0;
	struct decoded d = { .image = NULL };
	enum cli_exit code = CLI_FAILURE;

	if (args->given & CLI_REGISTERS)
		more |= DECODE_REGISTERS;
	if (args->given & CLI_HEX)
		more |= DECODE_HEX;
	if (decode_file(cli, args->operands[0], &d) == 0) {
		if (args->given & CLI_JSON)
			code = cli_print_json(cli, decode_json(&d, more));
		else
			code = decode_print(&d, more, cli->out) ? CLI_OK : cli_out_of_memory(cli);
	}
	module_unref(d.module);
	image_free(d.image);
	return code;
}
