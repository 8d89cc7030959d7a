/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Turning a parsed tree into settings and a topology: what the steps of
 * config_load() share.
 *
 * A step adds problems and goes on where it can, so that later values are
 * checked too. It returns 0 even then, and -ENOMEM only when out of memory;
 * a topology built while there were problems is thrown away.
 */
#ifndef BREAKOUT_CONFIG_BUILD_H
#define BREAKOUT_CONFIG_BUILD_H

#include "config/config.h"
#include "config/problem.h"
#include "config/tree.h"

/* A port by its name. */
struct port_name {
	const char *name; /* in the topology */
	size_t port;	  /* index into topology.ports */
};

struct build {
	struct problems *problems;
	cfg_t *tree;
	char *folder;		 /* absolute folder of the file, no trailing '/', "" for the root */
	struct config *config;	 /* topology included */
	struct port_name *names; /* sorted by name, as many as ports */
};

/* Where a port or breakout is declared, and its index. First member of what place_compare() sorts. */
struct place {
	uint32_t index;
	unsigned line;
	bool by_position; /* the index was not given */
};

/*
 * place.c: take the section's line, its title as name[TOPOLOGY_NAME] and its
 * index, by default `position`. `what` is "port" or "breakout".
 */
void place_build(struct build *b, cfg_t *section, const char *what, uint32_t position, struct place *place,
		 char *name);

/* By index, then line: for qsort(). */
int place_compare(const void *left, const void *right);

/* Adds a problem if two neighbours of a sorted array have the same index. */
void place_check(struct build *b, const char *what, const struct place *first, const char *first_name,
		 const struct place *second, const char *second_name);

/* settings.c: everything outside sections. */
void settings_build(struct build *b);

/*
 * "true", "yes", "on" and their opposites, into *value. An absent item
 * leaves it; so does a wrong one, after adding a problem.
 */
void build_bool(struct build *b, const struct item *item, const char *key, bool *value);

/* A number in min..max, likewise. */
void build_number(struct build *b, const struct item *item, const char *key, uint32_t min, uint32_t max,
		  uint32_t *value);

/* Decimal units in min..max (both in thousandths of `unit`) as thousandths into *value, likewise. */
void build_milli(struct build *b, const struct item *item, const char *key, const char *unit, uint32_t min,
		 uint32_t max, uint32_t *value);

/* Text of min to size - 1 bytes into buf[size], likewise. */
void build_text(struct build *b, const struct item *item, const char *key, size_t min, char *buf,
		size_t size);

/* ports.c: the ports, sorted by index, and b->names. */
int ports_build(struct build *b);

/* The port of this name as index into topology.ports; false if there is none. */
bool build_find_port(const struct build *b, const char *name, size_t *ret_port);

/* breakouts.c: the breakouts, sorted by index. */
int breakouts_build(struct build *b);

/* policies.c: what is wanted of rules. After ports and breakouts, which it names. */
int policies_build(struct build *b);

/* paths.c: absolute folder of a file; NULL and errno on failure. */
char *path_folder(const char *file);

/*
 * A path of the configuration as source_open() takes it: absolute, and where
 * there is a root, without it in front. *ret_path is NULL after a problem.
 */
int path_build(struct build *b, const struct item *item, const char *key, char **ret_path);

/* As path_build() for `root` itself: no trailing '/', and "" for "/". */
int path_build_root(struct build *b, const struct item *item);

/* The same of `control-socket`, which has a default. */
int path_build_control_socket(struct build *b, const struct item *item);

/* The same of `state-directory`, which has a default. */
int path_build_state_directory(struct build *b, const struct item *item);

#endif
