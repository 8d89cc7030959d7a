/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The daemon's control socket: a thread that answers breakoutctl from what
 * the daemon has published last. It reads no module and waits for nobody.
 */
#ifndef BREAKOUT_CONTROL_CONTROL_H
#define BREAKOUT_CONTROL_CONTROL_H

#include <stdbool.h>

#include "view/status.h"

struct control;

/*
 * Listen at `path`; control/socket.h tells who may connect, and the errors. Nobody is
 * answered before control_publish(). The eventfd `wake` (borrowed) is written to when there
 * is something to take. 0 or a negative errno.
 */
int control_listen(const char *path, const char *group, int wake, struct control **ret_control);

/* Whether managers are to be told again what is active, since the call before. */
bool control_take_resync(struct control *c);

/*
 * What is answered from now on: `snapshot` (a reference is taken; may be NULL), `status` is copied.
 * The first time starts the thread, which takes no signals if the caller takes none.
 * 0, or a negative errno if there is no thread.
 */
int control_publish(struct control *c, const struct snapshot *snapshot, const struct daemon_status *status);

/* End the thread, remove the socket, free. Clients that wait are cut off. Accepts NULL. */
void control_stop(struct control *c);

#endif
