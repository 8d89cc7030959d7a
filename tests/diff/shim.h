/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Between oracle.c and shim.c, which is loaded into ethtool: descriptors and
 * messages. ethtool is started once; for every image it forks, so that a
 * decoding costs no start of a program.
 */
#ifndef BREAKOUT_TESTS_SHIM_H
#define BREAKOUT_TESTS_SHIM_H

#include <stdint.h>

enum shim_fd {
	SHIM_OUTPUT = 1,    /* a file in memory: what ethtool prints */
	SHIM_CONTROL = 3,   /* socket: a request, then its reply */
	SHIM_MEMORY = 4,    /* a file in memory: the module's, in linear layout */
};

#define SHIM_MEMORY_SIZE 65536

struct shim_request {
	uint32_t size;          /* bytes of memory that there are */
	uint32_t two_devices;   /* those from 256 on are A2h */
};

struct shim_reply {
	int32_t status;         /* of waitpid() */
	uint32_t cpu_us;        /* that the decoding took, user and system */
};

#endif
