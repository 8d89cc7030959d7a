/* SPDX-License-Identifier: BSD-3-Clause */
/* What a service does towards its supervisor: detach, pid file, readiness. */
#ifndef BREAKOUT_AGENT_SERVICE_H
#define BREAKOUT_AGENT_SERVICE_H

#include <sys/types.h>
#include <time.h>

/*
 * Go to the background. Returns in the child, with the descriptor of
 * service_detached(); the parent waits for that and exits with 0, or with the
 * status of a child that fails before. Negative errno if there is no child.
 * stderr stays open for the messages of the start.
 */
int service_detach(void);

/* The child is ready: let the parent go, drop the terminal. */
void service_detached(int fd);

/*
 * Create and lock a pid file. Returns its descriptor; -EWOULDBLOCK with
 * *ret_owner if a running process holds it; other negative errno.
 */
int service_pid_file(const char *path, pid_t *ret_owner);

/* Remove it (before the descriptor is closed). Accepts a NULL path. */
void service_pid_file_remove(const char *path, int fd);

/* Tell the service manager, where there is one ($NOTIFY_SOCKET): "READY=1", "STOPPING=1"... */
void service_notify(const char *text);

/* What the service manager's watchdog is kept quiet with. */
struct watchdog {
	unsigned interval_ms;  /* between two signs of life; 0: nobody waits for them */
	struct timespec due;   /* CLOCK_MONOTONIC: the next one */
};

/* What $WATCHDOG_USEC asks for, unless $WATCHDOG_PID is another process: twice as often. */
void service_watchdog_init(struct watchdog *ret_watchdog);

/*
 * Give a sign of life if one is due. Returns milliseconds until the next one,
 * -1: never. For the loop that must not hang, and nobody else.
 */
int service_watchdog_turn(struct watchdog *w);

/* RELOADING=1 with the time that the protocol asks for. */
void service_notify_reloading(void);

#endif
