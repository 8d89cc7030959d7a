/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Optical arithmetic for checks: which lanes belong to a leg, whether they
 * send and receive, and what the fibre between them takes away.
 *
 * Monitors are accurate to 3 dB, flags may be latched, and a laser may be off
 * on purpose. So every answer has a third value, "can't be told", and only
 * the other two are used against a module.
 */
#ifndef BREAKOUT_RULES_LIGHT_H
#define BREAKOUT_RULES_LIGHT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "model/flag.h"
#include "rules/rule.h"

/* What power monitors are accurate to, 0.01 dB. */
#define LIGHT_ACCURACY FLAG_MARGIN_POWER

/* What the difference of two such readings is off by: hardly ever more, never more. */
#define LOSS_LIKELY 424
#define LOSS_SURE (2 * LIGHT_ACCURACY)

/* A lane of a module in a port. */
struct light_lane {
	const struct module *module;
	const struct lane *lane;
	unsigned number;           /* 1-based */
	unsigned host_lane;        /* what `lane` tells is of this host lane, not of media lane `number`; 0: of that */
	const struct port_decl *port;
	struct timespec read_mono; /* of its port */
};

/* Both ends of a leg. */
struct light_leg {
	struct light_lane trunk[MODULE_MAX_LANES], leg[MODULE_MAX_LANES];
	unsigned trunk_count, leg_count;
	bool paired;                    /* trunk[i] and leg[i] are joined by fibre */
	bool same_time;                 /* both ends were read in the same scan */
	enum tristate trunk_up, leg_up; /* as the operator has set the network devices of both ends */
	bool shut;                      /* one of them is shut down, so there need not be light */
	bool link;                      /* one of them has a link: whatever flags say, light goes both ways */
};

/* Lane `number` (1-based, one that the module has) of the module in a port. */
struct light_lane light_lane_of(const struct module *m, unsigned number, const struct port_decl *port,
                                const struct port_state *state);

/* Lanes of a leg of the breakout; an end without a sound module has none. */
void light_leg_init(struct light_leg *l, const struct rule_view *view);

/*
 * Lanes of a port's module that are judged in no leg: of a standalone port,
 * or of legs without a module at the other end.
 */
unsigned light_port_lanes(const struct rule_view *view, struct light_lane ret_lanes[MODULE_MAX_LANES]);

/* Bit n: lane n + 1 of the trunk belongs to a leg of the breakout. */
uint32_t light_used_lanes(const struct rule_view *view);

/* What monitors and flags of the lane say holds now: not while the module starts or its data path is down. */
bool light_is_live(const struct light_lane *l);

/* Has the lane this signal? TRI_UNKNOWN where the module does not tell. */
enum tristate light_signal(const struct light_lane *l, enum signal signal);

/* Is the signal set, and does no monitor contradict it? */
bool light_stands(const struct light_lane *l, enum signal signal);

/* Does it report a fault? Not where its monitors show that it sends as usual. */
bool light_has_fault(const struct light_lane *l);

/* Has the host switched it off? */
bool light_is_disabled(const struct light_lane *l);

/*
 * Does the laser itself send nothing, though nobody has switched it off? *ret_sure:
 * its current, or an alarm, says so, too.
 */
bool light_is_silent(const struct light_lane *l, bool *ret_sure);

/* Does its laser send? */
enum tristate light_sends(const struct light_lane *l);

/* Does light arrive? */
enum tristate light_arrives(const struct light_lane *l);

/* Of what its limits are: SURE_NOT unless both are well founded. */
enum confidence light_confidence(const struct module *a, const struct module *b);

/* Average power, 0.01 dBm; false where there is none, or none that means something. */
bool light_tx(const struct light_lane *l, int32_t *ret_cdbm);
bool light_rx(const struct light_lane *l, int32_t *ret_cdbm);

/* Append "-2.1 dBm". */
void light_power_text(struct text *t, int32_t cdbm);

/* What is lost from one lane to the other, 0.01 dB; absent where an end can't tell. */
struct value light_loss(const struct light_lane *from, const struct light_lane *to);

/* What the light of a leg may lose, by the types that both ends are run as. False where not known. */
bool light_budget(const struct rule_view *view, enum plan_direction direction, struct plan_budget *ret_budget);

/*
 * What is lost on the way to lane `lane` of a port, 0.01 dB, and what may be. Absent
 * where it is no lane of a leg, and where an end can't tell.
 */
void light_lane_loss(const struct snapshot *s, size_t port, unsigned lane, struct value *ret_loss,
                     struct value *ret_allowed);

/* Is the power within what the type is made for, give or take the accuracy? False where not known. */
bool light_rx_within(const struct light_lane *l);
bool light_tx_within(const struct light_lane *l);

/* Where the registers are: for evidence. */
enum light_register {
	LIGHT_LOS,
	LIGHT_TX_LOS,
	LIGHT_LOL,
	LIGHT_TX_FAULT,
	LIGHT_TX_DISABLE,
	LIGHT_RX_POWER,
	LIGHT_TX_POWER,
	LIGHT_TX_BIAS,
	LIGHT_ALARMS,
	LIGHT_MODULE_ALARMS,
	LIGHT_BER,
	LIGHT_REGISTERS,
};

/* "00h:3", or "" for a family that has none. */
const char *light_register(const struct module *m, enum light_register r);

/* The finding is about what this lane measures: its own port, its own number. */
void light_blame(struct rule_finding *finding, const struct light_lane *lane);

/* Append "swp1 lane 2", or "swp5" where the module has one lane only. */
void light_name(struct text *t, const struct light_lane *l);

/* Append "swp1 00h:34, 00h:3" after a separator where needed; LIGHT_REGISTERS for `second`: only the first.
 */
void light_cite(struct text *t, const struct light_lane *l, enum light_register first,
                enum light_register second);

/* The texts of a finding while lanes are looked at one by one. */
struct light_report {
	struct rule_finding *finding;
	struct text observed, evidence;
	unsigned count; /* lanes that something is wrong with */
	bool looked;    /* a lane could be judged at all */
};

struct light_report light_report_start(struct rule_finding *finding);

/* One more lane: true if it is to be described. NULL: of the module as a whole. */
bool light_report_lane(struct light_report *r, const struct light_lane *lane);

/* Separate what is described next. */
void light_report_next(struct light_report *r);

/* The result of all lanes. */
enum rule_result light_report_end(struct light_report *r, const char *expected);

#endif
