/* SPDX-License-Identifier: BSD-3-Clause */
/* The throttle of entConfigChange. */
#include "agent/entity_change.h"

#include "base/clock.h"

static void throttle(struct entity_change *c, const struct timespec *now)
{
	c->quiet_until = *now;
	c->quiet_until.tv_sec += ENTITY_CHANGE_SECONDS;
}

void entity_change_init(struct entity_change *c, const struct timespec *now)
{
	*c = (struct entity_change){ .due = false };
	throttle(c, now);
}

void entity_change_note(struct entity_change *c, const struct timespec *when)
{
	c->changed = *when;
	c->due = true;
}

void entity_change_run(struct entity_change *c, bool enabled, const struct timespec *now,
                       entity_change_send_fn *send, void *arg)
{
	if (!enabled)
		c->due = false;
	if (!c->due || c->under_way || clock_before(now, &c->quiet_until) || send(arg) < 0)
		return;
	c->due = false;
	c->under_way = true;
	throttle(c, now);
}

void entity_change_answered(struct entity_change *c)
{
	c->under_way = false;
}

void entity_change_lost(struct entity_change *c)
{
	c->due = c->due || c->under_way;
	c->under_way = false;
}
