/* SPDX-License-Identifier: BSD-3-Clause */
/* What the kernel tells of a port in a test's own snapshot, to be changed: nothing at first. */
#ifndef BREAKOUT_TESTS_OWN_HOST_H
#define BREAKOUT_TESTS_OWN_HOST_H

#include <stdlib.h>

#include "model/snapshot.h"

static inline struct host_port *own_host(struct port_state *port)
{
	if (!port->host)
		port->host = host_port_share(port_host(port));
	if (!port->host)
		abort();
	return (struct host_port *)(uintptr_t)port->host;
}

#endif
