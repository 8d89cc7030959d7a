/* SPDX-License-Identifier: BSD-3-Clause */
/* What breakoutctl is told: the tables' view, handed on to the thread of the control socket. */
#ifndef BREAKOUT_AGENT_ANSWERS_H
#define BREAKOUT_AGENT_ANSWERS_H

#include "agent/agentx/session.h"
#include "agent/mib_engine.h"

struct answers;

/*
 * Listen at the control socket `path` ("": nowhere), for owner and `group`; `config` is the
 * configuration file, `master` the master agent's address. The eventfd `wake` (borrowed) is
 * written to when somebody wants something. Without a socket everything else
 * goes on: that it can't be had is logged, and NULL returned.
 */
struct answers *answers_start(const char *path, const char *group, const char *config, const char *master,
                              int wake);

/* Whether somebody who may wants managers to be told again what is active. Accepts NULL. */
bool answers_take_resync(struct answers *a);

/* Tell what has changed; the first time begins to answer. Cheap where nothing has. Accepts NULL. */
void answers_update(struct answers *a, const struct mib_view *view, const struct session *session);

/* Accepts NULL. */
void answers_stop(struct answers *a);

#endif
