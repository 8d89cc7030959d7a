/* SPDX-License-Identifier: BSD-3-Clause */
/* Answers of a generic netlink family, built in memory as the kernel would send them. */
#ifndef BREAKOUT_TESTS_NETLINK_ANSWER_H
#define BREAKOUT_TESTS_NETLINK_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "source/genl.h"

#define ANSWER_FAMILY 0x15
#define ANSWER_SEQ 7
#define ANSWER_PORT 4711

struct answer {
	_Alignas(struct nlmsghdr) char bytes[4096];
	size_t len;
};

/* Append a message; attributes follow by mnl_attr_put...(), answer_end() closes it. */
struct nlmsghdr *answer_begin(struct answer *a, uint8_t command);
void answer_end(struct answer *a, const struct nlmsghdr *message);

/* Append the end of a dump, or an acknowledgement with an error (0: none) and words (NULL: none). */
void answer_done(struct answer *a);
void answer_error(struct answer *a, int error, const char *words);

/* genl_datagram() on it. */
int answer_take(const struct answer *a, genl_take_fn *take, void *arg, struct genl_wait *ret_wait);

/*
 * The same on many spoilt copies of it: bytes changed, ends cut off. Each is in memory of its
 * own size, so that sanitizers see what reads behind it.
 */
void answer_mutate(const struct answer *a, unsigned rounds, genl_take_fn *take, void (*begin)(void *arg),
                   void *arg);

#endif
