/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who touches the hardware: this process, or another one for it.
 *
 * Without a call of access_set(), sources, netlink requests and reports of the kernel are this
 * process's own: breakoutctl, tests, a daemon without reader. In a daemon the process that decodes
 * modules holds no device and no netlink socket; its reader does this for it (reader/client.h).
 */
#ifndef BREAKOUT_SOURCE_ACCESS_H
#define BREAKOUT_SOURCE_ACCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "source/genl.h"
#include "source/monitor.h"
#include "source/source.h"

struct access_ops {
	/* As source_open(), source_node_size() and source_has_copper(). */
	int (*open)(const struct port_decl *port, const char *root, struct source **ret_source);
	int (*node_size)(const char *root, const char *path, off_t *ret_size);
	bool (*has_copper)(const char *netdev);

	/* As genl_talk(): a request with its attributes. ret_why gets the kernel's words. */
	int (*talk)(const struct nlmsghdr *request, genl_take_fn *take, void *arg, char ret_why[GENL_WHY]);

	/*
	 * Two descriptors (-1: none) from which the kernel's reports are read, a datagram each; one byte stands
	 * for reports that were lost. 0 or negative errno.
	 */
	int (*listen)(int ret_fds[MONITOR_FDS], struct monitor_families *ret_families);

	/* A stream socket that is connected to the master agent at `path`; negative errno. */
	int (*connect)(const char *path);
};

/* Before threads are started. `ops` is borrowed; NULL: this process. */
void access_set(const struct access_ops *ops);

/* NULL: this process. */
const struct access_ops *access_other(void);

#endif
