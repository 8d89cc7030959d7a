/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Notifications on their way to the master agent. How many may be under way follows
 * how fast they are answered: a master agent that waits for a dead receiver of INFORMs
 * takes seconds for each. Those that it has not acknowledged when the session ends are sent again.
 */
#include <errno.h>
#include <time.h>

#include "agent/agentx/session_private.h"
#include "base/log.h"

/* Under way: at the beginning, and at least. */
#define WINDOW_START 4
#define WINDOW_MIN 1
/* An answer that takes less lets the window grow; one that takes more halves it. */
#define QUICK_MS 250
#define SLOW_MS 1000

static const mib_subid trap_oid[] = { 1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0 };  /* SNMPv2-MIB::snmpTrapOID.0 */
static const mib_subid entities_oid[] = { 1, 3, 6, 1, 2, 1, 47, 2, 0, 1 };    /* ENTITY-MIB::entConfigChange */

static void add_trap_oid(struct session *s, const mib_subid *id, size_t len)
{
	struct mib_name name = { .len = sizeof(trap_oid) / sizeof(trap_oid[0]) };
	struct mib_value value = { .type = MIB_OID, .data = id, .len = len };

	for (size_t i = 0; i < name.len; i++)
		name.id[i] = trap_oid[i];
	agentx_add_value(&s->writer, &name, &value);
}

/* snmpTrapOID.0 and the columns of the event's row. False if the row is not there. */
static bool add_event(struct session *s, struct mib *mib, const struct mib_notification *kind, uint32_t event)
{
	const mib_subid arcs[] = { 0, kind->arc };
	struct mib_name name;

	mib_root_name(mib, arcs, 2, &name);
	add_trap_oid(s, name.id, name.len);
	for (const uint8_t *column = kind->columns; *column; column++) {
		struct mib_value value;

		if (!mib_cell(mib, &mib_event_table, *column, &event, &name, &value))
			return false;
		agentx_add_value(&s->writer, &name, &value);
	}
	return true;
}

int session_notify(void *arg, const struct mib_notification *kind, uint32_t event)
{
	struct session *s = arg;
	const struct request *request;
	struct request dropped;
	struct timespec now;

	if (session_state(s) != SESSION_UP)
		return -ENOTCONN;
	if (requests_count(&s->requests, REQUEST_NOTIFY) >= s->window)
		return -EAGAIN;
	request = session_begin(s, AGENTX_NOTIFY, REQUEST_NOTIFY, event, true);
	if (!request)
		return -EAGAIN;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!add_event(s, pictures_latest(s->pictures, &now), kind, event)) {
		(void)requests_take(&s->requests, request->packet, &dropped);
		return -ENOENT;
	}
	return session_send(s);
}

int session_notify_entities(void *arg)
{
	struct session *s = arg;

	if (session_state(s) != SESSION_UP)
		return -ENOTCONN;
	if (!session_begin(s, AGENTX_NOTIFY, REQUEST_NOTIFY_ENTITIES, 0, true))
		return -EAGAIN;
	add_trap_oid(s, entities_oid, sizeof(entities_oid) / sizeof(entities_oid[0]));
	return session_send(s);
}

/* The time since it was sent, or since the answer before, is what this one took. */
static void follow_pace(struct session *s, int64_t took_ms)
{
	if (took_ms > SLOW_MS)
		s->window = s->window / 2 > WINDOW_MIN ? s->window / 2 : WINDOW_MIN;
	else if (took_ms < QUICK_MS && s->window < NOTIFIER_WINDOW)
		s->window++;
}

void notices_answered(struct session *s, const struct request *request, unsigned error, int64_t now)
{
	if (request->kind == REQUEST_NOTIFY_ENTITIES) {
		if (error)
			log_error("the master agent refuses entConfigChange: %s (error %u)",
			          agentx_error_name(error), error);
		entity_change_answered(s->entities);
		return;
	}
	if (error)
		log_error("the master agent refuses the notification of event %u: %s (error %u)", request->item,
		          agentx_error_name(error), error);
	follow_pace(s, now - request->sent_ms);
	notifier_answered(s->notifier, request->item, error == AGENTX_NO_ERROR);
}

void notices_reset(struct session *s)
{
	s->window = WINDOW_START;
}

void notices_lost(struct session *s)
{
	struct timespec now;

	notices_reset(s);
	entity_change_lost(s->entities);
	clock_gettime(CLOCK_MONOTONIC, &now);
	notifier_lost(s->notifier, &now);
}
