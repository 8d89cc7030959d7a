/* SPDX-License-Identifier: BSD-3-Clause */
/* Asking breakoutd over its control socket. */
#ifndef BREAKOUT_CONTROL_CLIENT_H
#define BREAKOUT_CONTROL_CLIENT_H

#include <stddef.h>
#include <stdint.h>

#include "control/protocol.h"

/* What a daemon said: whole, or nothing. */
struct control_reply {
	unsigned status;     /* enum control_status */
	char *note, *text;   /* owned; each is terminated */
	size_t note_len, text_len;
};

/*
 * Ask the daemon at `path`, again while it says CONTROL_AGAIN, for `patience_ms`. 0 and a reply
 * to be released, or a negative errno:
 *   -ENOENT, -ECONNREFUSED  there is none
 *   -EACCES           it may not be asked
 *   -ETIMEDOUT        it did not answer in time
 *   -EPROTO           what answered is not breakoutd, or it stopped in between
 *   -EPROTONOSUPPORT  it is of another version
 *   -EINVAL, -E2BIG   the request can't be said
 */
int control_ask(const char *path, const struct control_request *request, uint32_t patience_ms,
                struct control_reply *ret_reply);

void control_reply_release(struct control_reply *reply);

#endif
