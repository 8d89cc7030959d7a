/* SPDX-License-Identifier: BSD-3-Clause */
/* Requests answered from a picture of the daemon, by the code that prints breakoutctl's own scans. */
#ifndef BREAKOUT_CONTROL_ANSWER_H
#define BREAKOUT_CONTROL_ANSWER_H

#include "control/server.h"
#include "view/history_text.h"
#include "view/status.h"

/* What is answered from; borrowed. */
struct control_picture {
	const struct snapshot *snapshot;   /* NULL before the first scan */
	struct daemon_status status;
	/* Fill in what is known of a lane; *ret_full: there was no room for it. NULL: nothing is kept. */
	void (*day)(void *arg, uint32_t port_index, unsigned lane, struct lane_day *day, bool *ret_full);
	void *arg;
};

/* What the daemon is to do besides. */
enum control_task {
	CONTROL_NO_TASK,
	CONTROL_RESYNC,   /* tell managers again what is active */
};

/* At CLOCK_MONOTONIC `now`. */
enum control_task control_answer(const struct control_picture *picture, const struct timespec *now,
                                 const struct control_request *request, struct server_answer *answer);

#endif
