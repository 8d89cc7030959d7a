/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * breakoutd.conf: read, checked, and turned into settings and a topology.
 * The file format is described in breakoutd.conf(5).
 */
#ifndef BREAKOUT_CONFIG_CONFIG_H
#define BREAKOUT_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/topology.h"

/* Where the control socket is if nobody says so. */
#define CONFIG_CONTROL_SOCKET RUNDIR "/breakoutd/control.sock"

struct settings {
	uint32_t presence_interval_ms;   /* 100..60000, default 1000 */
	uint32_t dom_interval_ms;        /* 1000..3600000, default 10000; at least presence_interval_ms */
	uint32_t port_deadline_ms;       /* 100..600000, default 5000; 0: the default */
	unsigned raise_after;            /* 1..100 scans in a row, default 2 */
	unsigned clear_after;            /* 1..100, default 2 */
	unsigned event_log_size;         /* 16..65536, default 4096 */
	uint32_t link_grace_ms;          /* 0..3600000, default 30000: how long a link that should be up may be down */
	unsigned flap_limit;             /* 0..16, default 6; 0: nothing is damped */
	uint32_t flap_window_ms;         /* 1000..86400000, default 300000 */
	unsigned notification_rate;      /* 0..10000 a second, default 200; 0: no limit */
	bool hwmon;                      /* libsensors is asked, true; never where there is a root */
	bool chassis_sensors;            /* for temperatures of the box, too; true */
	bool notifications;              /* default of brkNotificationsEnabled, true */
	bool discovery;                  /* without ports, find them; true */
	uint32_t discovery_interval_ms;  /* 1000..3600000, default 10000: between looks for other devices */
	bool entity_mib;                 /* serve ENTITY-MIB, default true */
	bool entity_sensor_mib;          /* serve ENTITY-SENSOR-MIB, default true */
	char agentx_address[128];        /* "" : Net-SNMP's own default */
	char agentx_context[33];         /* SNMP context; "": the default one */
	uint32_t agentx_priority;        /* 1..255, default 127; the lowest is asked */
	char root[256];                  /* put before absolute source paths; "" */
	char state_directory[256];       /* where the daemon remembers; "": nowhere */
	char control_socket[256];        /* where breakoutctl asks the daemon, absolute; "": nowhere */
	char control_group[64];          /* who may, besides the daemon's user; "": its own group */
};

struct config {
	struct settings settings;
	struct topology *topology;       /* owned reference */
};

/*
 * Read `path`. 0 and a config to be freed with config_free(). On failure a
 * negative errno, and *ret_error is a message for people (to be freed), one
 * or more lines "FILE:LINE: what is wrong, what was expected"; NULL only
 * when out of memory. Relative paths in the file are taken from its folder.
 * One thread at a time: libconfuse has global state while it parses.
 */
int config_load(const char *path, struct config **ret_config, char **ret_error);

/*
 * The same in two steps, for one process that opens the file and another that reads it. A
 * descriptor or a negative errno, which config_load_opened() takes and reports as an error of `path`.
 */
int config_open(const char *path);
int config_load_opened(const char *path, int fd, struct config **ret_config, char **ret_error);

/* What a file in which nothing is said would be. 0 or -ENOMEM. */
int config_default(struct config **ret_config);

void config_free(struct config *config);

#endif
