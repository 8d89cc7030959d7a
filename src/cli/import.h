/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ports as other systems' files describe them, and the breakoutd.conf that
 * follows. Readers add what a file says; what none says is left out.
 *
 * Readers return 0 or a negative errno, and say what is wrong in `error`
 * (IMPORT_ERROR bytes), beginning with the file's name.
 */
#ifndef BREAKOUT_CLI_IMPORT_H
#define BREAKOUT_CLI_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "model/mode.h"
#include "model/topology.h"

#define IMPORT_ERROR 512
#define IMPORT_MAX_PORTS 1024
#define IMPORT_MAX_FILE (16 * 1024 * 1024)

/* How sure the split in force is: what a running switch is configured for counts more than a default. */
enum import_rank {
	IMPORT_NOTHING,
	IMPORT_PLATFORM_DEFAULT,
	IMPORT_SKU_DEFAULT,
	IMPORT_CONFIGURED,
};

struct import_port {
	char name[TOPOLOGY_NAME];
	int64_t index;  /* on the front panel; -1: not said */
	unsigned lanes; /* 0: not said */
	char netdevs[PORT_MAX_NETDEVS][NETDEV_NAME];
	unsigned netdev_count;
	struct mode supported[PORT_MAX_MODES];
	unsigned supported_count;
	uint32_t capacity_mbps; /* the most of all that it supports; 0: not said */
	enum import_rank split_rank;
	struct mode split; /* count 1: not split */
	enum fec fec;
	enum tristate autoneg;
	char remark[128];    /* for a comment, or "" */
	uint32_t conf_index; /* that the configuration gives it */
};

struct imported {
	struct import_port *ports;
	size_t count, room;
	unsigned skipped_modes; /* that can't be said in a configuration: of other numbers of legs */
	bool own_indexes;       /* conf_index is the index that files say, or one more */
	bool index_shifted;
};

void imported_release(struct imported *im);

/* A port by its name, made if there is none. NULL and errno: ENOMEM, E2BIG (too many ports), EINVAL (name).
 */
struct import_port *imported_port(struct imported *im, const char *name);
struct import_port *imported_find(const struct imported *im, const char *name);

bool import_add_netdev(struct import_port *port, const char *name);
void import_add_mode(struct imported *im, struct import_port *port, const struct mode *mode);

/* Read a whole file; to be freed. */
int import_read_file(const char *path, char **ret_text, size_t *ret_len, char *error);

/*
 * SONiC: platform.json, hwsku.json and config_db.json, told apart by what is in
 * them. Files may come in any order; finish with import_sonic_done().
 */
struct import_sonic;
struct import_sonic *import_sonic_new(void);
int import_sonic_file(struct import_sonic *s, const char *path, char *error);
int import_sonic_done(struct import_sonic *s, struct imported *im, char *error);
void import_sonic_free(struct import_sonic *s);

/* Cumulus Linux: ports.conf. */
int import_cumulus_file(const char *path, struct imported *im, char *error);

/*
 * Print the configuration. `template` is the path of a port's module, with
 * {index} and {port} to be replaced. False after a message in `error`.
 */
bool import_print(struct imported *im, const char *source, const char *template, FILE *out, char *error);

/* Are the words in braces of a template such that import_print() can replace them? */
bool import_template_valid(const char *template);

#endif
