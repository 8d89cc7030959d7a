/* SPDX-License-Identifier: BSD-3-Clause */
/* Columns of `breakoutctl show`: breakouts, legs. */
#include "base/text.h"
#include "view/show_columns.h"

#include <string.h>

#include "rules/view.h"

static const struct breakout_decl *row_breakout(const void *row)
{
	const struct show_row *r = row;

	return &r->snapshot->topology->breakouts[r->breakout];
}

static const struct breakout_state *row_breakout_state(const void *row)
{
	const struct show_row *r = row;

	return &r->snapshot->breakouts[r->breakout];
}

static const struct leg_decl *row_leg(const void *row)
{
	const struct show_row *r = row;

	return &row_breakout(row)->legs[r->leg];
}

static const struct leg_state *row_leg_state(const void *row)
{
	const struct show_row *r = row;

	return &row_breakout_state(row)->legs[r->leg];
}

/* A number where 0 means that there is none. */
void show_set_nonzero(struct cell *c, uint32_t v)
{
	if (v > 0)
		cell_set_number(c, v, 0);
	else
		cell_set_text(c, "");
}

void show_set_mode(struct cell *c, const struct mode *mode)
{
	char buf[MODE_TEXT];

	cell_set_text(c, mode_text(mode, buf, sizeof(buf)));
}

/* Links. */

static const struct code link_labels[] = {
	{ TRI_UNKNOWN, "unknown" },
	{ TRI_NO, "down" },
	{ TRI_YES, "up" },
	{ 0, NULL },
};

/* The network devices at both ends of a leg; NULL where the kernel tells of none. */
static const struct host_netdev *trunk_netdev(const struct show_row *r, unsigned leg)
{
	struct rule_view view = view_breakout(r->snapshot, r->breakout);

	view = view_leg(&view, &view.breakout->legs[leg]);
	return view_subport(&view, view.leg);
}

static const struct host_netdev *leg_netdev(const struct show_row *r, unsigned leg)
{
	struct rule_view view = view_breakout(r->snapshot, r->breakout);

	view = view_leg(&view, &view.breakout->legs[leg]);
	return view_leg_netdev(&view);
}

/* One that is switched off has no link. */
static enum tristate link_of(const struct host_netdev *netdev)
{
	return !netdev ? TRI_UNKNOWN : view_is_shut(netdev) ? TRI_NO : netdev->carrier;
}

static enum tristate admin_of(const struct host_netdev *netdev)
{
	return netdev ? netdev->admin_up : TRI_UNKNOWN;
}

/* Breakouts. */

static void breakout_index(const void *row, struct cell *c)
{
	cell_set_number(c, row_breakout(row)->index, 0);
}

static void breakout_name(const void *row, struct cell *c)
{
	cell_set_text(c, row_breakout(row)->name);
}

static void breakout_trunk(const void *row, struct cell *c)
{
	const struct show_row *r = row;

	cell_set_text(c, r->snapshot->topology->ports[row_breakout(row)->trunk].name);
}

static void breakout_trunk_type(const void *row, struct cell *c)
{
	const struct show_row *r = row;

	module_set_type(c, r->snapshot->ports[row_breakout(row)->trunk].module);
}

static void breakout_mode(const void *row, struct cell *c)
{
	show_set_mode(c, &row_breakout(row)->mode);
}

static void breakout_harness(const void *row, struct cell *c)
{
	cell_set_text(c, row_breakout(row)->harness);
}

static void breakout_legs(const void *row, struct cell *c)
{
	cell_set_format(c, "%u/%u", row_breakout_state(row)->legs_present, row_breakout(row)->leg_count);
}

static void breakout_legs_expected(const void *row, struct cell *c)
{
	cell_set_number(c, row_breakout(row)->leg_count, 0);
}

static void breakout_legs_present(const void *row, struct cell *c)
{
	cell_set_number(c, row_breakout_state(row)->legs_present, 0);
}

/* How many of the trunk's subports have a link, or have none. */
static unsigned count_links(const void *row, enum tristate link)
{
	const struct show_row *r = row;
	const struct host_port *host = port_host(&r->snapshot->ports[row_breakout(row)->trunk]);
	unsigned count = 0;

	for (unsigned i = 0; i < host->netdev_count; i++)
		count += link_of(&host->netdev[i]) == link;
	return count;
}

static void breakout_links_up(const void *row, struct cell *c)
{
	cell_set_number(c, (int32_t)count_links(row, TRI_YES), 0);
}

static void breakout_links_down(const void *row, struct cell *c)
{
	cell_set_number(c, (int32_t)count_links(row, TRI_NO), 0);
}

static void breakout_host_split(const void *row, struct cell *c)
{
	cell_set_code(c, host_split_labels, row_breakout_state(row)->host_split);
}

static void breakout_verdict(const void *row, struct cell *c)
{
	cell_set_code(c, verdict_labels, row_breakout_state(row)->verdict);
}

static void breakout_severity(const void *row, struct cell *c)
{
	cell_set_code(c, severity_labels, row_breakout_state(row)->severity);
}

static void breakout_violations(const void *row, struct cell *c)
{
	cell_set_number(c, row_breakout_state(row)->violations, 0);
}

static void set_origin(struct cell *c, bool inferred)
{
	cell_set_code(c, origin_labels, inferred ? ORIGIN_INFERRED : ORIGIN_DECLARED);
}

static void breakout_origin(const void *row, struct cell *c)
{
	set_origin(c, row_breakout(row)->inferred);
}

/* A line below the row, only where it is news. */
static void breakout_inferred(const void *row, struct cell *c)
{
	cell_set_text(c, row_breakout(row)->inferred ? "nobody declared it; see its trunk's port and module" : "");
}

const struct listing_column show_breakout_columns[] = {
	{ "index", NULL, 0, breakout_index },
	{ "name", "BREAKOUT", LISTING_WRAP, breakout_name },
	{ "trunk", "TRUNK", LISTING_WRAP, breakout_trunk },
	{ "trunk_type", "MODULE", LISTING_WRAP, breakout_trunk_type },
	{ "mode", "MODE", 0, breakout_mode },
	{ NULL, "LEGS", LISTING_RIGHT, breakout_legs },
	{ "legs_expected", NULL, 0, breakout_legs_expected },
	{ "legs_present", NULL, 0, breakout_legs_present },
	{ "harness", NULL, 0, breakout_harness },
	{ "links_up", NULL, 0, breakout_links_up },
	{ "links_down", NULL, 0, breakout_links_down },
	{ "host_split", "HOST", LISTING_TONE, breakout_host_split },
	{ "verdict", "VERDICT", LISTING_TONE, breakout_verdict },
	{ "severity", "WORST", LISTING_TONE, breakout_severity },
	{ "violations", "COUNT", LISTING_RIGHT, breakout_violations },
	{ "origin", NULL, 0, breakout_origin },
	{ NULL, "inferred", LISTING_NOTE, breakout_inferred },
	LISTING_END,
};

/* Legs. */

static void leg_number(const void *row, struct cell *c)
{
	cell_set_number(c, row_leg(row)->number, 0);
}

static bool lanes_of(const void *row, enum lane_side side, unsigned *ret_first, unsigned *ret_count)
{
	const struct show_row *r = row;

	return snapshot_leg_lanes(r->snapshot, r->breakout, (unsigned)r->leg, side, ret_first, ret_count);
}

static void set_first_lane(struct cell *c, const void *row, enum lane_side side)
{
	unsigned first, count;

	if (lanes_of(row, side, &first, &count))
		cell_set_number(c, first, 0);
	else
		cell_set_text(c, "");
}

static void set_lane_count(struct cell *c, const void *row, enum lane_side side)
{
	unsigned first, count;

	if (lanes_of(row, side, &first, &count))
		cell_set_number(c, count, 0);
	else
		cell_set_text(c, "");
}

static void leg_lanes(const void *row, struct cell *c)
{
	unsigned first, count;

	if (!lanes_of(row, LANES_MEDIA, &first, &count))
		cell_set_text(c, "");
	else if (count > 1)
		cell_set_format(c, "%u-%u", first, first + count - 1);
	else
		cell_set_format(c, "%u", first);
}

static void leg_first_lane(const void *row, struct cell *c)
{
	set_first_lane(c, row, LANES_MEDIA);
}

static void leg_lane_count(const void *row, struct cell *c)
{
	set_lane_count(c, row, LANES_MEDIA);
}

static void leg_first_host_lane(const void *row, struct cell *c)
{
	set_first_lane(c, row, LANES_HOST);
}

static void leg_host_lane_count(const void *row, struct cell *c)
{
	set_lane_count(c, row, LANES_HOST);
}

static void leg_peer(const void *row, struct cell *c)
{
	cell_set_code(c, peer_kind_labels, row_leg(row)->peer);
}

static void leg_port(const void *row, struct cell *c)
{
	const struct show_row *r = row;
	const struct leg_decl *leg = row_leg(row);

	if (leg->peer == PEER_LOCAL)
		cell_set_text(c, r->snapshot->topology->ports[leg->port].name);
	else if (leg->peer == PEER_REMOTE)
		cell_set_format(c, "%s:%s", leg->remote_agent, leg->remote_port);
	else
		cell_set_text(c, "");
}

static void leg_trunk_admin(const void *row, struct cell *c)
{
	const struct show_row *r = row;

	cell_set_code(c, link_labels, admin_of(trunk_netdev(r, r->leg)));
}

static void leg_trunk_link(const void *row, struct cell *c)
{
	const struct show_row *r = row;

	cell_set_code(c, link_labels, link_of(trunk_netdev(r, r->leg)));
}

static void leg_admin(const void *row, struct cell *c)
{
	const struct show_row *r = row;

	cell_set_code(c, link_labels, admin_of(leg_netdev(r, r->leg)));
}

static void leg_link(const void *row, struct cell *c)
{
	const struct show_row *r = row;

	cell_set_code(c, link_labels, link_of(leg_netdev(r, r->leg)));
}

/* Both ends, of the trunk first, where they are not the same. */
static void leg_links(const void *row, struct cell *c)
{
	const struct show_row *r = row;
	const struct host_netdev *ends[] = { trunk_netdev(r, r->leg), leg_netdev(r, r->leg) };
	const char *words[2];

	for (unsigned i = 0; i < 2; i++)
		words[i] = !ends[i] ? "?" : view_is_shut(ends[i]) ? "off" : code_name(link_labels, link_of(ends[i]));
	if (!ends[0] && !ends[1])
		cell_set_text(c, "");
	else if (!ends[1] || strcmp(words[0], words[1]) == 0)
		cell_set_text(c, words[0]);
	else
		cell_set_format(c, "%s/%s", words[0], words[1]);
}

static void leg_rate(const void *row, struct cell *c)
{
	cell_set_number(c, row_leg_state(row)->expected.rate_mbps, 0);
}

static void leg_expected(const void *row, struct cell *c)
{
	cell_set_text(c, row_leg_state(row)->expected.type_name);
}

static void leg_observed(const void *row, struct cell *c)
{
	module_set_type(c, row_leg_state(row)->module);
}

static void leg_vendor(const void *row, struct cell *c)
{
	const struct module *m = row_leg_state(row)->module;

	cell_set_text(c, m ? m->vendor : "");
}

static void leg_part(const void *row, struct cell *c)
{
	const struct module *m = row_leg_state(row)->module;

	cell_set_text(c, m ? m->part_number : "");
}

static void leg_serial(const void *row, struct cell *c)
{
	const struct module *m = row_leg_state(row)->module;

	cell_set_text(c, m ? m->serial : "");
}

static void leg_verdict(const void *row, struct cell *c)
{
	cell_set_code(c, verdict_labels, row_leg_state(row)->verdict);
}

static void leg_severity(const void *row, struct cell *c)
{
	cell_set_code(c, severity_labels, row_leg_state(row)->severity);
}

static bool is_beyond(struct value loss, struct value allowed)
{
	return value_ok(loss) && value_ok(allowed) && loss.v > allowed.v;
}

/* A line below the row where more is lost than is allowed. */
static void leg_losses(const void *row, struct cell *c)
{
	const struct leg_state *leg = row_leg_state(row);
	struct value down = leg->loss_toward_leg, up = leg->loss_toward_trunk;
	char words[96] = "";
	struct text t;

	text_init(&t, words, sizeof(words));
	if (is_beyond(down, leg->allowed_toward_leg) || is_beyond(up, leg->allowed_toward_trunk)) {
		if (value_ok(down))
			text_item(&t, "; ", "%.1f dB toward the leg, %.1f allowed", down.v / 100.0,
			          leg->allowed_toward_leg.v / 100.0);
		if (value_ok(up))
			text_item(&t, "; ", "%.1f dB toward the trunk, %.1f allowed", up.v / 100.0,
			          leg->allowed_toward_trunk.v / 100.0);
	}
	cell_set_text(c, words);
}

static void leg_allowed_down(const void *row, struct cell *c)
{
	cell_set_value(c, row_leg_state(row)->allowed_toward_leg, 2);
}

static void leg_allowed_up(const void *row, struct cell *c)
{
	cell_set_value(c, row_leg_state(row)->allowed_toward_trunk, 2);
}

static void leg_loss_down(const void *row, struct cell *c)
{
	cell_set_value(c, row_leg_state(row)->loss_toward_leg, 2);
}

static void leg_loss_up(const void *row, struct cell *c)
{
	cell_set_value(c, row_leg_state(row)->loss_toward_trunk, 2);
}

static void leg_origin(const void *row, struct cell *c)
{
	if (row_leg(row)->peer == PEER_UNDECLARED)
		cell_set_text(c, "");
	else
		set_origin(c, row_leg(row)->inferred);
}

static void leg_inferred(const void *row, struct cell *c)
{
	static const char why[] = "nobody declared the port; it holds an end of the trunk's cable";

	cell_set_text(c, row_leg(row)->inferred ? why : "");
}

const struct listing_column show_leg_columns[] = {
	{ "breakout", "BREAKOUT", LISTING_WRAP, breakout_name },
	{ "breakout_index", NULL, 0, breakout_index },
	{ "leg", "LEG", LISTING_RIGHT, leg_number },
	{ NULL, "LANES", LISTING_RIGHT, leg_lanes },
	{ "first_lane", NULL, 0, leg_first_lane },
	{ "lane_count", NULL, 0, leg_lane_count },
	{ "first_host_lane", NULL, 0, leg_first_host_lane },
	{ "host_lane_count", NULL, 0, leg_host_lane_count },
	{ "peer", NULL, 0, leg_peer },
	{ "port", "PORT", LISTING_WRAP, leg_port },
	{ NULL, "LINK", LISTING_TONE, leg_links },
	{ "trunk_admin", NULL, 0, leg_trunk_admin },
	{ "trunk_link", NULL, 0, leg_trunk_link },
	{ "leg_admin", NULL, 0, leg_admin },
	{ "leg_link", NULL, 0, leg_link },
	{ "expected_rate_mbps", NULL, 0, leg_rate },
	{ "expected", "EXPECTED", LISTING_WRAP, leg_expected },
	{ "observed", "OBSERVED", LISTING_WRAP, leg_observed },
	{ "vendor", NULL, 0, leg_vendor },
	{ "part_number", NULL, 0, leg_part },
	{ "serial", NULL, 0, leg_serial },
	{ "verdict", "VERDICT", LISTING_TONE, leg_verdict },
	{ "severity", "WORST", LISTING_TONE, leg_severity },
	{ "origin", NULL, 0, leg_origin },
	{ NULL, "inferred", LISTING_NOTE, leg_inferred },
	{ NULL, "loss", LISTING_NOTE, leg_losses },
	{ "loss_toward_leg_db", NULL, 0, leg_loss_down },
	{ "loss_toward_trunk_db", NULL, 0, leg_loss_up },
	{ "loss_allowed_toward_leg_db", NULL, 0, leg_allowed_down },
	{ "loss_allowed_toward_trunk_db", NULL, 0, leg_allowed_up },
	LISTING_END,
};
