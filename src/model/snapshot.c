/* SPDX-License-Identifier: BSD-3-Clause */
/* Snapshots and the event log: storage and simple questions. */
#include "model/snapshot.h"

#include <errno.h>
#include <stdlib.h>

#include "model/refs.h"

struct event_log *event_log_new(size_t count)
{
	struct event_log *log = calloc(1, sizeof(*log) + count * sizeof(log->events[0]));

	if (log) {
		log->refs = 1;
		log->count = count;
	}
	return log;
}

void event_log_unref(const struct event_log *log)
{
	if (!log || !refs_put(&log->refs))
		return;
	for (size_t i = 0; i < log->count; i++)
		event_unref(log->events[i]);
	free(refs_owned(log));
}

/* What ports are in breakouts; of these, nothing is known yet. */
static void set_roles(struct snapshot *s)
{
	const struct topology *topology = s->topology;

	for (size_t i = 0; i < topology->port_count; i++) {
		s->ports[i].role = ROLE_STANDALONE;
		s->ports[i].breakout = 0;
		s->ports[i].leg = 0;
	}
	for (size_t i = 0; i < topology->breakout_count; i++) {
		const struct breakout_decl *b = &topology->breakouts[i];

		s->breakouts[i].host_split = HOST_SPLIT_UNKNOWN;
		s->breakouts[i].verdict = VERDICT_UNKNOWN;
		s->breakouts[i].severity = SEVERITY_NONE;
		s->ports[b->trunk].role = ROLE_TRUNK;
		s->ports[b->trunk].breakout = i;
		for (unsigned j = 0; j < b->leg_count; j++) {
			s->breakouts[i].legs[j].verdict = VERDICT_UNKNOWN;
			s->breakouts[i].legs[j].severity = SEVERITY_NONE;
			if (b->legs[j].peer == PEER_LOCAL) {
				struct port_state *port = &s->ports[b->legs[j].port];

				port->role = ROLE_LEG;
				port->breakout = i;
				port->leg = b->legs[j].number;
			}
		}
	}
}

struct snapshot *snapshot_new(const struct topology *topology)
{
	struct snapshot *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->refs = 1;
	s->topology = topology_ref(topology);
	s->ports = calloc(topology->port_count + 1, sizeof(*s->ports));
	s->breakouts = calloc(topology->breakout_count + 1, sizeof(*s->breakouts));
	if (!s->ports || !s->breakouts) {
		snapshot_unref(s);
		return NULL;
	}
	for (size_t i = 0; i < topology->port_count; i++) {
		s->ports[i].presence = PRESENCE_UNKNOWN;
		s->ports[i].status = READ_STALE;
	}
	set_roles(s);
	return s;
}

int snapshot_set_topology(struct snapshot *s, const struct topology *topology)
{
	struct breakout_state *breakouts = calloc(topology->breakout_count + 1, sizeof(*breakouts));

	if (!breakouts)
		return -ENOMEM;
	free(s->breakouts);
	s->breakouts = breakouts;
	topology_ref(topology);
	topology_unref(s->topology);
	s->topology = topology;
	set_roles(s);
	return 0;
}

struct snapshot *snapshot_ref(const struct snapshot *s)
{
	return refs_get(s, &s->refs);
}

void snapshot_unref(const struct snapshot *s)
{
	if (!s || !refs_put(&s->refs))
		return;
	if (s->ports) {
		for (size_t i = 0; i < s->topology->port_count; i++) {
			module_unref(s->ports[i].module);
			lane_histories_release(&s->ports[i].lanes);
			host_port_unref(s->ports[i].host);
		}
	}
	free(s->ports);
	free(s->breakouts);
	free(s->violations);
	free(s->sensors);
	event_log_unref(s->events);
	topology_unref(s->topology);
	free(refs_owned(s));
}

const struct host_port *port_host(const struct port_state *port)
{
	static const struct host_port nothing;

	return port->host ? port->host : &nothing;
}

const struct lane_history *lane_history_of(const struct lane_histories *h, unsigned number)
{
	static const struct lane_history none;

	return number >= 1 && number <= h->count ? &h->lane[number - 1] : &none;
}

int lane_histories_resize(struct lane_histories *h, unsigned count)
{
	struct lane_history *lane;

	if (count == h->count)
		return 0;
	if (count == 0) {
		lane_histories_release(h);
		return 0;
	}
	lane = reallocarray(h->lane, count, sizeof(*lane));
	if (!lane)
		return -ENOMEM;
	for (unsigned n = h->count; n < count; n++)
		lane[n] = (struct lane_history){ 0 };
	*h = (struct lane_histories){ lane, count };
	return 0;
}

void lane_histories_copy(struct lane_histories *to, const struct lane_histories *from)
{
	if (lane_histories_resize(to, from->count) < 0)
		lane_histories_release(to);
	for (unsigned n = 0; n < to->count; n++)
		to->lane[n] = from->lane[n];
}

void lane_histories_release(struct lane_histories *h)
{
	free(h->lane);
	*h = (struct lane_histories){ 0 };
}

int64_t port_data_age_ms(const struct port_state *port, const struct timespec *mono_now)
{
	int64_t ms;

	if (port->read_mono.tv_sec == 0 && port->read_mono.tv_nsec == 0)
		return -1;
	ms = (int64_t)(mono_now->tv_sec - port->read_mono.tv_sec) * 1000 +
	     (mono_now->tv_nsec - port->read_mono.tv_nsec) / 1000000;
	return ms < 0 ? 0 : ms;
}

unsigned port_subports(const struct port_decl *decl, const struct port_state *port)
{
	const struct host_port *host = port_host(port);

	return host->split_known ? host->netdev_count : decl->netdev_count;
}

size_t snapshot_module_count(const struct snapshot *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->topology->port_count; i++)
		n += s->ports[i].module != NULL;
	return n;
}

size_t snapshot_violation_count(const struct snapshot *s, enum severity severity)
{
	size_t n = 0;

	for (size_t i = 0; i < s->violation_count; i++)
		n += s->violations[i].severity == severity && !s->violations[i].waived;
	return n;
}

bool snapshot_leg_lanes(const struct snapshot *s, size_t breakout, unsigned leg, enum lane_side side,
                        unsigned *ret_first, unsigned *ret_count)
{
	const struct breakout_decl *b = &s->topology->breakouts[breakout];
	const struct module *m = s->ports[b->trunk].module;
	/* Families before CMIS count host lanes as they count media lanes. */
	unsigned lanes = !m ? 0 : side == LANES_HOST && m->host_lanes ? m->host_lanes : m->lanes;

	if (m)
		return topology_leg_lanes(s->topology, b, &b->legs[leg], lanes, ret_first, ret_count);
	if (side == LANES_MEDIA)
		return false;
	*ret_first = b->legs[leg].first_lane;
	*ret_count = b->legs[leg].lane_count;
	return true;
}

bool snapshot_lane_leg(const struct snapshot *s, size_t port, unsigned lane, size_t *ret_breakout,
                       const struct leg_decl **ret_leg)
{
	const struct port_state *state = &s->ports[port];
	const struct breakout_decl *b;

	if (state->role == ROLE_STANDALONE)
		return false;
	b = &s->topology->breakouts[state->breakout];
	for (unsigned j = 0; j < b->leg_count; j++) {
		const struct leg_decl *leg = &b->legs[j];
		unsigned first, count;

		if (state->role == ROLE_LEG ? leg->number == state->leg
		                            : snapshot_leg_lanes(s, state->breakout, j, LANES_MEDIA, &first, &count) &&
		                                      lane >= first && lane < first + count) {
			*ret_breakout = state->breakout;
			*ret_leg = leg;
			return true;
		}
	}
	return false;
}

const struct code presence_labels[] = {
	{ PRESENCE_UNKNOWN, "unknown" },
	{ PRESENCE_ABSENT, "absent" },
	{ PRESENCE_PRESENT, "present" },
	{ 0, NULL },
};

const struct code host_split_labels[] = {
	{ HOST_SPLIT, "split" },
	{ HOST_NOT_SPLIT, "notSplit" },
	{ HOST_SPLIT_NOT_SUPPORTED, "notSupported" },
	{ HOST_SPLIT_UNKNOWN, "unknown" },
	{ 0, NULL },
};

const struct code verdict_labels[] = {
	{ VERDICT_OK, "ok" },
	{ VERDICT_VIOLATION, "violation" },
	{ VERDICT_UNKNOWN, "unknown" },
	{ VERDICT_WAIVED, "waived" },
	{ 0, NULL },
};
