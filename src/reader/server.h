/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The reader: opens devices, nodes and netlink sockets, and moves bytes. It decodes no module; the few bytes that it
 * looks at itself select pages (source/i2c.h, source/sysfs.c).
 */
#ifndef BREAKOUT_READER_SERVER_H
#define BREAKOUT_READER_SERVER_H

#include "config/config.h"

struct server_setup {
	int fd;                      /* to the decoder */
	struct config *config;       /* in force; taken over */
	const char *config_path;
	const char *master_path;     /* socket of the master agent; NULL: it has no path */
	const char *pid_path;        /* to be removed at the end; NULL: none */
};

/* Serve until the other end is closed. Strings are borrowed. Threads go on until the process ends. */
void server_run(const struct server_setup *setup);

#endif
