/* SPDX-License-Identifier: BSD-3-Clause */
/* The AgentX session. */
#include "agent/session.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <syslog.h>
#include <time.h>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>
#include <net-snmp/agent/net-snmp-agent-includes.h>
#include <net-snmp/agent/agent_callbacks.h>

#include "agent/agentx.h"
#include "agent/fastpath.h"
#include "agent/handler.h"
#include "agent/knock.h"
#include "agent/sender.h"
#include "agent/stream.h"
#include "base/log.h"

#define APPLICATION "breakoutd"

/* While there is no master agent it is looked for this often, and its answer too. */
#define KNOCK_MS 500
#define LOOK_MS 100
#define PING_MS 1000
/* Between attempts to register what somebody else has. */
#define REFUSED_MS 2000
#define REFUSED_OTHER_MS 60000
/* An address that can't be asked for is tried this often, in calls that may wait. */
#define BLIND_MS 5000

/* How much earlier a guess of the master's start must be to replace the one before. */
#define UPTIME_JITTER_MS 20

/* Subtrees of a region. */
#define SUBTREES_MAX 16

enum registration { NOT_REGISTERED, REGISTERING, REGISTERED };

/* A region at the master agent. */
struct place {
	struct session *session;
	const struct mib_region *region;
	struct handler handler;
	enum registration state;
	struct mib_name subtrees[SUBTREES_MAX];
	size_t subtree_count;
	size_t granted;                 /* of these; the next one is asked for */
	int request;
	int64_t next_attempt;           /* ms */
	bool refusal_told;
};

struct session {
	char *address, *context;        /* owned */
	unsigned priority, spin_us;
	bool fast_path;
	enum session_state state;
	netsnmp_session *wire;          /* owned by the library; NULL while down */
	struct stream *stream;          /* owned; what comes over it */
	struct agentx_response *response;  /* owned; the last of the fast path */
	bool initialized;               /* the library, as far as it does so when it connects */
	struct pictures *pictures;
	struct sender sender;
	struct place *places;           /* owned; of each region */
	size_t place_count;
	struct knock knock;
	int64_t next_knock;             /* ms */
	int64_t knocked;                /* ms: when this knock began */
	int64_t heard;                  /* ms: the last sign of life of the master */
	int64_t up_since;               /* ms: when its sysUpTime was 0; 0: not known */
	int64_t next_ping;
	bool pinging;
	bool stuck_told;
	unsigned long fast_answers;
	bool served;                    /* a request over the fast path, in this turn */
	bool outage_told;               /* once per outage... */
	bool access_told;               /* ...and once that it is for want of permission */
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

enum session_state session_state(const struct session *s)
{
	return s->state;
}

void session_set_fast_path(struct session *s, bool fast_path)
{
	s->fast_path = fast_path;
}

unsigned long session_fast_answers(const struct session *s)
{
	return s->fast_answers;
}

/*
 * The library's own messages. What they say of the connection is said better
 * by keep_connected(); the rest is rare.
 */
static int on_log(int major, int minor, void *server_arg, void *client_arg)
{
	const struct snmp_log_message *m = server_arg;
	const struct session *s = client_arg;
	int len = (int)strcspn(m->msg, "\n");

	(void)major;
	(void)minor;
	if (m->priority <= LOG_ERR && s->state == SESSION_UP)
		log_warning("Net-SNMP: %.*s", len, m->msg);
	else
		log_debug("Net-SNMP: %.*s", len, m->msg);
	return 0;
}

static netsnmp_transport *transport_of(const struct session *s)
{
	void *handle = s->wire ? snmp_sess_pointer(s->wire) : NULL;

	return handle ? snmp_sess_transport(handle) : NULL;
}

/* End the connection without a word: the library finds it closed, and forgets it without waiting for anything. */
static void cut(const struct session *s)
{
	netsnmp_transport *transport = transport_of(s);

	if (transport)
		(void)shutdown(transport->sock, SHUT_RDWR);
}

static void heard(struct session *s)
{
	s->heard = now_ms();
	if (s->stuck_told)
		log_info("the master agent at %s answers again", s->address);
	s->stuck_told = false;
}

static void tell_stuck(struct session *s)
{
	log_warning("the master agent at %s has not answered for %d s", s->address, SESSION_STUCK_SECONDS);
	s->stuck_told = true;
}

/*
 * The master's answers have its sysUpTime. Each was on its way for a while, so
 * the earliest start is the best guess; time stamps do not move for less.
 */
static void follow_uptime(struct session *s, const netsnmp_pdu *answer)
{
	int64_t start = now_ms() - (int64_t)answer->time * 10;

	if (s->up_since == 0 || start < s->up_since - UPTIME_JITTER_MS)
		s->up_since = start;
}

struct timespec session_up_since(const struct session *s)
{
	return (struct timespec){ .tv_sec = (time_t)(s->up_since / 1000),
	                          .tv_nsec = (long)(s->up_since % 1000) * 1000000 };
}

bool session_serves(const struct session *s, const char *root)
{
	const struct mib *names = pictures_names(s->pictures);

	for (size_t i = 0; i < s->place_count; i++) {
		const struct mib_table *table = mib_table_number(names, s->places[i].region->first);

		if (table->root && strcmp(table->root, root) == 0)
			return s->state == SESSION_UP && s->places[i].state == REGISTERED;
	}
	return false;
}

static int on_given_back(int op, netsnmp_session *wire, int request, netsnmp_pdu *pdu, void *magic)
{
	(void)op;
	(void)wire;
	(void)request;
	(void)pdu;
	(void)magic;
	return 1;  /* there is nothing to be done about a refusal */
}

/* A region is served as a whole or not at all. */
static void give_back(struct place *place)
{
	struct session *s = place->session;

	while (place->granted > 0) {
		const struct mib_name *name = &place->subtrees[--place->granted];
		netsnmp_pdu *pdu = agentx_request(s->wire, AGENTX_UNREGISTER, s->context);

		if (!pdu)
			continue;
		pdu->priority = (int)s->priority;
		pdu->range_subid = 0;
		snmp_add_null_var(pdu, name->id, name->len);
		if (!snmp_async_send(s->wire, pdu, on_given_back, NULL))
			snmp_free_pdu(pdu);
	}
}

static void refused(struct place *place, long error)
{
	struct session *s = place->session;
	bool own = place->region->own;

	give_back(place);
	place->state = NOT_REGISTERED;
	place->next_attempt = now_ms() + (own ? REFUSED_MS : REFUSED_OTHER_MS);
	if (own)
		s->state = SESSION_REFUSED;
	if (place->refusal_told)
		return;
	place->refusal_told = true;
	if (error != AGENTX_DUPLICATE_REGISTRATION)
		log_error("the master agent at %s refuses to register %s: error %ld", s->address,
		          own ? "BREAKOUT-MIB" : place->region->name, error);
	else if (own)
		log_warning("another breakoutd serves BREAKOUT-MIB at the master agent at %s, with the same priority "
		            "(%u): stop it, or give one of them another priority; trying again", s->address,
		            s->priority);
	else
		log_warning("another agent serves %s at the master agent at %s; going on without it, and trying "
		            "again every %d s", place->region->name, s->address, REFUSED_OTHER_MS / 1000);
}

static void accepted(struct place *place)
{
	struct session *s = place->session;

	place->state = REGISTERED;
	if (place->region->own) {
		log_info("connected to the master agent at %s", s->address);
		s->state = SESSION_UP;
	} else if (place->refusal_told) {
		log_info("%s is served from now on", place->region->name);
	}
	place->refusal_told = false;
}

static void register_place(struct place *place);

static int on_registered(int op, netsnmp_session *wire, int request, netsnmp_pdu *pdu, void *magic)
{
	struct place *place = magic;
	struct session *s = place->session;

	if (wire != s->wire || place->request != request || place->state != REGISTERING)
		return 1;
	if (op != NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE) {
		place->state = NOT_REGISTERED;
		return 1;
	}
	heard(s);
	follow_uptime(s, pdu);
	if (pdu->errstat != SNMP_ERR_NOERROR)
		refused(place, pdu->errstat);
	else if (++place->granted < place->subtree_count)
		register_place(place);
	else
		accepted(place);
	return 1;
}

static void register_place(struct place *place)
{
	struct session *s = place->session;
	const struct mib_name *name = &place->subtrees[place->granted];
	netsnmp_pdu *pdu = agentx_request(s->wire, AGENTX_REGISTER, s->context);

	place->state = NOT_REGISTERED;
	if (!pdu)
		return;
	pdu->priority = (int)s->priority;
	pdu->range_subid = 0;
	snmp_add_null_var(pdu, name->id, name->len);
	place->request = snmp_async_send(s->wire, pdu, on_registered, place);
	if (place->request)
		place->state = REGISTERING;
	else
		snmp_free_pdu(pdu);
}

/* Our own MIB first; what others may have once we are known to be the one that serves. */
static void keep_registered(struct session *s, int64_t now)
{
	for (size_t i = 0; i < s->place_count; i++) {
		struct place *place = &s->places[i];

		if (place->state == NOT_REGISTERED && now >= place->next_attempt &&
		    (place->region->own || s->state == SESSION_UP))
			register_place(place);
	}
}

/* Whatever comes over the connection. */
static bool on_pdu(void *arg, const uint8_t *pdu, size_t len)
{
	struct session *s = arg;
	struct timespec now;

	heard(s);
	if (!s->fast_path)
		return false;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!fastpath_answer(s->pictures, (uint32_t)s->wire->sessid, s->context, pdu, len, &now, s->response))
		return false;
	stream_send(s->stream, s->response->bytes, s->response->len, SESSION_HANG_SECONDS * 1000);
	s->served = true;
	s->fast_answers++;
	return true;
}

/* The library has opened a session. */
static int on_start(int major, int minor, void *server_arg, void *client_arg)
{
	struct session *s = client_arg;

	(void)major;
	(void)minor;
	s->wire = server_arg;
	s->wire->timeout = SESSION_HANG_SECONDS * 1000000L;
	s->wire->retries = 0;  /* a notification that is sent again would be a second one */
	stream_open(s->stream, transport_of(s));
	s->state = SESSION_OPENING;
	s->pinging = false;
	s->next_ping = now_ms() + PING_MS;
	s->up_since = 0;
	heard(s);
	for (size_t i = 0; i < s->place_count; i++) {
		s->places[i].state = NOT_REGISTERED;
		s->places[i].next_attempt = 0;
		s->places[i].granted = 0;
	}
	return 0;
}

static int on_stop(int major, int minor, void *server_arg, void *client_arg)
{
	struct session *s = client_arg;
	struct timespec now;

	(void)major;
	(void)minor;
	(void)server_arg;
	if (s->state != SESSION_DOWN)
		log_warning("lost the master agent at %s; trying to reach it", s->address);
	s->state = SESSION_DOWN;
	s->wire = NULL;
	stream_close(s->stream);
	s->stuck_told = false;
	s->outage_told = true;
	s->access_told = false;
	s->next_knock = now_ms();
	sender_forget(&s->sender);
	pictures_forget_transactions(s->pictures);
	clock_gettime(CLOCK_MONOTONIC, &now);
	notifier_lost(s->sender.notifier, &now);
	return 0;
}

static void set_bool(int store, int which)
{
	netsnmp_ds_set_boolean(store, which, 1);
}

/* Nothing on this machine but our own options decides what the library does. */
static void set_library_up(const struct session *s)
{
	setenv("MIBS", "", 1);
	set_bool(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_READ_CONFIGS);
	set_bool(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DISABLE_CONFIG_LOAD);
	set_bool(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DISABLE_PERSISTENT_LOAD);
	set_bool(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DISABLE_PERSISTENT_SAVE);
	set_bool(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_PERSIST_STATE);
	set_bool(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_ALARM_DONT_USE_SIG);
	set_bool(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_ROLE);
	set_bool(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_NO_CONNECTION_WARNINGS);
	netsnmp_ds_set_string(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_X_SOCKET, s->address);
	init_agent(APPLICATION);
	/* No pings and no reconnecting by the library, which waits for answers: we do both. */
	netsnmp_ds_set_int(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_AGENTX_PING_INTERVAL, 0);
}

/* The library registers these with no master agent, as it has no session yet. */
static int make_places(struct session *s, struct preferences *preferences)
{
	const struct mib *names = pictures_names(s->pictures);
	int error = 0;

	s->place_count = mib_region_count(names);
	s->places = calloc(s->place_count, sizeof(*s->places));
	if (!s->places)
		return -ENOMEM;
	for (size_t i = 0; i < s->place_count && !error; i++) {
		struct place *place = &s->places[i];

		place->session = s;
		place->region = mib_region(names, i);
		place->subtree_count = mib_region_subtrees(names, place->region, place->subtrees, SUBTREES_MAX);
		assert(place->subtree_count <= SUBTREES_MAX);
		place->handler = (struct handler){ s->pictures, place->region, preferences };
		error = handler_register(&place->handler, s->context);
	}
	return error;
}

/* All but the library's. */
static void forget(struct session *s)
{
	stream_free(s->stream);
	free(s->response);
	free(s->places);
	free(s->address);
	free(s->context);
	free(s);
}

int session_new(const struct session_options *options, struct notifier *notifier,
                struct entity_change *entities, struct pictures *pictures, struct preferences *preferences,
                struct session **ret_session)
{
	struct session *s = calloc(1, sizeof(*s));
	int error;

	if (!s)
		return -ENOMEM;
	s->address = strdup(*options->address ? options->address : NETSNMP_AGENTX_SOCKET);
	s->context = strdup(options->context);
	s->priority = options->priority;
	s->spin_us = pump_may_spin() ? options->spin_us : 0;
	s->fast_path = options->fast_path;
	s->pictures = pictures;
	s->sender = (struct sender){ .pictures = pictures, .notifier = notifier, .entities = entities,
	                             .context = s->context };
	s->knock.fd = -1;
	s->stream = stream_new(on_pdu, s);
	s->response = malloc(sizeof(*s->response));
	if (!s->address || !s->context || !s->stream || !s->response) {
		forget(s);
		return -ENOMEM;
	}
	snmp_disable_log();
	snmp_enable_calllog();
	snmp_register_callback(SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_LOGGING, on_log, s);
	snmp_register_callback(SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_INDEX_START, on_start, s);
	snmp_register_callback(SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_INDEX_STOP, on_stop, s);
	set_library_up(s);
	error = make_places(s, preferences);
	if (error) {
		session_free(s);
		return error;
	}
	*ret_session = s;
	return 0;
}

void session_free(struct session *s)
{
	if (!s)
		return;
	knock_end(&s->knock);
	/* The library says good-bye and waits for the answer. */
	if (s->wire && s->pinging)
		cut(s);
	if (s->wire)
		s->wire->timeout = SESSION_STUCK_SECONDS * 1000000L;
	s->state = SESSION_DOWN;
	/* First: the library frees the arguments of callbacks that are left at its shutdown. */
	snmp_unregister_callback(SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_LOGGING, on_log, s, 1);
	snmp_unregister_callback(SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_INDEX_START, on_start, s, 1);
	snmp_unregister_callback(SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_INDEX_STOP, on_stop, s, 1);
	snmp_shutdown(APPLICATION);
	shutdown_agent();
	forget(s);
}

/* Once per outage; a lack of permission does not pass by itself, so that is said in any case. */
static void explain_outage(struct session *s, int why)
{
	if (why == EACCES || why == EPERM) {
		if (!s->access_told)
			log_error("no permission to connect to the master agent at %s: run breakoutd as "
			          "root, or give its user access with agentXPerms in snmpd.conf", s->address);
		s->access_told = true;
	} else if (!s->outage_told) {
		log_warning("no master agent at %s%s%s (is snmpd running, with \"master agentx\" in "
		            "snmpd.conf?); trying again until there is", s->address,
		            why ? ": " : "", why ? strerror(why) : "");
	}
	s->outage_told = true;
}

/* The library opens its session where it thinks that its configuration has been read. */
static void open_session(struct session *s)
{
	if (s->initialized)
		snmp_call_callbacks(SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_POST_READ_CONFIG, NULL);
	else
		init_snmp(APPLICATION);
	s->initialized = true;
}

static void keep_knocking(struct session *s, int64_t now)
{
	if (s->knock.fd < 0) {
		if (now < s->next_knock)
			return;
		knock_begin(&s->knock, s->address);
		s->knocked = now;
	}
	switch (knock_look(&s->knock)) {
	case KNOCK_CONNECTING:
	case KNOCK_WAITING:
		if (!s->stuck_told && now - s->knocked > SESSION_STUCK_SECONDS * 1000)
			tell_stuck(s);
		return;
	case KNOCK_FAILED:
		s->next_knock = now + KNOCK_MS;
		explain_outage(s, s->knock.error);
		return;
	case KNOCK_ANSWERED:
		s->next_knock = now + KNOCK_MS;
		open_session(s);
		return;
	case KNOCK_UNABLE:
		s->next_knock = now + BLIND_MS;
		open_session(s);
		if (s->state == SESSION_DOWN)
			explain_outage(s, 0);
		return;
	}
}

static int on_pong(int op, netsnmp_session *wire, int request, netsnmp_pdu *pdu, void *magic)
{
	struct session *s = magic;

	(void)request;
	if (wire != s->wire)
		return 1;
	s->pinging = false;
	if (op == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE && pdu->errstat == SNMP_ERR_NOERROR) {
		heard(s);
		follow_uptime(s, pdu);
	} else {
		cut(s);  /* it hangs, or does not know our session any more */
	}
	return 1;
}

static void keep_alive(struct session *s, int64_t now)
{
	netsnmp_pdu *pdu;

	if (s->pinging && !s->stuck_told && now - s->heard > SESSION_STUCK_SECONDS * 1000)
		tell_stuck(s);
	if (s->pinging || now < s->next_ping)
		return;
	s->next_ping = now + PING_MS;
	pdu = agentx_request(s->wire, AGENTX_PING, s->context);
	if (pdu && snmp_async_send(s->wire, pdu, on_pong, s))
		s->pinging = true;
	else
		snmp_free_pdu(pdu);
}

int session_notify(void *arg, const struct mib_notification *kind, uint32_t event)
{
	struct session *s = arg;

	return s->state == SESSION_UP ? sender_send(&s->sender, s->wire, kind, event) : -ENOTCONN;
}

int session_notify_entities(void *arg)
{
	struct session *s = arg;

	return s->state == SESSION_UP ? sender_send_entities(&s->sender, s->wire) : -ENOTCONN;
}

void session_turn(struct session *s, struct session_fd *fds, size_t count, int timeout_ms)
{
	struct timespec monotonic;
	int64_t now;

	s->served = false;
	pump_wait(fds, count, s->state == SESSION_DOWN && timeout_ms > LOOK_MS ? LOOK_MS : timeout_ms);
	if (s->served && s->wire && s->spin_us)
		pump_spin(s->stream, s->spin_us);
	else if (s->served && s->wire)
		pump_follow(s->stream, fds, count);
	snmp_timeout();
	run_alarms();
	netsnmp_check_outstanding_agent_requests();
	clock_gettime(CLOCK_MONOTONIC, &monotonic);
	pictures_expire(s->pictures, &monotonic);
	now = now_ms();
	if (s->state == SESSION_DOWN) {
		keep_knocking(s, now);
		return;
	}
	keep_registered(s, now);
	keep_alive(s, now);
}
