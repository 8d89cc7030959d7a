/* SPDX-License-Identifier: BSD-3-Clause */
/* Answers of a generic netlink family. */
#include "netlink_answer.h"

#include <linux/genetlink.h>
#include <stdlib.h>
#include <string.h>

#include "../common/random.h"

static struct nlmsghdr *put_header(struct answer *a, uint16_t type, uint16_t flags)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(a->bytes + a->len);

	message->nlmsg_type = type;
	message->nlmsg_flags = flags;
	message->nlmsg_seq = ANSWER_SEQ;
	message->nlmsg_pid = ANSWER_PORT;
	return message;
}

struct nlmsghdr *answer_begin(struct answer *a, uint8_t command)
{
	struct nlmsghdr *message = put_header(a, ANSWER_FAMILY, NLM_F_MULTI);
	struct genlmsghdr *header = mnl_nlmsg_put_extra_header(message, sizeof(*header));

	header->cmd = command;
	return message;
}

void answer_end(struct answer *a, const struct nlmsghdr *message)
{
	a->len += MNL_ALIGN(message->nlmsg_len);
}

void answer_done(struct answer *a)
{
	struct nlmsghdr *message = put_header(a, NLMSG_DONE, NLM_F_MULTI);

	mnl_nlmsg_put_extra_header(message, sizeof(int));
	answer_end(a, message);
}

void answer_error(struct answer *a, int error, const char *words)
{
	struct nlmsghdr *message =
		put_header(a, NLMSG_ERROR, NLM_F_CAPPED | (words ? NLM_F_ACK_TLVS : 0));
	struct nlmsgerr *payload = mnl_nlmsg_put_extra_header(message, sizeof(*payload));

	payload->error = error;
	payload->msg.nlmsg_len = NLMSG_HDRLEN + GENL_HDRLEN;
	if (words)
		mnl_attr_put_strz(message, NLMSGERR_ATTR_MSG, words);
	answer_end(a, message);
}

static struct genl_wait waiting(void)
{
	return (struct genl_wait){ .seq = ANSWER_SEQ, .port = ANSWER_PORT, .family = ANSWER_FAMILY };
}

int answer_take(const struct answer *a, genl_take_fn *take, void *arg, struct genl_wait *ret_wait)
{
	struct genl_wait wait = waiting();
	int r = genl_datagram(&wait, a->bytes, a->len, take, arg);

	if (ret_wait)
		*ret_wait = wait;
	return r;
}

void answer_mutate(const struct answer *a, unsigned rounds, genl_take_fn *take, void (*begin)(void *arg),
                   void *arg)
{
	uint32_t random = 2463534242u;

	for (unsigned i = 0; i < rounds; i++) {
		size_t len = i % 4 == 0 ? next_random(&random) % (a->len + 1) : a->len;
		struct genl_wait wait = waiting();
		char *copy = malloc(MNL_ALIGN(len) + 1);

		if (!copy)
			abort();
		memcpy(copy, a->bytes, len);
		for (unsigned k = next_random(&random) % 4; k > 0 && len > 0; k--) {
			/* Small numbers make lengths that nearly fit. */
			uint32_t value = next_random(&random);

			copy[next_random(&random) % len] = (char)(value % 3 ? value >> 8 : value >> 8 & 7);
		}
		begin(arg);
		(void)genl_datagram(&wait, copy, len, take, arg);
		free(copy);
	}
}
