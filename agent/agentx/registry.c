/* SPDX-License-Identifier: BSD-3-Clause */
/* What is served, registered at the master agent. */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include "agent/agentx/session_private.h"
#include "base/log.h"

/* Between attempts to register what another agent has: our own MIB, any other. */
#define REFUSED_MS 2000
#define REFUSED_OTHER_MS 60000

/* BREAKOUT-MIB::brkCompliance, below brkMIB. */
static const mib_subid compliance_arcs[] = { 2, 1, 1 };

int registry_init(struct session *s)
{
	const struct mib *names = pictures_names(s->pictures);

	s->place_count = mib_region_count(names);
	s->places = calloc(s->place_count, sizeof(*s->places));
	if (!s->places)
		return -ENOMEM;
	for (size_t i = 0; i < s->place_count; i++) {
		struct place *place = &s->places[i];

		place->region = mib_region(names, i);
		place->subtree_count = mib_region_subtrees(names, place->region, place->subtrees, SUBTREES_MAX);
		assert(place->subtree_count <= SUBTREES_MAX);
	}
	return 0;
}

void registry_reset(struct session *s)
{
	for (size_t i = 0; i < s->place_count; i++) {
		s->places[i].state = NOT_REGISTERED;
		s->places[i].refused = false;
		s->places[i].next_attempt = 0;
		s->places[i].granted = 0;
	}
}

const struct place *registry_own(const struct session *s)
{
	for (size_t i = 0; i < s->place_count; i++) {
		if (s->places[i].region->own)
			return &s->places[i];
	}
	return NULL;
}

/* Register or Unregister: timeout, priority, range, reserved (Unregister: reserved first); the subtree. */
static int send_subtree(struct session *s, const struct place *place, enum agentx_type type, enum request_kind kind,
                        const struct mib_name *name)
{
	if (!session_begin(s, type, kind, (uint32_t)(place - s->places), true))
		return -EAGAIN;
	agentx_add_u8x4(&s->writer, (uint8_t[]){ 0, (uint8_t)s->priority, 0, 0 });
	agentx_add_name(&s->writer, name->id, name->len);
	return session_send(s);
}

/* A region is registered as a whole or not at all. */
static void give_back(struct session *s, struct place *place)
{
	while (place->granted > 0)
		(void)send_subtree(s, place, AGENTX_UNREGISTER, REQUEST_UNREGISTER,
		                   &place->subtrees[--place->granted]);
}

static void log_refusal(const struct session *s, const struct place *place, unsigned error)
{
	const char *name = place->region->own ? "BREAKOUT-MIB" : place->region->name;

	if (error != AGENTX_DUPLICATE_REGISTRATION)
		log_error("the master agent at %s refuses to register %s: %s (error %u)", s->address, name,
		          agentx_error_name(error), error);
	else if (place->region->own)
		log_warning("another breakoutd serves BREAKOUT-MIB at the master agent at %s, with the same priority "
		            "(%u): stop it, or give one of them another priority; trying again", s->address,
		            s->priority);
	else
		log_warning("another agent serves %s at the master agent at %s; going on without it, and trying "
		            "again every %d s", name, s->address, REFUSED_OTHER_MS / 1000);
}

static void refused(struct session *s, struct place *place, unsigned error, int64_t now)
{
	give_back(s, place);
	place->state = NOT_REGISTERED;
	place->refused = true;
	place->next_attempt = now + (place->region->own ? REFUSED_MS : REFUSED_OTHER_MS);
	if (!place->refusal_logged)
		log_refusal(s, place, error);
	place->refusal_logged = true;
}

/* Lists the MIB in the master agent's sysORTable. Its answer is ignored. */
static void send_agent_caps(struct session *s)
{
	static const char text[] = "BREAKOUT-MIB, breakouts of optical modules";
	const struct mib *names = pictures_names(s->pictures);
	struct mib_name name;

	mib_root_name(names, compliance_arcs, sizeof(compliance_arcs) / sizeof(compliance_arcs[0]), &name);
	if (!session_begin(s, AGENTX_ADD_AGENT_CAPS, REQUEST_AGENT_CAPS, 0, true))
		return;
	agentx_add_name(&s->writer, name.id, name.len);
	agentx_add_octets(&s->writer, text, sizeof(text) - 1);
	(void)session_send(s);
}

static void accepted(struct session *s, struct place *place)
{
	place->state = REGISTERED;
	place->refused = false;
	if (place->region->own) {
		log_info("connected to the master agent at %s", s->address);
		s->logged_count = 0;
		s->why[0] = '\0';
		clock_gettime(CLOCK_REALTIME, &s->since);
		send_agent_caps(s);
	} else if (place->refusal_logged) {
		log_info("%s: registered", place->region->name);
	}
	place->refusal_logged = false;
}

static void ask(struct session *s, struct place *place)
{
	place->state = REGISTERING;
	if (send_subtree(s, place, AGENTX_REGISTER, REQUEST_REGISTER, &place->subtrees[place->granted]) < 0)
		place->state = NOT_REGISTERED;
}

void registry_answered(struct session *s, size_t item, unsigned error, int64_t now)
{
	struct place *place = &s->places[item];

	if (place->state != REGISTERING)
		return;
	if (error)
		refused(s, place, error, now);
	else if (++place->granted < place->subtree_count)
		ask(s, place);
	else
		accepted(s, place);
}

/* Our own MIB first; what others may have once it is known that we serve. */
void registry_run(struct session *s, int64_t now)
{
	bool serves = session_state(s) == SESSION_UP;

	for (size_t i = 0; i < s->place_count; i++) {
		struct place *place = &s->places[i];

		if (place->state == NOT_REGISTERED && now >= place->next_attempt && (place->region->own || serves))
			ask(s, place);
	}
}
