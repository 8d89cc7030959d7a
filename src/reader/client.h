/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The reader as the process that decodes sees it: the other implementation of source/access.h.
 *
 * Requests wait as long as the hardware does; each is over a socket of its own, so that one does not wait for
 * another. When the reader is no more, each ends with -EIO; the main loop learns that by SIGCHLD.
 */
#ifndef BREAKOUT_READER_CLIENT_H
#define BREAKOUT_READER_CLIENT_H

#include <stdbool.h>

/* From now on the reader at the other end of `fd` reads for this process. Before threads are started. Takes `fd` over. */
void client_start(int fd);

/* Is there one? */
bool client_running(void);

/* A descriptor of the configuration file, which the reader has read again; negative errno. */
int client_config(void);

/* The daemon ends in order. */
void client_end(void);

#endif
