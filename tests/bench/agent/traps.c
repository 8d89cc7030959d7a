/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Notifications of breakoutd's own kind (brkLegMismatch with its 19 objects) from a
 * subagent through the master to a manager, which is a thread of the same process: both
 * see the same clock, and events are told apart by brkEventIndex.
 *
 * Paced: each is handed over when the one before has arrived; that is the
 * latency. Windowed: as fast as the master acknowledges them; that is the rate.
 */
#include "subagent.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "config.h"

#include "agent/mib.h"
#include "agent/notify.h"
#include "agent/pictures.h"
#include "agent/agentx/session.h"
#include "snmp.h"

/* brkEventIndex of an event's row: the root, 1.10.1.2 and the row. */
#define EVENT_INDEX MIB_ROOT ".1.10.1.2"
#define UP_MS 20000
#define ARRIVE_MS 5000
/* What waits for the manager while it has no processor is not lost; without rights the kernel allows less. */
#define MANAGER_QUEUE (16 << 20)

struct manager {
	int socket;
	struct snmp_name column;
	unsigned count;                 /* of events, numbered from 1 */
	_Atomic int64_t *arrived;       /* ns; 0: not yet */
};

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* The event whose brkEventIndex is in a trap, 0 if none: the row is the rest of the name. */
static uint32_t event_in(const struct manager *m, const unsigned char *packet, size_t len)
{
	uint32_t event = 0;

	for (const unsigned char *at = snmp_find_name(packet, len, &m->column); at && at < packet + len; at++) {
		event = event << 7 | (*at & 0x7f);
		if (!(*at & 0x80))
			return event;
	}
	return 0;
}

/* Agent and master share a processor if who started us wanted that; the manager has others. */
static void leave_processor(void)
{
	cpu_set_t all;

	memset(&all, 0xff, sizeof(all));
	(void)sched_setaffinity(0, sizeof(all), &all);
}

static void *receive(void *arg)
{
	struct manager *m = arg;
	unsigned char packet[65536];

	leave_processor();
	for (;;) {
		ssize_t n = recv(m->socket, packet, sizeof(packet), 0);
		int64_t now = now_ns();
		uint32_t event = n > 0 ? event_in(m, packet, (size_t)n) : 0;

		if (event > 0 && event <= m->count && !atomic_load(&m->arrived[event]))
			atomic_store(&m->arrived[event], now);
	}
	return NULL;
}

static int manager_start(struct manager *m, unsigned port, unsigned count)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
	                           .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int bytes = MANAGER_QUEUE;
	pthread_t thread;

	m->count = count;
	m->arrived = calloc(count + 1, sizeof(*m->arrived));
	m->socket = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (!m->arrived || !snmp_parse_name(EVENT_INDEX, &m->column) || m->socket < 0 ||
	    bind(m->socket, (struct sockaddr *)&sin, sizeof(sin)) < 0)
		return -1;
	if (setsockopt(m->socket, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)) < 0)
		(void)setsockopt(m->socket, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
	return pthread_create(&thread, NULL, receive, m) ? -1 : 0;
}

/* A snapshot whose event log has wrong modules only. NULL if out of memory. */
static struct snapshot *make_snapshot(unsigned count)
{
	struct event e = { .kind = EVENT_LEG_MISMATCH, .severity = SEVERITY_CRITICAL, .rule = 1, .rule_id = "WL-01",
	                   .about = { .breakout = 1, .leg = 2, .port = 3 }, .if_index = 17,
	                   .breakout_name = "bo1", .port_name = "swp3",
	                   .expected = "10GBASE-SR, 850 nm (840 nm to 860 nm)", .observed = "10GBASE-LR, 1310 nm",
	                   .module = { "10GBASE-LR", "Vendor", "PART-10G-LR", "SIM0000003" },
	                   .text = "swp3 is leg 2 of bo1: a wavelength of 1310 nm instead of 850 nm" };
	struct topology *topology = topology_new();
	struct snapshot *snapshot = topology ? snapshot_new(topology) : NULL;
	struct event_log *log = event_log_new(count);

	topology_unref(topology);
	if (!snapshot || !log)
		return NULL;
	clock_gettime(CLOCK_REALTIME, &e.time);
	for (unsigned i = 0; i < count; i++) {
		e.index = i + 1;
		log->events[i] = event_share(&e);
		if (!log->events[i])
			return NULL;
	}
	event_log_unref(snapshot->events);
	snapshot->events = log;
	return snapshot;
}

static bool turn_until_up(struct session *session)
{
	int64_t end = now_ns() + UP_MS * INT64_C(1000000);

	while (session_state(session) != SESSION_UP && now_ns() < end)
		session_turn(session, NULL, 0, 10);
	return session_state(session) == SESSION_UP;
}

/* One after the other, from event 1 on. Nanoseconds into `ret_latency`; false if one got lost. */
static bool measure_latency(struct session *session, const struct mib_notification *kind, const struct manager *m,
                            unsigned count, int64_t *ret_latency)
{
	for (unsigned i = 1; i <= count; i++) {
		int64_t began;

		/* Take the master's answer to the one before, which may come after the trap. */
		session_turn(session, NULL, 0, 0);
		began = now_ns();
		if (session_notify(session, kind, i))
			return false;
		while (!atomic_load(&m->arrived[i])) {
			if (now_ns() - began > ARRIVE_MS * INT64_C(1000000))
				return false;
			session_turn(session, NULL, 0, 1);
		}
		ret_latency[i - 1] = atomic_load(&m->arrived[i]) - began;
	}
	return true;
}

/* Events `first` to `last` as fast as they are acknowledged. Returns how many arrived, and until when. */
static unsigned measure_rate(struct session *session, const struct mib_notification *kind, const struct manager *m,
                             unsigned first, unsigned last, int64_t *ret_ns)
{
	int64_t began = now_ns(), until = began;
	unsigned arrived = 0;

	for (unsigned i = first; i <= last;) {
		if (session_notify(session, kind, i) == 0)
			i++;
		else
			session_turn(session, NULL, 0, 1);
	}
	for (int64_t end = now_ns() + ARRIVE_MS * INT64_C(1000000);
	     now_ns() < end && !atomic_load(&m->arrived[last]);)
		session_turn(session, NULL, 0, 1);
	for (unsigned i = first; i <= last; i++) {
		int64_t at = atomic_load(&m->arrived[i]);

		arrived += at != 0;
		until = at > until ? at : until;
	}
	*ret_ns = until - began;
	return arrived;
}

static int compare(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Prints: latency's median and 99th percentile in ms; notifications sent, arrived, and a second. */
static int measure(struct session *session, const struct manager *m, unsigned paced, unsigned windowed)
{
	const struct mib_notification *kind = mib_notification_of(EVENT_LEG_MISMATCH);
	int64_t *latency = calloc(paced + 1, sizeof(*latency)), ns;
	unsigned arrived;

	if (!latency || !turn_until_up(session) || !measure_latency(session, kind, m, paced, latency)) {
		free(latency);
		return EXIT_FAILURE;
	}
	arrived = measure_rate(session, kind, m, paced + 1, paced + windowed, &ns);
	qsort(latency, paced, sizeof(*latency), compare);
	printf("%.4f %.4f %u %u %.1f\n", (double)latency[paced / 2] * 1e-6, (double)latency[paced * 99 / 100] * 1e-6,
	       windowed, arrived, arrived * 1e9 / (double)ns);
	free(latency);
	return EXIT_SUCCESS;
}

int traps_measure(const char *address, unsigned port, unsigned paced, unsigned windowed)
{
	static struct manager manager;
	const struct session_options options = { .address = address, .context = "", .priority = 127 };
	struct preferences preferences = { .notifications = true };
	struct agent_status status = { 0 };
	struct entity_change entities = { 0 };
	struct mib_view view = { .status = &status, .preferences = &preferences };
	struct snapshot *snapshot = make_snapshot(paced + windowed);
	struct pictures *pictures = pictures_new(MIB_ROOT, mib_tables, MIB_TABLE_COUNT, &view);
	struct notifier notifier;
	struct session *session;
	int status_code = EXIT_FAILURE;

	notifier_init(&notifier, &status, NULL, 0);
	if (!snapshot || !pictures || manager_start(&manager, port, paced + windowed) ||
	    session_new(&options, &notifier, &entities, pictures, &preferences, &session))
		return EXIT_FAILURE;
	pictures_show(pictures, snapshot);
	status_code = measure(session, &manager, paced, windowed);
	session_free(session);
	pictures_free(pictures);
	snapshot_unref(snapshot);
	return status_code;
}
