/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl explain: a rule in words, or a violation that the running breakoutd sees. */
#include "cli/cli.h"

#include <string.h>

#include "cli/ask.h"
#include "view/listing.h"
#include "view/rule_text.h"
#include "view/show_columns.h"

enum cli_exit cmd_explain(struct cli *cli, const struct cli_args *args)
{
	const char *word = args->operands[0];
	const struct rule *rule = rule_named(word);
	const char *const words[] = { "explain", word };

	if (*word && word[strspn(word, "0123456789")] == '\0')
		return ask_only(cli, args, words, 2);
	if (!rule)
		return cli_usage_error(cli, "there is no rule '%s' (see breakoutctl show rules)", word);
	if (args->given & CLI_JSON)
		return cli_print_json(cli, listing_object(show_rule_columns, rule));
	rule_print(rule, cli->out);
	return CLI_OK;
}
