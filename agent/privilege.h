/* SPDX-License-Identifier: BSD-3-Clause */
/* Users, groups and capabilities: what a process gives away once it has what it needs. */
#ifndef BREAKOUT_AGENT_PRIVILEGE_H
#define BREAKOUT_AGENT_PRIVILEGE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "config/config.h"

/* Whom to become. */
struct identity {
	const char *name;        /* NULL: nobody else */
	uid_t uid;
	gid_t gid;
};

/* The user `name`. 0; -ESRCH: there is none; another negative errno. */
int privilege_find_user(const char *name, struct identity *ret_identity);

/*
 * The capabilities that reading the modules of `config` needs, as a set of bits 1 << CAP_...:
 * CAP_NET_ADMIN for network devices, CAP_DAC_READ_SEARCH for nodes that are root's.
 */
uint64_t privilege_needed(const struct config *config);

/*
 * Become `who`, with all of that user's groups, for good; keep those of `keep` that there are, drop all others, of the
 * bounding set, too, where that is allowed; set no_new_privs. One that is not `dumpable` leaves no core, and other
 * processes of the user cannot look into it. For a process of one thread. 0 or negative errno.
 */
int privilege_drop(const struct identity *who, uint64_t keep, bool dumpable);

/* Close all descriptors from `first` on, such as a process inherits from its starter. */
void privilege_close_from(int first);

/* Make the last folder of a path if it is missing, for `who`. One that is there stays as it is. */
void privilege_make_folder(const char *folder, const struct identity *who);

/*
 * May this process write to the folder, and read and write the files in it? 0; a negative errno with what it is about
 * in ret_path[size]. A folder that is not there is no error.
 */
int privilege_check_folder(const char *folder, char *ret_path, size_t size);

#endif
