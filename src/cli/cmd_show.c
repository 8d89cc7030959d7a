/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl show: one scan of the ports of a configuration, as lists. */
#include "cli/cli.h"

#include "cli/scan.h"
#include "rules/rule.h"
#include "view/listing.h"
#include "view/show_columns.h"

/* A list: its columns, what is said of an empty one, and the walk over a snapshot. */
struct show_list {
	const struct listing_column *columns;
	const char *empty;
	int (*walk)(const struct snapshot *s, struct listing *l);
};

/* Print a listing or its JSON, and release it. NULL: out of memory. */
static enum cli_exit print_listing(struct cli *cli, struct listing *l, bool json, const char *empty)
{
	enum cli_exit code = CLI_OK;

	if (!l)
		return cli_out_of_memory(cli);
	if (json)
		code = cli_print_json(cli, listing_json(l));
	else
		listing_print(l, cli->out, 0, empty);
	listing_free(l);
	return code;
}

static enum cli_exit show(struct cli *cli, const struct cli_args *args, const struct show_list *list)
{
	struct snapshot *snapshot;
	struct listing *l;
	bool json = args->given & CLI_JSON;

	if (scan_ports(cli, args->conf ? args->conf : cli->default_conf, &snapshot) < 0)
		return CLI_FAILURE;
	l = listing_new(list->columns, json);
	if (l && list->walk(snapshot, l) < 0) {
		listing_free(l);
		l = NULL;
	}
	snapshot_unref(snapshot);
	return print_listing(cli, l, json, list->empty);
}

static int walk_ports(const struct snapshot *s, struct listing *l)
{
	int r = 0;

	for (size_t i = 0; i < s->topology->port_count && r == 0; i++)
		r = listing_add(l, &(struct show_row){ .snapshot = s, .port = i });
	return r;
}

static int walk_modules(const struct snapshot *s, struct listing *l)
{
	int r = 0;

	for (size_t i = 0; i < s->topology->port_count && r == 0; i++) {
		if (s->ports[i].module)
			r = listing_add(l, &(struct show_row){ .snapshot = s, .port = i });
	}
	return r;
}

static int walk_lanes(const struct snapshot *s, struct listing *l)
{
	int r = 0;

	for (size_t i = 0; i < s->topology->port_count; i++) {
		const struct module *m = s->ports[i].module;

		for (unsigned n = 1; m && module_lane(m, n) && r == 0; n++)
			r = listing_add(l, &(struct show_row){ .lane = { m, n }, .snapshot = s, .port = i });
	}
	return r;
}

static int walk_breakouts(const struct snapshot *s, struct listing *l)
{
	int r = 0;

	for (size_t i = 0; i < s->topology->breakout_count && r == 0; i++)
		r = listing_add(l, &(struct show_row){ .snapshot = s, .breakout = i });
	return r;
}

static int walk_legs(const struct snapshot *s, struct listing *l)
{
	int r = 0;

	for (size_t i = 0; i < s->topology->breakout_count; i++) {
		for (size_t j = 0; j < s->topology->breakouts[i].leg_count && r == 0; j++)
			r = listing_add(l, &(struct show_row){ .snapshot = s, .breakout = i, .leg = j });
	}
	return r;
}

static int walk_violations(const struct snapshot *s, struct listing *l)
{
	int r = 0;

	for (size_t i = 0; i < s->violation_count && r == 0; i++)
		r = listing_add(l, &(struct show_row){ .snapshot = s, .violation = &s->violations[i] });
	return r;
}

enum cli_exit cmd_show_ports(struct cli *cli, const struct cli_args *args)
{
	static const struct show_list list = { show_port_columns, "no ports are configured", walk_ports };

	return show(cli, args, &list);
}

enum cli_exit cmd_show_modules(struct cli *cli, const struct cli_args *args)
{
	static const struct show_list list = { show_module_columns, "no modules are plugged in",
					       walk_modules };

	return show(cli, args, &list);
}

enum cli_exit cmd_show_lanes(struct cli *cli, const struct cli_args *args)
{
	static const struct show_list list = { show_lane_columns, "no modules are plugged in", walk_lanes };

	return show(cli, args, &list);
}

enum cli_exit cmd_show_breakouts(struct cli *cli, const struct cli_args *args)
{
	static const struct show_list list = { show_breakout_columns, "no breakouts are configured",
					       walk_breakouts };

	return show(cli, args, &list);
}

enum cli_exit cmd_show_legs(struct cli *cli, const struct cli_args *args)
{
	static const struct show_list list = { show_leg_columns, "no breakouts are configured", walk_legs };

	return show(cli, args, &list);
}

enum cli_exit cmd_show_violations(struct cli *cli, const struct cli_args *args)
{
	static const struct show_list list = { show_violation_columns, "no violations", walk_violations };

	return show(cli, args, &list);
}

/* The catalogue needs no scan, and no configuration. */
enum cli_exit cmd_show_rules(struct cli *cli, const struct cli_args *args)
{
	bool json = args->given & CLI_JSON;
	struct listing *l = listing_new(show_rule_columns, json);

	for (size_t i = 0; l && i < rule_count; i++) {
		if (listing_add(l, &rules[i]) < 0) {
			listing_free(l);
			l = NULL;
		}
	}
	return print_listing(cli, l, json, "no rules");
}
