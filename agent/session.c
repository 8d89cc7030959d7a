/* SPDX-License-Identifier: BSD-3-Clause */
/* The AgentX session. */
#include "agent/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>
#include <net-snmp/agent/net-snmp-agent-includes.h>
#include <net-snmp/agent/agent_callbacks.h>
#include <net-snmp/library/large_fd_set.h>

#include "agent/handler.h"
#include "base/log.h"

#define APPLICATION "breakoutd"

/* RFC 2741: PDUs (section 6.1) and errors (6.2.16), which Net-SNMP's installed headers lack. */
#define AGENTX_REGISTER 3
#define AGENTX_NOTIFY 12
#define AGENTX_DUPLICATE_REGISTRATION 263
#define AGENTX_PRIORITY 127

/*
 * An answer of the master within this time, asked once: a retried
 * notification would be a second one. Bounds how long a master that hangs
 * can hold the main loop up (a ping, a close).
 */
#define ANSWER_SECONDS 3

/* An old breakoutd that is just being stopped gets this long to let go. */
#define REFUSALS_MAX 5

/* { brkObjects 0 }: registered by each breakoutd before anything else, so that there is only one. */
static const mib_subid guard_arcs[] = { 1, 0 };

static const oid trap_oid[] = { 1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0 };  /* SNMPv2-MIB::snmpTrapOID.0 */

struct session {
	char *address;                  /* owned */
	enum session_state state;
	netsnmp_session *wire;          /* owned by the library; NULL while down */
	struct notifier *notifier;
	struct mib *mib;
	struct handler *handlers;       /* owned; of each region */
	unsigned refusals;
	struct timespec next_attempt;   /* CLOCK_MONOTONIC: to register, or to find out what is wrong */
	bool attach;                    /* tables have to be registered again */
	bool outage_told;               /* once per outage... */
	bool access_told;               /* ...and once that it is for want of permission */
	struct slot {
		struct session *session;
		netsnmp_session *wire;
		int request;            /* 0: free */
		uint32_t event;
	} slots[NOTIFIER_WINDOW];       /* notifications under way */
};

enum session_state session_state(const struct session *s)
{
	return s->state;
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

static void forget_requests(struct session *s)
{
	for (size_t i = 0; i < NOTIFIER_WINDOW; i++)
		s->slots[i].request = 0;
}

static int later(struct timespec *at, const struct timespec *now, int seconds)
{
	*at = *now;
	at->tv_sec += seconds;
	return 0;
}

static bool due(const struct timespec *at, const struct timespec *now)
{
	return now->tv_sec != at->tv_sec ? now->tv_sec > at->tv_sec : now->tv_nsec >= at->tv_nsec;
}

static void refused(struct session *s, long error)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (s->refusals++ == 0) {
		if (error == AGENTX_DUPLICATE_REGISTRATION)
			log_warning("another breakoutd serves BREAKOUT-MIB at the master agent at %s",
			            s->address);
		else
			log_error("the master agent at %s refuses to register BREAKOUT-MIB: error %ld",
			          s->address, error);
	}
	s->state = s->refusals < REFUSALS_MAX ? SESSION_REFUSED : SESSION_GIVEN_UP;
	later(&s->next_attempt, &now, 1);
}

static int on_guard(int op, netsnmp_session *wire, int request, netsnmp_pdu *pdu, void *magic)
{
	struct session *s = magic;

	(void)request;
	if (wire != s->wire || s->state != SESSION_OPENING)
		return 1;
	if (op != NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE) {
		s->state = SESSION_REFUSED;  /* no answer: ask again, or the ping will find the master dead */
	} else if (pdu->errstat != SNMP_ERR_NOERROR) {
		refused(s, pdu->errstat);
	} else {
		log_info("connected to the master agent at %s", s->address);
		s->attach = s->refusals > 0;
		s->refusals = 0;
		s->state = SESSION_UP;
	}
	return 1;
}

static void register_guard(struct session *s)
{
	netsnmp_pdu *pdu = snmp_pdu_create(AGENTX_REGISTER);
	struct mib_name name;

	s->state = SESSION_OPENING;
	if (!pdu)
		return;
	mib_root_name(s->mib, guard_arcs, sizeof(guard_arcs) / sizeof(guard_arcs[0]), &name);
	pdu->time = 0;
	pdu->priority = AGENTX_PRIORITY;
	pdu->sessid = s->wire->sessid;
	pdu->range_subid = 0;
	snmp_add_null_var(pdu, name.id, name.len);
	if (!snmp_async_send(s->wire, pdu, on_guard, s))
		snmp_free_pdu(pdu);
}

/* The library has opened a session; it registers the tables after this. */
static int on_start(int major, int minor, void *server_arg, void *client_arg)
{
	struct session *s = client_arg;

	(void)major;
	(void)minor;
	s->wire = server_arg;
	s->wire->timeout = ANSWER_SECONDS * 1000000L;
	s->wire->retries = 0;
	s->refusals = 0;
	forget_requests(s);
	register_guard(s);
	return 0;
}

static int on_stop(int major, int minor, void *server_arg, void *client_arg)
{
	struct session *s = client_arg;
	struct timespec now;

	(void)major;
	(void)minor;
	(void)server_arg;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (s->state != SESSION_GIVEN_UP) {
		if (s->state != SESSION_DOWN)
			log_warning("lost the master agent at %s; trying to reach it every %d s", s->address,
			            SESSION_RETRY_SECONDS);
		s->state = SESSION_DOWN;
	}
	s->wire = NULL;
	s->outage_told = true;
	s->access_told = false;
	later(&s->next_attempt, &now, SESSION_RETRY_SECONDS + 1);
	forget_requests(s);
	notifier_lost(s->notifier, &now);
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
	netsnmp_ds_set_int(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_AGENTX_PING_INTERVAL,
	                   SESSION_RETRY_SECONDS);
}

static int register_handlers(struct session *s, struct preferences *preferences, struct timespec *now)
{
	size_t count = mib_region_count(s->mib);
	int error = 0;

	s->handlers = calloc(count, sizeof(*s->handlers));
	if (!s->handlers)
		return -ENOMEM;
	for (size_t i = 0; i < count && !error; i++) {
		s->handlers[i] = (struct handler){ s->mib, mib_region(s->mib, i), now, preferences };
		error = handler_register(&s->handlers[i]);
	}
	return error;
}

int session_new(const char *address, struct notifier *notifier, struct mib *mib,
                struct preferences *preferences, struct timespec *now, struct session **ret_session)
{
	struct session *s = calloc(1, sizeof(*s));
	int error;

	if (!s)
		return -ENOMEM;
	s->address = strdup(*address ? address : NETSNMP_AGENTX_SOCKET);
	s->notifier = notifier;
	s->mib = mib;
	if (!s->address) {
		free(s);
		return -ENOMEM;
	}
	snmp_disable_log();
	snmp_enable_calllog();
	snmp_register_callback(SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_LOGGING, on_log, s);
	snmp_register_callback(SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_INDEX_START, on_start, s);
	snmp_register_callback(SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_INDEX_STOP, on_stop, s);
	set_library_up(s);
	error = register_handlers(s, preferences, now);
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
	s->state = SESSION_DOWN;
	/* First: the library frees the arguments of callbacks that are left at its shutdown. */
	snmp_unregister_callback(SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_LOGGING, on_log, s, 1);
	snmp_unregister_callback(SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_INDEX_START, on_start, s, 1);
	snmp_unregister_callback(SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_INDEX_STOP, on_stop, s, 1);
	snmp_shutdown(APPLICATION);
	shutdown_agent();
	free(s->handlers);
	free(s->address);
	free(s);
}

/* Path of a unix socket in one of Net-SNMP's spellings, or NULL. */
static const char *unix_path(const char *address)
{
	if (strncmp(address, "unix:", 5) == 0)
		return address + 5;
	return address[0] == '/' ? address : NULL;
}

/* Why a connection fails, which the library does not tell: an errno, or 0 if it can't be told. */
static int probe(const char *address)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	const char *path = unix_path(address);
	int fd, error;

	if (!path || strlen(path) >= sizeof(sun.sun_path))
		return 0;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return errno;
	memcpy(sun.sun_path, path, strlen(path) + 1);
	error = connect(fd, (struct sockaddr *)&sun, sizeof(sun)) < 0 ? errno : 0;
	close(fd);
	return error;
}

/* Once per outage; a lack of permission does not pass by itself, so that is said in any case. */
static void explain_outage(struct session *s)
{
	int why = probe(s->address);

	if (why == EACCES || why == EPERM) {
		if (!s->access_told)
			log_error("no permission to connect to the master agent at %s: run breakoutd as "
			          "root, or give its user access with agentXPerms in snmpd.conf", s->address);
		s->access_told = true;
	} else if (!s->outage_told) {
		log_warning("no master agent at %s%s%s (is snmpd running, with \"master agentx\" in "
		            "snmpd.conf?); trying every %d s", s->address,
		            why ? ": " : "", why ? strerror(why) : "", SESSION_RETRY_SECONDS);
	}
	s->outage_told = true;
}

void session_start(struct session *s)
{
	init_snmp(APPLICATION);
	clock_gettime(CLOCK_MONOTONIC, &s->next_attempt);
	if (s->state == SESSION_DOWN)
		explain_outage(s);
}

static void keep_connected(struct session *s, const struct timespec *now)
{
	if (s->attach) {
		/* The library believes that its tables are registered, which was refused then. */
		s->attach = false;
		register_mib_detach();
		register_mib_reattach();
	}
	if (!due(&s->next_attempt, now))
		return;
	if (s->state == SESSION_REFUSED) {
		register_guard(s);
	} else if (s->state == SESSION_DOWN) {
		explain_outage(s);
		later(&s->next_attempt, now, SESSION_RETRY_SECONDS);
	}
}

static int on_notified(int op, netsnmp_session *wire, int request, netsnmp_pdu *pdu, void *magic)
{
	struct slot *slot = magic;
	struct session *s = slot->session;
	struct timespec now;

	if (slot->request != request || slot->wire != wire)
		return 1;  /* of a session that is gone */
	slot->request = 0;
	if (op == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE) {
		if (pdu->errstat != SNMP_ERR_NOERROR)
			log_error("the master agent refuses the notification of event %u: error %ld",
			          slot->event, pdu->errstat);
		notifier_answered(s->notifier, slot->event, pdu->errstat == SNMP_ERR_NOERROR);
	} else {
		clock_gettime(CLOCK_MONOTONIC, &now);
		forget_requests(s);
		notifier_lost(s->notifier, &now);
	}
	return 1;
}

/* snmpTrapOID.0 and the columns of the event's row. NULL if that is not possible. */
static netsnmp_variable_list *notification_varbinds(struct mib *mib, const struct mib_notification *kind,
                                                    uint32_t event)
{
	const mib_subid arcs[] = { 0, kind->arc };
	netsnmp_variable_list *list = NULL;
	struct mib_name name;

	mib_root_name(mib, arcs, 2, &name);
	if (!snmp_varlist_add_variable(&list, trap_oid, sizeof(trap_oid) / sizeof(trap_oid[0]), ASN_OBJECT_ID,
	                               name.id, name.len * sizeof(name.id[0])))
		return NULL;
	for (const uint8_t *column = kind->columns; *column; column++) {
		struct mib_value value;

		if (!mib_cell(mib, &mib_event_table, *column, &event, &name, &value) ||
		    handler_add_varbind(&list, &name, &value) < 0) {
			snmp_free_varbind(list);
			return NULL;
		}
	}
	return list;
}

int session_notify(void *arg, const struct mib_notification *kind, uint32_t event)
{
	struct session *s = arg;
	struct slot *slot = s->slots;
	netsnmp_pdu *pdu;

	if (s->state != SESSION_UP)
		return -ENOTCONN;
	while (slot->request) {
		if (++slot == s->slots + NOTIFIER_WINDOW)
			return -EAGAIN;
	}
	pdu = snmp_pdu_create(AGENTX_NOTIFY);
	if (!pdu)
		return -ENOMEM;
	pdu->sessid = s->wire->sessid;
	pdu->variables = notification_varbinds(s->mib, kind, event);
	*slot = (struct slot){ .session = s, .wire = s->wire, .event = event };
	if (pdu->variables)
		slot->request = snmp_async_send(s->wire, pdu, on_notified, slot);
	if (!slot->request) {
		snmp_free_pdu(pdu);
		return -EIO;
	}
	return 0;
}

static void wait_for_input(struct session_fd *fds, size_t count, int timeout_ms)
{
	struct timeval timeout = { .tv_sec = timeout_ms / 1000, .tv_usec = timeout_ms % 1000 * 1000 };
	int width = 0, block = 0, n;
	netsnmp_large_fd_set set;

	netsnmp_large_fd_set_init(&set, FD_SETSIZE);
	NETSNMP_LARGE_FD_ZERO(&set);
	snmp_select_info2(&width, &set, &timeout, &block);
	for (size_t i = 0; i < count; i++) {
		NETSNMP_LARGE_FD_SET(fds[i].fd, &set);
		if (fds[i].fd >= width)
			width = fds[i].fd + 1;
	}
	n = netsnmp_large_fd_set_select(width, &set, NULL, NULL, &timeout);
	for (size_t i = 0; i < count; i++) {
		fds[i].ready = n > 0 && NETSNMP_LARGE_FD_ISSET(fds[i].fd, &set);
		NETSNMP_LARGE_FD_CLR(fds[i].fd, &set);
	}
	if (n > 0)
		snmp_read2(&set);
	netsnmp_large_fd_set_cleanup(&set);
}

void session_turn(struct session *s, struct session_fd *fds, size_t count, int timeout_ms)
{
	struct timespec now;

	wait_for_input(fds, count, timeout_ms);
	snmp_timeout();
	run_alarms();
	netsnmp_check_outstanding_agent_requests();
	clock_gettime(CLOCK_MONOTONIC, &now);
	keep_connected(s, &now);
}
