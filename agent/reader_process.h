/* SPDX-License-Identifier: BSD-3-Clause */
/* The process that has what reading modules needs: forked before any byte of a module is seen. */
#ifndef BREAKOUT_AGENT_READER_PROCESS_H
#define BREAKOUT_AGENT_READER_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "agent/privilege.h"
#include "agent/sandbox.h"
#include "config/config.h"

struct reader_setup {
	struct config *config;
	const char *config_path, *pid_path, *master_path;
	const struct identity *who;
	enum sandbox_filter filter;
	bool quiet;          /* it has no terminal to write to */
};

/* Start it, wait until it is ready. 0 with its process id and a descriptor for client_start(); negative errno. */
int reader_start(const struct reader_setup *setup, pid_t *ret_pid, int *ret_fd);

/* If it has ended, how, in words; false: it runs. */
bool reader_ended(pid_t pid, char *ret_words, size_t size);

/* It ends by itself when its daemon does: wait for that, `patience_ms` at most. */
void reader_wait(pid_t pid, unsigned patience_ms);

#endif
