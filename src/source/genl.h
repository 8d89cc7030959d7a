/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Generic netlink requests: one socket, one request at a time, every answer
 * checked before anybody sees it.
 *
 * The kernel works on a request while it is sent, so that a driver that
 * hangs blocks the caller; the time limit is on its answers.
 */
#ifndef BREAKOUT_SOURCE_GENL_H
#define BREAKOUT_SOURCE_GENL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libmnl/libmnl.h>

/* What the kernel says beside an errno ("extended acknowledgement"), with its NUL. */
#define GENL_WHY 80

struct genl;

/* 0, or a negative errno. */
int genl_open(struct genl **ret_genl);

/* Accepts NULL. */
void genl_close(struct genl *g);

/* Its file descriptor, which takes SIOCETHTOOL as any socket does; -1 if it lost its socket. */
int genl_fd(const struct genl *g);

/* The number of a family; -EOPNOTSUPP if the kernel has none of this name. */
int genl_family(struct genl *g, const char *name, uint16_t *ret_family);

/* The same, and that of one of its multicast groups; -EOPNOTSUPP, too, if it has none of this name. */
int genl_group(struct genl *g, const char *name, const char *group, uint16_t *ret_family, uint32_t *ret_group);

/* Begin a request, to which attributes are added; NLM_F_DUMP in `flags` asks for all there are. */
struct nlmsghdr *genl_request(struct genl *g, uint16_t family, uint8_t command, uint16_t flags);

/*
 * One message of an answer: 0, or a negative errno that the request ends
 * with. There is room for a generic netlink header in `answer`.
 */
typedef int genl_take_fn(const struct nlmsghdr *answer, void *arg);

/*
 * Send the request and give its answers to `take`. 0; the error of the kernel or of
 * `take`; -ETIMEDOUT; -EAGAIN if what is dumped changed meanwhile; -EBADMSG
 * for an answer that is none.
 */
int genl_talk(struct genl *g, genl_take_fn *take, void *arg);

/* The longest request that is sent for another process. */
#define GENL_REQUEST_MAX 1024

/* A request that another process may have sent. */
struct genl_allowed {
	const char *family;   /* NULL: the controller, which knows the families' numbers */
	uint8_t command;
	bool dump;
};

/*
 * Send a request of another process, `len` bytes at `message` (suitably aligned), if it is one of
 * `allowed`: kind and attributes are taken from it, the rest is made here. As genl_talk(); -EBADMSG, -EPERM.
 */
int genl_forward(struct genl *g, const void *message, size_t len, const struct genl_allowed *allowed, size_t count,
                 genl_take_fn *take, void *arg);

/* The kernel's words on the last request's error; "" without. */
const char *genl_why(const struct genl *g);

/*
 * The attributes of a message, or those nested in one, by type: `types` has
 * what is wanted (MNL_TYPE_UNSPEC: nothing), both arrays have max + 1 elements. Those that
 * are not there are NULL. -EBADMSG if one is not what it should be. `header` bytes precede those of
 * a message of another family.
 */
int genl_attributes(const struct nlmsghdr *answer, const uint8_t *types, uint16_t max,
                    const struct nlattr **ret_attributes);
int genl_attributes_behind(const struct nlmsghdr *message, size_t header, const uint8_t *types, uint16_t max,
                           const struct nlattr **ret_attributes);
int genl_nested(const struct nlattr *nest, const uint8_t *types, uint16_t max,
                const struct nlattr **ret_attributes);

/* The next message of `*len` bytes at `*data`, all of which is there; NULL: no more. */
const struct nlmsghdr *genl_next(const void **data, size_t *len);

/* For tests, too: what answers are for. */
struct genl_wait {
	uint32_t seq;
	uint32_t port;
	uint16_t family;
	char why[GENL_WHY];
};

/*
 * One datagram of `len` bytes in a buffer of a multiple of 4: 1 if more are to come, 0
 * at the end of the answer, or as genl_talk().
 */
int genl_datagram(struct genl_wait *wait, const void *data, size_t len, genl_take_fn *take, void *arg);

#endif
