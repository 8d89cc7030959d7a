/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl import: a breakoutd.conf from what another system's files say of a switch. */
#include "cli/cli.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "cli/import.h"
#include "view/cell.h"

#define DEFAULT_PATH "/sys/bus/i2c/devices/{index}-0050/eeprom"

/* A file's name is somebody else's text. */
static enum cli_exit fail(struct cli *cli, const char *error)
{
	char clean[2 * IMPORT_ERROR];

	cell_clean(clean, sizeof(clean), error);
	cli_error(cli, "%s", clean);
	return CLI_FAILURE;
}

static enum cli_exit print(struct cli *cli, const struct cli_args *args, struct imported *im)
{
	char files[512], error[IMPORT_ERROR];
	struct text t;

	text_init(&t, files, sizeof(files));
	for (size_t i = 0; i < args->operand_count; i++)
		text_item(&t, ", ", "%s", args->operands[i]);
	return import_print(im, files, args->path ? args->path : DEFAULT_PATH, cli->out, error)
	               ? CLI_OK
	               : fail(cli, error);
}

static bool template_ok(struct cli *cli, const struct cli_args *args)
{
	if (!args->path || import_template_valid(args->path))
		return true;
	cli_usage_error(cli,
	                "--path: expected printable ASCII, with no words in braces but {index} and {port}");
	return false;
}

enum cli_exit cmd_import_sonic(struct cli *cli, const struct cli_args *args)
{
	struct import_sonic *s;
	struct imported im = { .ports = NULL };
	char error[IMPORT_ERROR];
	enum cli_exit code;
	int r = 0;

	if (!template_ok(cli, args))
		return CLI_USAGE;
	s = import_sonic_new();
	if (!s)
		return cli_out_of_memory(cli);
	for (size_t i = 0; i < args->operand_count && r == 0; i++)
		r = import_sonic_file(s, args->operands[i], error);
	if (r == 0)
		r = import_sonic_done(s, &im, error);
	code = r < 0 ? fail(cli, error) : print(cli, args, &im);
	imported_release(&im);
	import_sonic_free(s);
	return code;
}

enum cli_exit cmd_import_cumulus(struct cli *cli, const struct cli_args *args)
{
	struct imported im = { .ports = NULL };
	char error[IMPORT_ERROR];
	enum cli_exit code;

	if (!template_ok(cli, args))
		return CLI_USAGE;
	code = import_cumulus_file(args->operands[0], &im, error) < 0 ? fail(cli, error)
	                                                              : print(cli, args, &im);
	imported_release(&im);
	return code;
}
