/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a check may look at, made from a snapshot. Modules that verdicts
 * can't rest on (absent, unreadable, checksum wrong) are not in a view.
 */
#ifndef BREAKOUT_RULES_VIEW_H
#define BREAKOUT_RULES_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "model/snapshot.h"
#include "rules/plan.h"

/* Pointers that do not apply to the scope are NULL. */
struct rule_view {
	const struct snapshot *snapshot;
	const struct topology *topology;
	/* breakout and leg scope */
	const struct breakout_decl *breakout;
	const struct breakout_state *breakout_state;
	const struct port_decl *trunk_port;
	const struct port_state *trunk_state;
	const struct module *trunk;          /* NULL: absent or not readable */
	/*
	 * Of the breakout; in leg scope at the rate that the leg runs at. Of a part or leg of a mixed
	 * mode: the plain one that all of the trunk would have, 2x400G for the first leg of 1x400G+4x100G.
	 */
	struct mode mode;
	unsigned part;                       /* a leg of the part of a mixed mode that this is of, from 1; 0: of none */
	const struct plan *plan;             /* row for trunk type and mode; NULL if none */
	/* leg scope */
	const struct leg_decl *leg;
	const struct port_decl *leg_port;    /* NULL unless the peer is local */
	const struct port_state *leg_state;
	/* port scope; in the others NULL */
	const struct port_decl *port;
	const struct port_state *port_state;
	/* leg's module in leg scope, the port's in port scope, the trunk in breakout scope */
	const struct module *module;
};

/* Of breakouts[index]. */
struct rule_view view_breakout(const struct snapshot *s, size_t index);

/* Of the legs of a mixed mode that are like `leg`: mode and plan are theirs. Of other breakouts all legs are. */
struct rule_view view_part(const struct rule_view *trunk, const struct leg_decl *leg);

/* Of one leg of the breakout that `trunk` is of. */
struct rule_view view_leg(const struct rule_view *trunk, const struct leg_decl *leg);

/* Of ports[index], whatever its module's state. */
struct rule_view view_port(const struct snapshot *s, size_t index);

/* A module that verdicts may rest on, or NULL. */
const struct module *view_sound_module(const struct port_state *state);

/* A module may be plugged in but can't be read: nothing may be concluded. */
bool view_is_opaque(const struct port_state *state);

/*
 * The media lanes of the trunk that the leg's light goes through, 1-based.
 * False where trunk or lanes are not known.
 */
bool view_trunk_lanes(const struct rule_view *leg, unsigned *ret_first, unsigned *ret_count);

/*
 * How the port is split: what the kernel says, else what is declared. False
 * if nobody says. *ret_evidence says who does.
 */
bool view_host_split(const struct rule_view *view, struct mode *ret_mode, const char **ret_evidence);

/*
 * The network device of the trunk's subport that the leg is behind, or of the
 * whole port where it is not split. NULL if the kernel tells of none.
 */
const struct host_netdev *view_subport(const struct rule_view *trunk, const struct leg_decl *leg);

/* Its ifIndex, or 0. */
uint32_t view_subport_if_index(const struct rule_view *trunk, const struct leg_decl *leg);

/*
 * Has the module no more lanes than one of the port's subports, so that all of it is the first one's?
 * Such are SFPs in an adapter (QSA), and a QSFP28 in a QSFP-DD cage that is split in two.
 */
enum tristate view_is_first_subports(const struct port_decl *port, const struct module *m, const struct mode *split);

/* That of the leg's own port; NULL if the peer is not local, or the kernel tells of none. */
const struct host_netdev *view_leg_netdev(const struct rule_view *leg);

/* Can the trunk's lanes run as slow as the plan has it? */
enum tristate view_slows_down(const struct module *trunk, const struct plan *plan);

/* Has somebody shut it down? */
bool view_is_shut(const struct host_netdev *netdev);

/* Is it known that the operator wants it up? What is off elsewhere may be so on purpose. */
bool view_is_wanted(const struct host_netdev *netdev);

/* Has somebody shut down all that the kernel knows of the port? */
bool view_port_is_shut(const struct host_port *host);

/*
 * The type that an end of a leg is run as: in a slower mode its own slower
 * one, or that of the legs. NULL where its type is not known.
 */
const struct module_type *view_run_as(const struct rule_view *leg, const struct module *m);

/*
 * How far an end of a leg reaches, m: what it stores, or what its type is
 * specified for, whichever is more. 0: not known, as where the trunk's lanes
 * run slower, which reaches further than its own type says.
 */
uint32_t view_reach_m(const struct rule_view *leg, const struct module *m);

#endif
