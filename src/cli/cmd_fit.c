/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl fit: would this breakout work? */
#include "cli/cli.h"

#include <string.h>

#include "base/parse.h"
#include "cli/fit_end.h"
#include "cli/fit_modes.h"
#include "cli/fit_view.h"
#include "eeprom/eeprom.h"

/* 100 km: more than any type reaches. */
#define LENGTH_MAX_M 100000

void cmd_fit_details(FILE *out)
{
	fputs("TRUNK and LEG are, in this order of precedence, a port of the configuration, a\n"
	      "module type of 'breakoutctl sim types', or a file that 'decode' reads;\n"
	      "port:NAME, type:NAME and file:PATH say which. LEG may be '-': a cage without a\n"
	      "module. One LEG is used for all; legs that are not given are not judged.\n"
	      "Without LEG: which types work on the legs. Without MODE: the same of every mode.\n"
	      "\n"
	      "FEC is none, base-r, rs528 or rs544; a second one, behind a comma, is that of\n"
	      "the legs' ports.\n"
	      "\n"
	      "Exit status: 0 it fits, 1 it does not, 3 can't tell, 64 wrong command line.\n",
	      out);
}

static enum cli_exit exit_of(enum fit_verdict verdict)
{
	return verdict == FIT_YES ? CLI_OK : verdict == FIT_NO ? CLI_FAILURE : CLI_UNDECIDED;
}

/* "rs528" or "rs544,none" */
static enum cli_exit parse_fec(struct cli *cli, const char *s, struct fit_question *q)
{
	const char *comma = strchr(s, ',');
	size_t len = comma ? (size_t)(comma - s) : strlen(s);
	const struct code *trunk = NULL, *leg;
	char first[16], choices[64];

	if (len < sizeof(first)) {
		memcpy(first, s, len);
		first[len] = '\0';
		trunk = code_find(fec_tokens, first);
	}
	leg = comma ? code_find(fec_tokens, comma + 1) : trunk;
	if (!trunk || !leg)
		return cli_usage_error(cli, "--fec '%s': expected %s", s,
		                       code_choices(fec_tokens, choices, sizeof(choices)));
	q->trunk_fec = (enum fec)trunk->code;
	q->leg_fec = (enum fec)leg->code;
	return CLI_OK;
}

static enum cli_exit parse_options(struct cli *cli, const struct cli_args *args, struct fit_question *q)
{
	uint32_t length;

	q->strict_signalling = args->given & CLI_STRICT;
	if (args->given & CLI_LENGTH) {
		if (parse_u32(args->length, 1, LENGTH_MAX_M, &length) < 0)
			return cli_usage_error(cli, "--length '%s': expected 1 to %d (m)", args->length, LENGTH_MAX_M);
		q->length_m = length;
	}
	return args->given & CLI_FEC ? parse_fec(cli, args->fec, q) : CLI_OK;
}

static enum cli_exit parse_mode(struct cli *cli, const struct cli_args *args, struct fit_question *q)
{
	const char *word = args->operands[1];

	if (mode_parse(word, &q->mode) < 0 || q->mode.count < 2)
		return cli_usage_error(cli, "'%s' is no mode of a breakout, expected for example 4x25G or 2x25G+1x50G", word);
	if (args->operand_count - 2 > q->mode.count)
		return cli_usage_error(cli, "%s has %u legs, %zu are given", word, q->mode.count,
		                       args->operand_count - 2);
	return CLI_OK;
}

/* Before a rule finds that the trunk's lanes are too few for legs of unknown width. */
static enum cli_exit check_lanes(struct cli *cli, const struct cli_args *args, const struct fit_question *q)
{
	const struct fit_end *trunk = &q->trunk;
	const struct module *m = trunk->module;
	enum form_factor form = trunk->type ? trunk->type->form : m ? m->form : FORM_UNKNOWN;
	uint32_t mbps = trunk->type ? module_type_rate_mbps(trunk->type) : m ? module_rate_mbps(m) : 0;

	if (trunk->port && trunk->port->cage != FORM_UNKNOWN)
		form = trunk->port->cage;
	if (!mode_leaves_lanes_open(&q->mode, form_factor_lanes(form), mbps))
		return CLI_OK;
	return cli_lanes_error(cli, args->operands[1], form_factor_lanes(form));
}

static enum cli_exit find_ends(struct fit_ports *ports, const struct cli_args *args, struct fit_question *q)
{
	size_t given = args->operand_count > 2 ? args->operand_count - 2 : 0;
	enum cli_exit code = fit_end_find(ports, args->operands[0], &q->trunk);

	if (code == CLI_OK && q->trunk.kind == FIT_EMPTY)
		code = cli_usage_error(ports->cli, "the trunk can't be '-'");
	for (size_t n = 0; n < given && code == CLI_OK; n++)
		code = fit_end_find(ports, args->operands[n + 2], &q->legs[n]);
	if (code != CLI_OK || given != 1)
		return code;
	for (unsigned n = 1; n < q->mode.count; n++) {
		q->legs[n] = q->legs[0];
		if (q->legs[n].module)
			module_ref(q->legs[n].module);
	}
	return CLI_OK;
}

static enum cli_exit print(struct cli *cli, json_t *json, bool as_json, bool printed, enum fit_verdict verdict)
{
	if (as_json ? cli_print_json(cli, json) != CLI_OK : !printed) {
		if (!as_json)
			cli_out_of_memory(cli);
		return CLI_UNDECIDED;
	}
	return exit_of(verdict);
}

static enum cli_exit answer_modes(struct cli *cli, const struct cli_args *args, struct fit_question *q)
{
	struct fit_modes *modes = fit_modes_try(q);
	bool json = args->given & CLI_JSON;
	enum cli_exit code;

	if (!modes) {
		cli_out_of_memory(cli);
		return CLI_UNDECIDED;
	}
	code = print(cli, json ? fit_modes_json(modes) : NULL, json, json || fit_modes_print(modes, cli->out),
	             fit_modes_verdict(modes));
	fit_modes_free(modes);
	return code;
}

static enum cli_exit answer(struct cli *cli, const struct cli_args *args, const struct fit_question *q)
{
	bool json = args->given & CLI_JSON, all = args->given & CLI_ALL;
	enum cli_exit code = CLI_UNDECIDED;
	struct fit fit;

	if (fit_judge(q, &fit) < 0)
		cli_out_of_memory(cli);
	else
		code = print(cli, json ? fit_json(q, &fit, all) : NULL, json,
		             json || fit_print(q, &fit, all, cli->out), fit.verdict);
	fit_release(&fit);
	return code;
}

/* A mixed mode without legs is tried with those that its plans recommend; false where some leg has no plan. */
static bool recommend_legs(struct fit_question *q)
{
	const struct module_type *trunk = q->trunk.type ? q->trunk.type : q->trunk.module ? q->trunk.module->type : NULL;

	if (!trunk || !mode_is_mixed(&q->mode))
		return false;
	for (unsigned n = 0; n < q->mode.count; n++) {
		const struct plan *plan = plan_of_leg(trunk, &q->mode, n + 1);
		const struct module_type *type = plan ? plan_leg_type(plan) : NULL;

		if (!type || !eeprom_type_encodable(type))
			return false;
		q->legs[n] = (struct fit_end){ .kind = FIT_TYPE, .name = type->token, .type = type };
	}
	return true;
}

enum cli_exit cmd_fit(struct cli *cli, const struct cli_args *args)
{
	struct fit_question q = { .length_m = 0 };
	struct fit_ports ports;
	enum cli_exit code = parse_options(cli, args, &q);

	if (code == CLI_OK && args->operand_count > 1)
		code = parse_mode(cli, args, &q);
	if (code != CLI_OK)
		return code;
	code = fit_ports_open(&ports, cli, args);
	if (code == CLI_OK)
		code = find_ends(&ports, args, &q);
	if (code == CLI_OK)
		code = check_lanes(cli, args, &q);
	if (code == CLI_OK) {
		q.policies = ports.config ? ports.config->topology : NULL;
		code = args->operand_count > 2 || recommend_legs(&q) ? answer(cli, args, &q) : answer_modes(cli, args, &q);
	}
	fit_end_release(&q.trunk);
	for (unsigned n = 0; n < MODE_MAX_COUNT; n++)
		fit_end_release(&q.legs[n]);
	fit_ports_close(&ports);
	return code;
}
