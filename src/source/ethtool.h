/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A cage whose module is read through its network device: by page where
 * kernel and driver can, else as the linear memory that older ones show.
 *
 * The device is found by the first name that there is and followed by ifIndex
 * from then on, until it is gone: a split port has another one.
 */
#ifndef BREAKOUT_SOURCE_ETHTOOL_H
#define BREAKOUT_SOURCE_ETHTOOL_H

#include "model/topology.h"
#include "source/ethtool_kernel.h"
#include "source/source.h"

/*
 * Of `port`: its path is the network device's name, and any of its netdevs will do.
 * Takes over `kernel`, also on failure. 0 or -ENOMEM.
 */
int source_ethtool_open(const struct port_decl *port, struct ethtool_kernel *kernel,
                        struct source **ret_source);

#endif
