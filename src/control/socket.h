/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The control socket in the file system: made, found and removed.
 *
 * All of it happens relative to the opened folder, so that nothing is
 * swapped for a link underneath, and paths may be longer than a socket's address.
 */
#ifndef BREAKOUT_CONTROL_SOCKET_H
#define BREAKOUT_CONTROL_SOCKET_H

#include <sys/types.h>

/* A socket that is listened at. */
struct socket_place {
	int fd;             /* non-blocking, listening */
	int folder;         /* the folder it is in */
	char name[256];     /* in that folder */
	dev_t device;       /* of what was made */
	ino_t inode;
};

/*
 * Listen at `path`, which owner and group (`group`; "": the process's own) may connect to.
 * The folder is made if it is missing. What a dead process left is replaced;
 * 0 or a negative errno:
 *   -EADDRINUSE  somebody answers there
 *   -EEXIST      there is something that is no socket
 *   -EPERM       others could replace the socket: everybody may write to its folder
 *   -ESRCH       there is no such group
 *   -EINVAL      not an absolute path of a file
 */
int socket_listen(const char *path, const char *group, struct socket_place *ret_place);

/* Stop listening; remove the socket if it is still the one that was made. */
void socket_remove(struct socket_place *place);

/*
 * Connect to `path`: a non-blocking descriptor or a negative errno: -ENOENT and -ECONNREFUSED
 * where nobody listens, -EACCES, -EAGAIN where too many ask at once.
 */
int socket_connect(const char *path);

#endif
