/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl explain: a rule in words. */
#include "cli/cli.h"

#include "view/listing.h"
#include "view/rule_text.h"
#include "view/show_columns.h"

enum cli_exit cmd_explain(struct cli *cli, const struct cli_args *args)
{
	const struct rule *rule = rule_named(args->operands[0]);

	if (!rule)
		return cli_usage_error(cli, "there is no rule '%s' (see breakoutctl show rules)", args->operands[0]);
	if (args->given & CLI_JSON)
		return cli_print_json(cli, listing_object(show_rule_columns, rule));
	rule_print(rule, cli->out);
	return CLI_OK;
}
