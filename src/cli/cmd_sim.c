/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl sim: make and change a simulated switch. */
#include "cli/cli.h"

#include <errno.h>
#include <string.h>

#include "base/parse.h"
#include "base/text.h"
#include "eeprom/eeprom.h"
#include "rules/plan.h"
#include "sim/sim.h"
#include "sim/sim_host.h"
#include "view/listing.h"
#include "view/module_page.h"

#define MAX_CHANGES 64

/* Types. */

static void type_token(const void *row, struct cell *c)
{
	const struct module_type *type = row;

	cell_set_text(c, type->token);
}

static void type_name(const void *row, struct cell *c)
{
	const struct module_type *type = row;

	cell_set_text(c, type->name);
}

static void type_form(const void *row, struct cell *c)
{
	const struct module_type *type = row;

	cell_set_code(c, form_factor_names, type->form);
}

static void type_lanes(const void *row, struct cell *c)
{
	const struct module_type *type = row;

	cell_set_number(c, type->lanes, 0);
}

static void type_lane_mbps(const void *row, struct cell *c)
{
	const struct module_type *type = row;

	cell_set_number(c, type->lane_mbps, 0);
}

/* "4 x 10G" */
static void type_speed(const void *row, struct cell *c)
{
	const struct module_type *type = row;

	cell_set_format(c, "%u x %uG", type->lanes, type->lane_mbps / 1000);
}

static void type_medium(const void *row, struct cell *c)
{
	const struct module_type *type = row;

	cell_set_code(c, medium_labels, type->medium);
}

static void type_wavelength(const void *row, struct cell *c)
{
	const struct module_type *type = row;

	if (type->wavelength % 100)
		cell_set_number(c, type->wavelength, 2);
	else if (type->wavelength > 0)
		cell_set_number(c, type->wavelength / 100, 0);
	else
		cell_set_text(c, "");
}

static void type_modes(const void *row, struct cell *c)
{
	const struct module_type *type = row;
	const struct plan *plan;
	char buf[MODE_TEXT];

	cell_set_list(c);
	for (size_t n = 0; (plan = plan_of_trunk(type, n)); n++)
		cell_add_item(c, mode_text(&plan->mode, buf, sizeof(buf)));
	if (!*c->text)
		cell_note(c, "-");
}

enum cli_exit cmd_sim_types(struct cli *cli, const struct cli_args *args)
{
	static const struct listing_column columns[] = {
		{ "token", "TYPE", 0, type_token },
		{ "name", "NAME", LISTING_WRAP, type_name },
		{ "form_factor", "FORM", 0, type_form },
		{ "lanes", NULL, 0, type_lanes },
		{ "lane_mbps", NULL, 0, type_lane_mbps },
		{ NULL, "LANES", LISTING_RIGHT, type_speed },
		{ "medium", "MEDIUM", 0, type_medium },
		{ "wavelength_nm", "nm", LISTING_RIGHT, type_wavelength },
		{ "modes", "MODES", LISTING_WRAP, type_modes },
		LISTING_END,
	};
	struct listing *l = listing_new(columns, args->given & CLI_JSON);
	enum cli_exit code = CLI_OK;
	int r = l ? 0 : -ENOMEM;

	for (const struct module_type *type = module_types; type->token && r == 0; type++) {
		if (eeprom_type_encodable(type))
			r = listing_add(l, type);
	}
	if (r < 0)
		code = cli_out_of_memory(cli);
	else if (args->given & CLI_JSON)
		code = cli_print_json(cli, listing_json(l));
	else
		listing_print_wide(l, cli->out, 0, cli->width, "none");
	listing_free(l);
	return code;
}

/* Type tokens for a message: all, or only those that split. */
static const char *type_choices(bool trunks, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	for (const struct module_type *type = module_types; type->token; type++) {
		if (eeprom_type_encodable(type) && (!trunks || plan_of_trunk(type, 0)))
			text_item(&t, ", ", "%s", type->token);
	}
	return buf;
}

/* A type that can be simulated; NULL after a message. */
static const struct module_type *find_type(struct cli *cli, const char *token)
{
	const struct module_type *type = module_type_find(token);
	char choices[2048];

	if (type && eeprom_type_encodable(type))
		return type;
	cli_usage_error(cli, "%s '%s', expected one of %s",
	                type ? "no simulation (yet) of module type" : "unknown module type", token,
	                type_choices(false, choices, sizeof(choices)));
	return NULL;
}

/* Init. */

static bool wrong_mode(struct cli *cli, const struct module_type *type, const char *mode)
{
	char choices[320], buf[MODE_TEXT];
	const struct plan *plan;
	struct text t;

	text_init(&t, choices, sizeof(choices));
	for (size_t n = 0; (plan = plan_of_trunk(type, n)); n++)
		text_item(&t, " or ", "%s", mode_text(&plan->mode, buf, sizeof(buf)));
	cli_usage_error(cli, "a %s can't be split into '%s', expected %s", type->name, mode, choices);
	return false;
}

/* The mode of a trunk type, NULL for its first; false after a message. */
static bool find_mode(struct cli *cli, const struct module_type *type, const char *text, struct mode *ret_mode)
{
	const struct plan *plan = plan_of_trunk(type, 0);
	char choices[2048];

	if (!plan) {
		cli_usage_error(cli, "a %s can't be split, expected one of %s", type->name,
		                type_choices(true, choices, sizeof(choices)));
		return false;
	}
	if (!text) {
		*ret_mode = plan->mode;
		return true;
	}
	if (mode_parse(text, ret_mode) < 0)
		return wrong_mode(cli, type, text);
	if (mode_leaves_lanes_open(ret_mode, form_factor_lanes(type->form), module_type_rate_mbps(type))) {
		cli_lanes_error(cli, text, form_factor_lanes(type->form));
		return false;
	}
	for (unsigned leg = 1; leg <= ret_mode->count; leg++) {
		if (!plan_of_leg(type, ret_mode, leg))
			return wrong_mode(cli, type, text);
	}
	return true;
}

/* A bit of 25G modules. CMIS modules advertise their slower applications; passive cables just run. */
static bool is_dual_rate(const struct plan *plan)
{
	return plan->downshift && plan->lane_mbps == 10000 && plan_medium(plan) != MEDIUM_COPPER;
}

/* Nothing is wrong with a new switch: the first leg type that no rule comments on, if there is one. */
static const struct module_type *healthy_leg(const struct plan *plan)
{
	for (size_t i = 0; i < PLAN_MAX_LEGS && plan->legs[i].type; i++) {
		const struct module_type *type = module_type_find(plan->legs[i].type);

		if (!plan->legs[i].note_rule && type && eeprom_type_encodable(type))
			return type;
	}
	return plan_leg_type(plan);
}

static void fill_layout(const struct module_type *type, struct sim_layout *layout)
{
	const struct plan *plan;

	layout->trunk = type;
	for (unsigned leg = 1; leg <= layout->mode.count; leg++) {
		plan = plan_of_leg(type, &layout->mode, leg);
		layout->legs[leg - 1] = healthy_leg(plan);
		layout->dual_rate |= is_dual_rate(plan);
		layout->harness = mode_is_mixed(&layout->mode) ? NULL : plan->harness;
	}
	if (mode_is_mixed(&layout->mode))
		layout->supported[layout->supported_count++] = layout->mode;
	for (size_t n = 0; layout->supported_count < PORT_MAX_MODES && (plan = plan_of_trunk(type, n)); n++)
		layout->supported[layout->supported_count++] = plan->mode;
}

/* "100g-dr", "400g-dr4 and 100g-dr". */
static const char *legs_text(const struct sim_layout *layout, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	for (unsigned n = 0; n < layout->mode.count; n++) {
		if (n == 0 || layout->legs[n] != layout->legs[n - 1])
			text_item(&t, " and ", "%s", layout->legs[n]->token);
	}
	return buf;
}

enum cli_exit cmd_sim_init(struct cli *cli, const struct cli_args *args)
{
	const char *dir = args->operands[0];
	struct sim_layout layout = { .trunks = 1 };
	char error[SIM_MESSAGE], mode[MODE_TEXT], legs[160];
	const struct module_type *type;

	if (args->trunks && parse_u32(args->trunks, 1, SIM_MAX_TRUNKS, &layout.trunks) < 0)
		return cli_usage_error(cli, "--trunks '%s': expected 1 to %d", args->trunks, SIM_MAX_TRUNKS);
	type = find_type(cli, args->type ? args->type : CLI_SIM_TYPE);
	if (!type || !find_mode(cli, type, args->mode, &layout.mode))
		return CLI_USAGE;
	fill_layout(type, &layout);
	if (sim_init(dir, &layout, args->given & CLI_FORCE, error) < 0) {
		cli_error(cli, "%s", error);
		return CLI_FAILURE;
	}
	fprintf(cli->out, "%s/breakoutd.conf: %u %s of %s, %s, with legs of %s\n", dir, layout.trunks,
		layout.trunks == 1 ? "trunk" : "trunks", type->token,
		mode_text(&layout.mode, mode, sizeof(mode)), legs_text(&layout, legs, sizeof(legs)));
	return CLI_OK;
}

/* Modules. */

static void print_keys(FILE *out, bool (*key)(size_t n, const char **ret_name, const char **ret_about))
{
	const char *name, *about;

	fputs("Keys:\n", out);
	for (size_t n = 0; key(n, &name, &about); n++)
		module_print_wrapped(out, (unsigned)fprintf(out, "  %-12s ", name), about);
}

void cmd_sim_insert_details(FILE *out)
{
	print_keys(out, sim_insertion_key);
	fputs("\nTypes are listed by 'breakoutctl sim types'.\n", out);
}

void cmd_sim_set_details(FILE *out)
{
	print_keys(out, sim_change_key);
	fputs("\nWithout LANE, keys of lanes change all lanes. Alarm and warning flags follow\n"
	      "the module's thresholds.\n", out);
}

/* "swp2: SFP+ 10GBASE-LR, 1310 nm, single-mode; BREAKOUT SIM 10G-LR SIM0000002" */
static void print_module(struct cli *cli, const char *port, const struct module *m)
{
	char summary[160], line[320], clean[320];
	struct text t;

	text_init(&t, line, sizeof(line));
	text_printf(&t, "%s: ", port);
	if (m->status == READ_OK)
		text_printf(&t, "%s; %s %s %s", module_summary(m, summary, sizeof(summary)), m->vendor,
			    m->part_number, m->serial);
	else
		text_printf(&t, "%s: %s", code_name(read_status_labels, m->status), m->why);
	cell_clean(clean, sizeof(clean), line);
	fprintf(cli->out, "%s\n", clean);
}

enum cli_exit cmd_sim_insert(struct cli *cli, const struct cli_args *args)
{
	struct sim_insertion how = sim_insertion_usual;
	const struct module_type *type = find_type(cli, args->operands[2]);
	const struct module *module;
	char error[SIM_MESSAGE];

	if (!type)
		return CLI_USAGE;
	for (size_t i = 3; i < args->operand_count; i++) {
		if (sim_insertion_parse(args->operands[i], &how, error, sizeof(error)) < 0)
			return cli_usage_error(cli, "%s", error);
	}
	if (sim_insert(args->operands[0], args->operands[1], type, &how, &module, error) < 0) {
		cli_error(cli, "%s", error);
		return CLI_FAILURE;
	}
	print_module(cli, args->operands[1], module);
	module_unref(module);
	return CLI_OK;
}

enum cli_exit cmd_sim_remove(struct cli *cli, const struct cli_args *args)
{
	char error[SIM_MESSAGE];

	if (sim_remove(args->operands[0], args->operands[1], error) < 0) {
		cli_error(cli, "%s", error);
		return CLI_FAILURE;
	}
	fprintf(cli->out, "%s: removed\n", args->operands[1]);
	return CLI_OK;
}

enum cli_exit cmd_sim_set(struct cli *cli, const struct cli_args *args)
{
	struct sim_change changes[MAX_CHANGES];
	const struct module *module;
	char error[SIM_MESSAGE];
	size_t first = 2, count = 0;
	uint32_t lane = 0;

	if (!strchr(args->operands[first], '=')) {
		if (parse_u32(args->operands[first], 1, MODULE_MAX_LANES, &lane) < 0)
			return cli_usage_error(cli, "'%s': expected a lane, 1 to %d, or KEY=VALUE",
					       args->operands[first], MODULE_MAX_LANES);
		first++;
	}
	for (size_t i = first; i < args->operand_count && count < MAX_CHANGES; i++) {
		if (sim_change_parse(args->operands[i], &changes[count++], error, sizeof(error)) < 0)
			return cli_usage_error(cli, "%s", error);
	}
	if (count == 0)
		return cli_usage_error(cli, "nothing to set, expected KEY=VALUE behind the lane");
	if (sim_set(args->operands[0], args->operands[1], lane, changes, count, &module, error) < 0) {
		cli_error(cli, "%s", error);
		return CLI_FAILURE;
	}
	print_module(cli, args->operands[1], module);
	module_unref(module);
	return CLI_OK;
}

/* Network devices. */

void cmd_sim_host_details(FILE *out)
{
	print_keys(out, sim_host_key);
}

enum cli_exit cmd_sim_host(struct cli *cli, const struct cli_args *args)
{
	const char *dir = args->operands[0], *port = args->operands[1];
	struct sim_host_change changes[MAX_CHANGES];
	char error[SIM_MESSAGE], names[256];
	size_t count = 0;
	int r;

	for (size_t i = 2; i < args->operand_count && count < MAX_CHANGES; i++) {
		if (sim_host_parse(args->operands[i], &changes[count++], error, sizeof(error)) < 0)
			return cli_usage_error(cli, "%s", error);
	}
	r = sim_host(dir, port, changes, count, error);
	if (r == 0)
		r = sim_host_list(dir, port, names, sizeof(names), error);
	if (r < 0) {
		cli_error(cli, "%s", error);
		return CLI_FAILURE;
	}
	fprintf(cli->out, "%s: %s\n", port, names[0] ? names : "no network devices");
	return CLI_OK;
}
