/* SPDX-License-Identifier: BSD-3-Clause */
/* Network devices of the kernel, in a namespace of a test's own. Functions return 0, or -1 and errno. */
#ifndef BREAKOUT_TESTS_NET_DEVICE_H
#define BREAKOUT_TESTS_NET_DEVICE_H

#include <stdbool.h>

/* This process, which has one thread, gets a network without devices and the /sys that goes with it. */
int net_namespace(void);
int net_sysfs(void);

/* "ip link add NAME type veth", "ip link del NAME", "ip link set NAME up", "... name OTHER" */
int net_add(const char *name);
int net_delete(const char *name);
int net_up(const char *name, bool up);
int net_rename(const char *name, const char *other);

#endif
