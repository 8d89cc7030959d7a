/* SPDX-License-Identifier: BSD-3-Clause */
/* The AgentX session: connect, open, keep alive, answer, end, begin again. */
#include "agent/agentx/session.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/agentx/session_private.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"

const struct session_times session_usual_times = {
	.stuck_ms = 3000, .hang_ms = 30000, .handshake_ms = 10000, .ping_ms = 1000, .retry_ms = 500,
	.retry_max_ms = 30000,
};

/* A session that lasted for so long is a reason to try again soon. */
#define LASTING_MS 10000
/* While a host name is resolved. */
#define RESOLVE_MS 100
/* The longest that a walk keeps the loop from its other duties. */
#define WALK_MS 20
/* How much earlier a guess of the master's start must be to replace the one before. */
#define UPTIME_JITTER_MS 20

#define DESCRIPTION "breakoutd"

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

enum session_state session_state(const struct session *s)
{
	const struct place *own = registry_own(s);

	if (s->phase != PHASE_OPEN)
		return SESSION_DOWN;
	if (!own || own->state == REGISTERED)
		return SESSION_UP;
	return own->refused ? SESSION_REFUSED : SESSION_OPENING;
}

const char *session_reason(const struct session *s, char buf[SESSION_REASON], struct timespec *ret_since)
{
	enum session_state state = session_state(s);

	if (ret_since)
		*ret_since = s->since;
	if (state == SESSION_UP)
		snprintf(buf, SESSION_REASON, "connected");
	else if (state == SESSION_REFUSED)
		snprintf(buf, SESSION_REASON, "refused: another breakoutd serves BREAKOUT-MIB");
	else if (s->why[0])
		snprintf(buf, SESSION_REASON, "not connected: %.*s", SESSION_REASON - 16, s->why);
	else
		snprintf(buf, SESSION_REASON, "connecting");
	return buf;
}

bool session_serves(const struct session *s, const char *root)
{
	const struct mib *names = pictures_names(s->pictures);

	for (size_t i = 0; i < s->place_count; i++) {
		const struct mib_table *table = mib_table_number(names, s->places[i].region->first);

		if (table->root && strcmp(table->root, root) == 0)
			return session_state(s) == SESSION_UP && s->places[i].state == REGISTERED;
	}
	return false;
}

struct timespec session_up_since(const struct session *s)
{
	return (struct timespec){ .tv_sec = (time_t)(s->up_since / 1000),
		                  .tv_nsec = (long)(s->up_since % 1000) * 1000000 };
}

/* Is this reason new in this outage? */
static bool note_reason(struct session *s, const char *reason)
{
	uint32_t h = text_hash(TEXT_HASH_START, reason);

	for (size_t i = 0; i < s->logged_count; i++) {
		if (s->logged[i] == h)
			return false;
	}
	if (s->logged_count == LOGGED_MAX)
		return false;
	s->logged[s->logged_count++] = h;
	return true;
}

static void set_why(struct session *s, const char *why)
{
	if (strcmp(s->why, why) == 0)
		return;
	TEXT_SET(s->why, why);
	clock_gettime(CLOCK_REALTIME, &s->since);
}

static void enter(struct session *s, enum phase phase, int64_t now)
{
	s->phase = phase;
	s->phase_since = s->heard = s->progress = now;
}

void session_end(struct session *s, bool backs_off, const char *format, ...)
{
	va_list args;

	if (s->ending[0])
		return;
	va_start(args, format);
	vsnprintf(s->ending, sizeof(s->ending), format, args);
	va_end(args);
	s->ending_backs_off = backs_off;
}

/* The next attempt: soon, unless the master agent is there and does not want us. */
static void schedule_retry(struct session *s, bool backs_off, bool at_once, int64_t now)
{
	if (at_once || now - s->phase_since > LASTING_MS)
		s->retry_ms = s->times.retry_ms;
	s->next_attempt = at_once ? now : now + s->retry_ms;
	if (backs_off)
		s->retry_ms = s->retry_ms * 2 < s->times.retry_max_ms ? s->retry_ms * 2 : s->times.retry_max_ms;
}

/* Close the session for the reason that was given. */
static void close_session(struct session *s, int64_t now)
{
	bool was_up = session_state(s) == SESSION_UP, was_open = s->phase == PHASE_OPEN;

	if (was_up && note_reason(s, s->ending))
		log_warning("lost the master agent at %s: %s; trying to reach it", s->address, s->ending);
	else if (note_reason(s, s->ending))
		log_warning("no session with the master agent at %s: %s; trying again", s->address, s->ending);
	set_why(s, s->ending);
	schedule_retry(s, s->ending_backs_off, was_up && !s->ending_backs_off, now);
	s->ending[0] = '\0';
	wire_close(s->wire);
	requests_clear(&s->requests);
	enter(s, PHASE_CLOSED, now);
	s->stuck_logged = false;
	registry_reset(s);
	pictures_forget_transactions(s->pictures);
	if (was_open)
		notices_lost(s);
}

const struct request *session_begin(struct session *s, enum agentx_type type, enum request_kind kind, uint32_t item,
                                    bool context)
{
	const struct request *request = requests_add(&s->requests, kind, item, now_ms());
	struct agentx_header header = { .type = (uint8_t)type, .flags = AGENTX_FLAG_NETWORK_ORDER, .session = s->id };

	if (!request)
		return NULL;
	header.packet = header.transaction = request->packet;
	agentx_begin(&s->writer, &header, context ? s->context : "");
	return request;
}

int session_send(struct session *s)
{
	int r = agentx_finish(&s->writer) ? wire_send(s->wire, s->writer.bytes, s->writer.len) : -EMSGSIZE;

	if (r == -ENOBUFS)
		session_end(s, true, "it does not read what it is sent");
	else if (r < 0)
		session_end(s, false, "%s", strerror(-r));
	return r;
}

static void send_open(struct session *s, int64_t now)
{
	s->id = 0;
	enter(s, PHASE_OPENING, now);
	requests_clear(&s->requests);
	if (!session_begin(s, AGENTX_OPEN, REQUEST_OPEN, 0, false))
		return;
	agentx_add_u8x4(&s->writer, (uint8_t[4]){ 0 });   /* o.timeout: the master agent's own */
	agentx_add_name(&s->writer, NULL, 0);
	agentx_add_octets(&s->writer, DESCRIPTION, strlen(DESCRIPTION));
	(void)session_send(s);
}

static void log_no_master(struct session *s, int error)
{
	const char *words = error == EHOSTUNREACH ? "host not found" : strerror(error);

	if (!note_reason(s, words))
		return;
	if (error == EACCES || error == EPERM)
		log_error("no permission to connect to the master agent at %s: run breakoutd as root, or give its "
		          "user access with agentXPerms in snmpd.conf", s->address);
	else if (s->logged_count == 1)
		log_warning("no master agent at %s: %s (is snmpd running, with \"master agentx\" in snmpd.conf?); "
		            "trying again until there is", s->address, words);
	else
		log_debug("no master agent at %s: %s", s->address, words);
}

/* An attempt to connect has come to an end, or not yet. */
static void connected(struct session *s, int r, int64_t now)
{
	if (r == 0) {
		send_open(s, now);
		return;
	}
	if (r == -EINPROGRESS) {
		if (s->phase != PHASE_CONNECTING)
			enter(s, PHASE_CONNECTING, now);
		return;
	}
	log_no_master(s, -r);
	set_why(s, r == -EHOSTUNREACH ? "host not found" : strerror(-r));
	enter(s, PHASE_CLOSED, now);
	s->next_attempt = now + s->times.retry_ms;
}

/*
 * The master's answers have its sysUpTime. Each was on its way for a while, so
 * the earliest start is the best guess; time stamps do not move for less.
 */
static void follow_uptime(struct session *s, uint32_t up_time, int64_t now)
{
	int64_t start = now - (int64_t)up_time * 10;

	if (s->up_since == 0 || start < s->up_since - UPTIME_JITTER_MS)
		s->up_since = start;
}

static void opened(struct session *s, uint32_t id, unsigned error, int64_t now)
{
	if (error) {
		session_end(s, true, "it refuses the session: %s (error %u)", agentx_error_name(error), error);
		return;
	}
	s->id = id;
	s->up_since = 0;
	s->next_ping = now + s->times.ping_ms;
	responder_reset(&s->responder, id);
	enter(s, PHASE_OPEN, now);
}

static void take_response(struct session *s, const struct agentx_header *header, struct agentx_reader *reader,
                          int64_t now)
{
	uint32_t up_time = agentx_read_u32(reader);
	unsigned error = agentx_read_u16(reader);
	struct request request;

	/* Of an earlier session, or to nothing that was asked. */
	if (reader->failed || (header->session != s->id && s->phase == PHASE_OPEN) ||
	    !requests_take(&s->requests, header->packet, &request))
		return;
	if (s->stuck_logged && now - request.sent_ms < s->times.stuck_ms / 3) {
		log_info("the master agent at %s answers again", s->address);
		s->stuck_logged = false;
	}
	if (s->phase == PHASE_OPEN)
		follow_uptime(s, up_time, now);
	switch (request.kind) {
	case REQUEST_OPEN:
		opened(s, header->session, error, now);
		break;
	case REQUEST_REGISTER:
		registry_answered(s, request.item, error, now);
		break;
	case REQUEST_PING:
		if (error)
			session_end(s, false, "it does not know our session any more (error %u)", error);
		break;
	case REQUEST_NOTIFY:
	case REQUEST_NOTIFY_ENTITIES:
		notices_answered(s, &request, error, now);
		break;
	case REQUEST_UNREGISTER:
	case REQUEST_AGENT_CAPS:
		break;
	}
}

/* Whatever comes over the connection: one PDU. */
static bool on_pdu(void *arg, const uint8_t *pdu, size_t len)
{
	struct session *s = arg;
	struct agentx_header header;
	struct agentx_reader reader;
	struct timespec now;

	agentx_read_header(&reader, pdu, len, &header);
	if (header.type == AGENTX_RESPONSE) {
		take_response(s, &header, &reader, now_ms());
	} else if (header.type == AGENTX_CLOSE) {
		session_end(s, false, "it closed the session");
	} else if (s->phase == PHASE_OPEN) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (respond(&s->responder, pdu, len, &now, &s->writer) && session_send(s) == 0)
			s->served = true;
	}
	return s->ending[0] == '\0';
}

void session_read(struct session *s, int64_t now)
{
	int r = wire_read(s->wire);

	if (r > 0)
		s->heard = now;
	else if (r == -EPIPE || r == -ECONNRESET)
		session_end(s, s->phase == PHASE_OPENING, "it closed the connection");
	else if (r == -EMSGSIZE)
		session_end(s, true, "it sends a PDU that claims to be longer than %d bytes", AGENTX_PDU_MAX);
	else if (r == -EPROTO)
		session_end(s, true, "what it sends is not AgentX");
	else if (r < 0)
		session_end(s, false, "%s", strerror(-r));
}

static void flush_wire(struct session *s, int64_t now)
{
	int r = wire_flush(s->wire);

	if (r < 0)
		session_end(s, false, "%s", strerror(-r));
	else if (r > 0)
		s->progress = now;
}

/* Do what poll(2) says of our descriptor. */
static void turn_wire(struct session *s, short revents, int64_t now)
{
	if (s->phase == PHASE_CONNECTING) {
		if (revents || wire_fd(s->wire) < 0)
			connected(s, wire_poll_connect(s->wire), now);
		return;
	}
	if (s->phase == PHASE_CLOSED || !revents)
		return;
	if (revents & POLLOUT)
		flush_wire(s, now);
	/* Also after a flush: requests may have waited for room. */
	if (!s->ending[0])
		session_read(s, now);
}

/* A master agent that answers other requests, but not these. One that answers nothing is check_alive()'s. */
static void check_handshake(struct session *s, int64_t now)
{
	if (s->phase == PHASE_CONNECTING && now - s->phase_since > s->times.handshake_ms)
		session_end(s, true, "%s", strerror(ETIMEDOUT));
	for (size_t i = 0; i < s->requests.count; i++) {
		const struct request *r = &s->requests.list[i];

		if (r->kind == REQUEST_REGISTER && s->heard - r->sent_ms > s->times.handshake_ms)
			session_end(s, true, "it does not answer Register");
	}
}

/* Silence is counted from the latest byte that came, not from when something was queued. */
static void check_alive(struct session *s, int64_t now)
{
	int64_t since = now, silent;

	if (s->requests.count > 0)
		since = s->requests.list[0].sent_ms > s->heard ? s->requests.list[0].sent_ms : s->heard;
	silent = now - since;

	if (wire_queued(s->wire) == 0)
		s->progress = now;
	if (silent > s->times.stuck_ms && !s->stuck_logged) {
		log_warning("the master agent at %s has not answered for %u s", s->address, s->times.stuck_ms / 1000);
		s->stuck_logged = true;
	}
	if (silent > s->times.hang_ms)
		session_end(s, false, "it has not answered for %u s", s->times.hang_ms / 1000);
	else if (now - s->progress > s->times.hang_ms)
		session_end(s, true, "it has not read for %u s what it is sent", s->times.hang_ms / 1000);
}

static void ping(struct session *s, int64_t now)
{
	if (now < s->next_ping || requests_count(&s->requests, REQUEST_PING) > 0)
		return;
	s->next_ping = now + s->times.ping_ms;
	if (session_begin(s, AGENTX_PING, REQUEST_PING, 0, true))
		(void)session_send(s);
}

/* What is due by the clock. */
static void run_timers(struct session *s, int64_t now)
{
	if (s->phase == PHASE_CLOSED) {
		if (now >= s->next_attempt)
			connected(s, wire_connect(s->wire, s->address), now);
		return;
	}
	check_handshake(s, now);
	if (s->phase == PHASE_CONNECTING || s->ending[0])
		return;
	check_alive(s, now);
	if (s->phase == PHASE_OPEN && !s->ending[0]) {
		registry_run(s, now);
		ping(s, now);
	}
}

/* How long poll(2) may sleep for our sake. */
static int timer_ms(const struct session *s, int64_t now, int timeout_ms)
{
	int64_t due = now + timeout_ms;

	if (s->phase == PHASE_CLOSED && s->next_attempt < due)
		due = s->next_attempt;
	else if (s->phase == PHASE_CONNECTING && wire_fd(s->wire) < 0 && now + RESOLVE_MS < due)
		due = now + RESOLVE_MS;
	else if (s->phase == PHASE_OPEN && s->next_ping < due && s->next_ping > now)
		due = s->next_ping;
	return due > now ? (int)(due - now) : 0;
}

static short wanted_events(const struct session *s)
{
	if (s->phase == PHASE_CONNECTING)
		return POLLOUT;
	return s->phase == PHASE_CLOSED ? 0 : wire_events(s->wire);
}

/* Wait once, and do what our descriptor is ready for. Returns whether one of the caller's is. */
static bool wait_once(struct session *s, struct session_fd *fds, size_t count, int timeout_ms)
{
	struct pollfd wait[1 + SESSION_FDS_MAX];
	bool others = false;
	int n;

	wait[0] = (struct pollfd){ .fd = s->phase == PHASE_CLOSED ? -1 : wire_fd(s->wire),
		                   .events = wanted_events(s) };
	for (size_t i = 0; i < count; i++)
		wait[1 + i] = (struct pollfd){ .fd = fds[i].fd, .events = POLLIN };
	n = poll(wait, 1 + count, timeout_ms);
	for (size_t i = 0; i < count; i++) {
		fds[i].ready |= n > 0 && wait[1 + i].revents != 0;
		others |= fds[i].ready;
	}
	turn_wire(s, n > 0 ? wait[0].revents : 0, now_ms());
	return others;
}

void session_turn(struct session *s, struct session_fd *fds, size_t count, int timeout_ms)
{
	int64_t began = now_ms(), now;
	int wait = timer_ms(s, began, timeout_ms);
	bool others;

	assert(count <= SESSION_FDS_MAX);
	for (size_t i = 0; i < count; i++)
		fds[i].ready = false;
	began += wait;
	do {
		s->served = false;
		others = wait_once(s, fds, count, wait);
		if (s->served && s->spins && !others)
			session_spin(s);
		now = now_ms();
		wait = WALK_MS;
	} while (s->served && !others && !s->ending[0] && wire_queued(s->wire) == 0 && now - began < WALK_MS);
	if (!s->ending[0])
		run_timers(s, now);
	if (s->ending[0])
		close_session(s, now);
	pictures_expire(s->pictures, &(struct timespec){ .tv_sec = (time_t)(now / 1000),
	                                                 .tv_nsec = (long)(now % 1000) * 1000000 });
}

int session_new(const struct session_options *options, struct notifier *notifier,
                struct entity_change *entities, struct pictures *pictures, struct preferences *preferences,
                struct session **ret_session)
{
	const char *address = *options->address ? options->address : SESSION_DEFAULT_ADDRESS;
	struct session *s;

	if (!wire_address_valid(address))
		return -EINVAL;
	s = calloc(1, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->address = strdup(address);
	s->context = strdup(options->context);
	s->wire = wire_new(on_pdu, s);
	s->priority = options->priority;
	s->times = options->times ? *options->times : session_usual_times;
	s->retry_ms = s->times.retry_ms;
	s->notifier = notifier;
	s->entities = entities;
	s->pictures = pictures;
	s->responder = (struct responder){ .pictures = pictures, .preferences = preferences,
		                           .context = s->context };
	s->spins = session_may_spin();
	clock_gettime(CLOCK_REALTIME, &s->since);
	if (!s->address || !s->context || !s->wire || registry_init(s) < 0) {
		session_free(s);
		return -ENOMEM;
	}
	enter(s, PHASE_CLOSED, now_ms());
	notices_reset(s);
	*ret_session = s;
	return 0;
}

void session_free(struct session *s)
{
	struct agentx_header header = { .type = AGENTX_CLOSE, .flags = AGENTX_FLAG_NETWORK_ORDER };

	if (!s)
		return;
	if (s->phase == PHASE_OPEN && wire_queued(s->wire) == 0) {
		header.session = s->id;
		header.packet = header.transaction = ++s->requests.last_packet;
		agentx_begin(&s->writer, &header, "");
		agentx_add_u8x4(&s->writer, (uint8_t[4]){ AGENTX_REASON_SHUTDOWN });
		if (agentx_finish(&s->writer))
			(void)wire_send(s->wire, s->writer.bytes, s->writer.len);
	}
	wire_free(s->wire);
	free(s->places);
	free(s->address);
	free(s->context);
	free(s);
}
