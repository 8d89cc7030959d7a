/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * From a process that may do what its starter may, to two: a reader that reads modules, and this one, which decodes
 * them and has no capability, no device, no netlink socket and no files but its own.
 */
#ifndef BREAKOUT_AGENT_CONFINE_H
#define BREAKOUT_AGENT_CONFINE_H

#include <stdint.h>
#include <sys/types.h>

#include "agent/privilege.h"
#include "agent/sandbox.h"
#include "config/config.h"

struct confine_setup {
	const char *user;            /* --user; NULL: stay who we are */
	enum sandbox_filter filter;
	struct config *config;
	const char *config_path;
	const char *pid_path;        /* NULL: none */
	const char *state_dir, *preferences_dir;  /* "": none */
	const char *control_path;    /* "": none */
	const char *master;          /* address of the master agent */
	bool quiet;                  /* in the background */
};

struct confinement {
	struct identity who;
	pid_t reader;
	uint64_t capabilities;       /* of the reader */
};

/*
 * Start the reader; become the user, drop all capabilities but those that the control socket is made with. Before threads are started, after what only root can do.
 * 0; a negative errno after a message.
 */
int confine_begin(const struct confine_setup *setup, struct confinement *ret_confinement);

/* When files and sockets of the start are there: drop the rest, restrict files and system calls. Likewise. */
int confine_end(const struct confine_setup *setup);

#endif
