/* SPDX-License-Identifier: BSD-3-Clause */
/* What the switch does with ports, shared between snapshots. */
#include "model/host.h"

#include <stdlib.h>

#include "model/refs.h"

/* What a pointer to a shared one points into. */
struct shared_host {
	struct host_port host;   /* first */
	unsigned refs;
};

static const struct shared_host *shared_of(const struct host_port *host)
{
	return (const void *)host;
}

uint32_t host_netdev_speed(const struct host_netdev *netdev)
{
	return netdev->carrier == TRI_NO && netdev->autoneg == TRI_YES ? 0 : netdev->speed_mbps;
}

enum fec host_netdev_fec(const struct host_netdev *netdev)
{
	return netdev->fec == FEC_NONE && netdev->carrier != TRI_YES ? FEC_UNKNOWN : netdev->fec;
}

const struct host_port *host_port_share(const struct host_port *host)
{
	struct shared_host *shared = malloc(sizeof(*shared));

	if (!shared)
		return NULL;
	shared->host = *host;
	shared->refs = 1;
	return &shared->host;
}

const struct host_port *host_port_ref(const struct host_port *host)
{
	return host ? refs_get(host, &shared_of(host)->refs) : NULL;
}

void host_port_unref(const struct host_port *host)
{
	if (host && refs_put(&shared_of(host)->refs))
		free(refs_owned(shared_of(host)));
}
