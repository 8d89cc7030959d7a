/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An immutable picture of the box at one scan. Made by the collector,
 * swapped in atomically, read by tables, CLI and notifications; shared by
 * reference count, so that a walk may go on in the picture it began in.
 *
 * The topology is what was declared and, where nothing was, what was
 * concluded from the picture (collect/infer.h).
 *
 * Arrays run parallel to the topology: ports[i] is topology->ports[i],
 * breakouts[i] is topology->breakouts[i], its legs[j] the declared legs[j].
 */
#ifndef BREAKOUT_MODEL_SNAPSHOT_H
#define BREAKOUT_MODEL_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "model/event.h"
#include "model/host.h"
#include "model/module.h"
#include "model/sensor.h"
#include "model/topology.h"

enum presence {
	PRESENCE_UNKNOWN = 1,
	PRESENCE_ABSENT,
	PRESENCE_PRESENT,
};

/*
 * How a monitor of a lane has moved since its module was plugged in. `start`
 * is the mean of the first readings, `now` that of the latest; both absent
 * until there are enough of them.
 */
struct drift {
	struct value start;            /* in the unit of the monitor */
	struct value now;
	int64_t since;                 /* seconds since the epoch, of `start` */
	int64_t seconds;               /* from start to now */
};

/*
 * What the flags of a lane, or of a module, have told of since it was plugged in
 * or the agent started. Modules before CMIS and SFF-8636 show flags as they
 * are; the others latch them until they are read, so that a flag tells of the
 * time since the reading before (module_latches()).
 *
 * A flag that is up, and was not in the reading before, is an occurrence.
 * It lasts as long as readings in a row show it, and counts once: whether a
 * latch fell and rose again between two readings can't be known. The first reading of
 * a module tells of a time before it was watched and counts nothing; a latch
 * that is up again in the second one was up while it was watched, and counts.
 * Readings that failed half way are not lost: what they saw counts with
 * the next one that succeeds.
 *
 * Who notifies of flags asks `fresh`: each occurrence is in exactly one
 * snapshot. Whether a flag is up now, as far as that is known, is in the lane's
 * `signals` and `alarms`.
 */
struct occurrences {
	uint32_t count;                /* each flag for itself; wraps, as a Counter32 does */
	struct timespec last;          /* CLOCK_REALTIME of the reading that showed the last; 0: none yet */
	uint32_t flags;                /* those that occurred then: flags_pack() */
	uint32_t fresh;                /* those that occurred since the snapshot before */
};

/* Alarms, and signals of a lane or events of a module, in one set. */
static inline uint32_t flags_pack(uint32_t alarms, uint8_t signals)
{
	return alarms | (uint32_t)signals << 24;
}

static inline uint32_t flags_alarms(uint32_t flags)
{
	return flags & UINT32_C(0xffffff);
}

static inline uint8_t flags_signals(uint32_t flags)
{
	return (uint8_t)(flags >> 24);
}

/* How a lane's signals and flags have behaved since its module was plugged in, or the agent started. */
struct lane_history {
	uint32_t flag_changes;         /* between readings, up and down; wraps */
	struct timespec changed;       /* CLOCK_REALTIME of the last; 0: none yet */
	struct occurrences flags;      /* of signals and alarms; not SIGNAL_TX_DISABLED, which is the host's */
	struct drift bias;
	struct drift rx_power;
};

/* Of all lanes of a module. Most modules have one: nothing is kept for the other fifteen. {0}: of none. */
struct lane_histories {
	struct lane_history *lane;     /* owned; number n is [n - 1] */
	unsigned count;
};

struct port_state {
	enum presence presence;
	enum read_status status;       /* of the last attempt */
	char why[READ_WHY];                  /* in words where status is not ok */
	char monitor_chip[SENSOR_TEXT]; /* of libsensors, that monitors are from; "": all are the module's own */
	const struct module *module;   /* owned reference; last good decode while the port is unreadable; NULL without */
	struct timespec read_mono;     /* CLOCK_MONOTONIC of the last good read of live data; 0: never */
	uint32_t read_scan;            /* number of the scan that asked for that: what goes together */
	uint32_t read_errors;          /* since start */
	uint32_t insertions;
	bool settling;                 /* its module was plugged in so shortly ago that what can't be read may come yet */
	bool blocked;                  /* it can't be read as its bus waits for another port, or for other buses */
	bool late;                     /* not looked at since the scan before: all as it was then */
	bool live;                     /* monitors were read, or could not be, since the scan before */
	struct occurrences flags;      /* of the module: its alarms and events */
	struct lane_histories lanes;   /* of the module */
	enum port_role role;
	size_t breakout;               /* of trunk and leg ports: index into breakouts */
	uint8_t leg;                   /* of leg ports: number of the leg */
	uint32_t if_index[PORT_MAX_NETDEVS];  /* of port_subports() network devices; 0 where the kernel has none */
	const struct host_port *host;  /* owned reference (host_port_share()), by port_host(); NULL: nothing is known */
};

enum host_split {
	HOST_SPLIT = 1,
	HOST_NOT_SPLIT,
	HOST_SPLIT_NOT_SUPPORTED,
	HOST_SPLIT_UNKNOWN,
};

enum verdict {
	VERDICT_OK = 1,
	VERDICT_VIOLATION,
	VERDICT_UNKNOWN,
	VERDICT_WAIVED,
};

/* What the plan wants at the far end of a leg. Empty/absent where no plan applies. */
struct leg_expectation {
	char type_name[64];            /* "10GBASE-SR" or "50GBASE-FR or 50GBASE-LR" */
	uint32_t rate_mbps;
	struct value wavelength;       /* 0.01 nm */
	enum medium medium;
};

struct leg_state {
	const struct module *module;   /* borrowed from the peer port's state; NULL without */
	struct leg_expectation expected;
	bool undecided;                /* something about it could not be judged */
	bool waived;                   /* something is wrong with it that the operator waived */
	enum verdict verdict;
	enum severity severity;        /* worst of its violations, waived ones excluded */
	struct value loss_toward_leg;  /* 0.01 dB */
	struct value loss_toward_trunk;
	struct value allowed_toward_leg;   /* what may be lost by both ends' types, 0.01 dB */
	struct value allowed_toward_trunk;
	uint32_t trunk_if_index;       /* of the trunk's subport; 0 none */
	struct timespec changed;       /* CLOCK_REALTIME of the last change of verdict */
};

struct breakout_state {
	struct leg_state legs[MODE_MAX_COUNT];
	unsigned legs_present;
	enum host_split host_split;
	bool undecided;                /* something about trunk or host could not be judged */
	bool waived;                   /* something is wrong with it or a leg that the operator waived */
	enum verdict verdict;
	enum severity severity;        /* worst */
	unsigned violations;           /* active, of breakout and legs, waived ones excluded */
	struct timespec changed;
};

/* The latest events, oldest first. Logs are copied as events come; the events themselves are shared. */
struct event_log {
	unsigned refs;
	size_t count;
	const struct event *events[];  /* owned references (event_share()); not NULL once the log is shared */
};

struct snapshot {
	unsigned refs;
	uint32_t scan;                 /* number of the scan, from 1 */
	struct timespec time;          /* CLOCK_REALTIME when it was finished */
	struct timespec mono;          /* CLOCK_MONOTONIC */
	uint32_t duration_ms;
	bool host_late;                /* what the kernel says of its network devices is that of the scan before */
	uint32_t host_stuck_ms;        /* for so long it has not answered; 0: it does */
	uint32_t tables_changed_scan;  /* scan in which rows last appeared or vanished */
	struct timespec tables_changed_mono;
	const struct topology *topology;      /* owned reference */
	struct port_state *ports;
	struct breakout_state *breakouts;
	struct violation *violations;         /* sorted by index */
	size_t violation_count;
	struct chassis_sensor *sensors;       /* owned; by chip, device and feature. NULL: none, or not read */
	size_t sensor_count;
	const struct event_log *events;       /* owned reference; never NULL */
};

/* For `topology` (a reference is taken), everything unknown; NULL when out of memory. */
struct snapshot *snapshot_new(const struct topology *topology);

/*
 * While a snapshot is made: another topology of the same ports (a reference
 * is taken). Roles follow it; of its breakouts nothing is known. 0 or -ENOMEM.
 */
int snapshot_set_topology(struct snapshot *s, const struct topology *topology);

struct snapshot *snapshot_ref(const struct snapshot *s);
/* Drop a reference; the last one frees. Accepts NULL. Thread-safe. */
void snapshot_unref(const struct snapshot *s);

/* All entries NULL, to be filled in with references of the log's own; NULL when out of memory. */
struct event_log *event_log_new(size_t count);
void event_log_unref(const struct event_log *log);

/* What the kernel tells of it; never NULL. */
const struct host_port *port_host(const struct port_state *port);

/* Of lane `number`, from 1: one that tells of nothing where there is none. */
const struct lane_history *lane_history_of(const struct lane_histories *h, unsigned number);

/* Make it as many as `count`; new ones tell of nothing. 0, or -ENOMEM with nothing changed. */
int lane_histories_resize(struct lane_histories *h, unsigned count);

/* Replace `to`, by nothing when out of memory. */
void lane_histories_copy(struct lane_histories *to, const struct lane_histories *from);

void lane_histories_release(struct lane_histories *h);

/* Milliseconds since a port's live data was read, or -1 if never. */
int64_t port_data_age_ms(const struct port_state *port, const struct timespec *mono_now);

/*
 * How many network devices a port has, in order of subports: as the kernel has
 * split it, where that is known, else as declared.
 */
unsigned port_subports(const struct port_decl *decl, const struct port_state *port);

/* Number of ports that hold a module. */
size_t snapshot_module_count(const struct snapshot *s);

/* Active violations of one severity, waived ones excluded. */
size_t snapshot_violation_count(const struct snapshot *s, enum severity severity);

/* Which of a trunk's lanes. */
enum lane_side {
	LANES_MEDIA,   /* fibres or copper pairs of its module */
	LANES_HOST,    /* electrical lanes between module and switch */
};

/*
 * The lanes of leg `leg` (index) of breakout `breakout`, 1-based. Without a
 * module the host lanes are those declared of the cage, and media lanes are
 * not known. False where the module's lanes can't be shared out to the legs.
 */
bool snapshot_leg_lanes(const struct snapshot *s, size_t breakout, unsigned leg, enum lane_side side,
                        unsigned *ret_first, unsigned *ret_count);

/*
 * The leg that carries media lane `lane` of port `port` (index into ports):
 * for a trunk by lane group, for a leg's module all lanes. *ret_breakout is an
 * index into breakouts. False if the lane belongs to no breakout's leg.
 */
bool snapshot_lane_leg(const struct snapshot *s, size_t port, unsigned lane, size_t *ret_breakout,
                       const struct leg_decl **ret_leg);

extern const struct code presence_labels[];
extern const struct code host_split_labels[];
extern const struct code verdict_labels[];

#endif
