/* SPDX-License-Identifier: BSD-3-Clause */
/* Generic netlink requests over libmnl. */
#include "source/genl.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "base/text.h"
#include "source/access.h"

/* The kernel's dumps come in up to 32 KiB, if that is offered. */
#define BUFFER 32768

/* For one answer to come. */
#define LIMIT_S 2

struct genl {
	struct mnl_socket *socket;
	struct genl_wait wait;
	uint32_t seq;
	_Alignas(struct nlmsghdr) char buffer[BUFFER];
};

static void hang_up(struct genl *g)
{
	if (g->socket)
		mnl_socket_close(g->socket);
	g->socket = NULL;
}

static int call(struct genl *g)
{
	struct timeval limit = { .tv_sec = LIMIT_S };
	int on = 1, r;

	g->socket = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	if (!g->socket || mnl_socket_bind(g->socket, 0, MNL_SOCKET_AUTOPID) < 0 ||
	    setsockopt(mnl_socket_get_fd(g->socket), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) < 0) {
		r = -errno;
		hang_up(g);
		return r;
	}
	/* Kernels before 4.12 have no words to add. */
	(void)mnl_socket_setsockopt(g->socket, NETLINK_EXT_ACK, &on, sizeof(on));
	(void)mnl_socket_setsockopt(g->socket, NETLINK_CAP_ACK, &on, sizeof(on));
	return 0;
}

int genl_open(struct genl **ret_genl)
{
	struct genl *g = calloc(1, sizeof(*g));
	int r = !g ? -ENOMEM : access_other() ? 0 : call(g);

	if (r < 0)
		free(g);
	else
		*ret_genl = g;
	return r;
}

void genl_close(struct genl *g)
{
	if (g)
		hang_up(g);
	free(g);
}

int genl_fd(const struct genl *g)
{
	return g->socket ? mnl_socket_get_fd(g->socket) : -1;
}

const char *genl_why(const struct genl *g)
{
	return g->wait.why;
}

struct nlmsghdr *genl_request(struct genl *g, uint16_t family, uint8_t command, uint16_t flags)
{
	struct nlmsghdr *request = mnl_nlmsg_put_header(g->buffer);
	struct genlmsghdr *header = mnl_nlmsg_put_extra_header(request, sizeof(*header));

	if (!g->socket && !access_other())
		(void)call(g);
	g->wait = (struct genl_wait){
		.seq = ++g->seq,
		.port = g->socket ? mnl_socket_get_portid(g->socket) : 0,
		.family = family,
	};
	request->nlmsg_type = family;
	/* Without a dump, an acknowledgement marks the end. */
	request->nlmsg_flags = NLM_F_REQUEST | ((flags & NLM_F_DUMP) ? flags : flags | NLM_F_ACK);
	request->nlmsg_seq = g->wait.seq;
	header->cmd = command;
	header->version = 1;
	return request;
}

int genl_talk(struct genl *g, genl_take_fn *take, void *arg)
{
	const struct nlmsghdr *request = (const struct nlmsghdr *)g->buffer;
	bool dump = request->nlmsg_flags & NLM_F_DUMP;
	int r = 1;

	if (!g->socket && access_other())
		return access_other()->talk(request, take, arg, g->wait.why);
	if (!g->socket)
		return -ENOTCONN;
	if (mnl_socket_sendto(g->socket, request, request->nlmsg_len) < 0)
		return -errno;
	while (r == 1) {
		ssize_t len = mnl_socket_recvfrom(g->socket, g->buffer, sizeof(g->buffer));

		if (len >= 0)
			r = genl_datagram(&g->wait, g->buffer, (size_t)len, take, arg);
		else if (errno != EINTR)
			r = errno == EAGAIN ? -ETIMEDOUT : -errno;
	}
	/* The rest of a dump would keep the socket busy. */
	if (r < 0 && dump)
		hang_up(g);
	return r;
}

/* Answers. */

struct sorting {
	const uint8_t *types;
	uint16_t max;
	const struct nlattr **attributes;
};

static int sort_attribute(const struct nlattr *attribute, void *arg)
{
	const struct sorting *s = arg;
	uint16_t type = mnl_attr_get_type(attribute);

	if (type > s->max || s->types[type] == MNL_TYPE_UNSPEC)
		return MNL_CB_OK;
	if (mnl_attr_validate(attribute, (enum mnl_attr_data_type)s->types[type]) < 0)
		return MNL_CB_ERROR;
	s->attributes[type] = attribute;
	return MNL_CB_OK;
}

static void clear(const struct nlattr **attributes, uint16_t max)
{
	for (unsigned i = 0; i <= max; i++)
		attributes[i] = NULL;
}

int genl_attributes_behind(const struct nlmsghdr *message, size_t header, const uint8_t *types, uint16_t max,
                           const struct nlattr **ret_attributes)
{
	struct sorting s = { types, max, ret_attributes };

	clear(ret_attributes, max);
	if (mnl_nlmsg_get_payload_len(message) < header)
		return -EBADMSG;
	return mnl_attr_parse(message, (unsigned)header, sort_attribute, &s) < 0 ? -EBADMSG : 0;
}

int genl_attributes(const struct nlmsghdr *answer, const uint8_t *types, uint16_t max,
                    const struct nlattr **ret_attributes)
{
	return genl_attributes_behind(answer, sizeof(struct genlmsghdr), types, max, ret_attributes);
}

int genl_nested(const struct nlattr *nest, const uint8_t *types, uint16_t max,
                const struct nlattr **ret_attributes)
{
	struct sorting s = { types, max, ret_attributes };

	clear(ret_attributes, max);
	return mnl_attr_parse_nested(nest, sort_attribute, &s) < 0 ? -EBADMSG : 0;
}

/* What follows the error: the request's header, its payload unless that is capped, and attributes. */
static void note_why(struct genl_wait *wait, const struct nlmsghdr *message, const struct nlmsgerr *error)
{
	static const uint8_t types[NLMSGERR_ATTR_MSG + 1] = { [NLMSGERR_ATTR_MSG] = MNL_TYPE_NUL_STRING };
	const struct nlattr *attributes[NLMSGERR_ATTR_MSG + 1];
	struct sorting s = { types, NLMSGERR_ATTR_MSG, attributes };
	size_t len = mnl_nlmsg_get_payload_len(message), skip = sizeof(*error);

	if (!(message->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	if (!(message->nlmsg_flags & NLM_F_CAPPED)) {
		if (error->msg.nlmsg_len < NLMSG_HDRLEN || error->msg.nlmsg_len > len)
			return;
		skip += MNL_ALIGN(error->msg.nlmsg_len) - NLMSG_HDRLEN;
	}
	if (skip > len)
		return;
	clear(attributes, NLMSGERR_ATTR_MSG);
	if (mnl_attr_parse_payload((const char *)error + skip, len - skip, sort_attribute, &s) < 0)
		return;
	if (attributes[NLMSGERR_ATTR_MSG])
		TEXT_SET(wait->why, mnl_attr_get_str(attributes[NLMSGERR_ATTR_MSG]));
}

/* An errno as the kernel sends it: negative, or 0. */
static int sent_error(int error)
{
	return error > 0 || error < -4095 ? -EBADMSG : error;
}

static int take_error(struct genl_wait *wait, const struct nlmsghdr *message)
{
	const struct nlmsgerr *error = mnl_nlmsg_get_payload(message);

	if (mnl_nlmsg_get_payload_len(message) < sizeof(*error))
		return -EBADMSG;
	if (error->error != 0)
		note_why(wait, message, error);
	return sent_error(error->error);
}

static int take_done(const struct nlmsghdr *message)
{
	int error = 0;

	if (mnl_nlmsg_get_payload_len(message) >= sizeof(error))
		memcpy(&error, mnl_nlmsg_get_payload(message), sizeof(error));
	return sent_error(error);
}

static int take_message(struct genl_wait *wait, const struct nlmsghdr *message, genl_take_fn *take, void *arg)
{
	int r;

	if (message->nlmsg_type == NLMSG_ERROR)
		return take_error(wait, message);
	/* What is dumped after it changed may be listed twice, or not at all. */
	if (message->nlmsg_flags & NLM_F_DUMP_INTR)
		return -EAGAIN;
	if (message->nlmsg_type == NLMSG_DONE)
		return take_done(message);
	if (message->nlmsg_type == NLMSG_NOOP)
		return 1;
	if (message->nlmsg_type != wait->family ||
	    mnl_nlmsg_get_payload_len(message) < sizeof(struct genlmsghdr))
		return -EBADMSG;
	r = take(message, arg);
	return r < 0 ? r : 1;
}

/* mnl_nlmsg_ok() takes a length beyond 2 GiB for a negative one, which fits everywhere. */
static bool message_fits(const struct nlmsghdr *message, size_t len)
{
	return len >= sizeof(*message) && message->nlmsg_len >= sizeof(*message) && message->nlmsg_len <= len;
}

const struct nlmsghdr *genl_next(const void **data, size_t *len)
{
	const struct nlmsghdr *message = *data;
	size_t step;

	if (!message_fits(message, *len))
		return NULL;
	step = MNL_ALIGN(message->nlmsg_len);
	if (step > *len)
		step = *len;
	*data = (const char *)*data + step;
	*len -= step;
	return message;
}

int genl_datagram(struct genl_wait *wait, const void *data, size_t len, genl_take_fn *take, void *arg)
{
	const struct nlmsghdr *message;
	int r = 1;

	if (!message_fits(data, len))
		return -EBADMSG;
	while (r == 1 && (message = genl_next(&data, &len))) {
		/* Others are of an earlier request that was given up. */
		if (message->nlmsg_seq == wait->seq && message->nlmsg_pid == wait->port)
			r = take_message(wait, message, take, arg);
	}
	return r;
}

/* Of a family that is asked for. */
struct family {
	const char *group;   /* whose number is wanted, too; NULL: none */
	uint16_t number;
	uint32_t group_number;
};

/* One of the groups of a family. */
static int take_group(const struct nlattr *nest, void *arg)
{
	static const uint8_t types[CTRL_ATTR_MCAST_GRP_ID + 1] = {
		[CTRL_ATTR_MCAST_GRP_NAME] = MNL_TYPE_NUL_STRING,
		[CTRL_ATTR_MCAST_GRP_ID] = MNL_TYPE_U32,
	};
	const struct nlattr *a[CTRL_ATTR_MCAST_GRP_ID + 1];
	struct family *family = arg;

	if (mnl_attr_validate(nest, MNL_TYPE_NESTED) < 0 || genl_nested(nest, types, CTRL_ATTR_MCAST_GRP_ID, a) < 0)
		return MNL_CB_ERROR;
	if (a[CTRL_ATTR_MCAST_GRP_NAME] && a[CTRL_ATTR_MCAST_GRP_ID] &&
	    strcmp(mnl_attr_get_str(a[CTRL_ATTR_MCAST_GRP_NAME]), family->group) == 0)
		family->group_number = mnl_attr_get_u32(a[CTRL_ATTR_MCAST_GRP_ID]);
	return MNL_CB_OK;
}

static int take_family(const struct nlmsghdr *answer, void *arg)
{
	static const uint8_t types[CTRL_ATTR_MCAST_GROUPS + 1] = {
		[CTRL_ATTR_FAMILY_ID] = MNL_TYPE_U16,
		[CTRL_ATTR_MCAST_GROUPS] = MNL_TYPE_NESTED,
	};
	const struct nlattr *attributes[CTRL_ATTR_MCAST_GROUPS + 1];
	struct family *family = arg;
	int r = genl_attributes(answer, types, CTRL_ATTR_MCAST_GROUPS, attributes);

	if (r == 0 && attributes[CTRL_ATTR_FAMILY_ID])
		family->number = mnl_attr_get_u16(attributes[CTRL_ATTR_FAMILY_ID]);
	if (r == 0 && family->group && attributes[CTRL_ATTR_MCAST_GROUPS] &&
	    mnl_attr_parse_nested(attributes[CTRL_ATTR_MCAST_GROUPS], take_group, family) < 0)
		r = -EBADMSG;
	return r;
}

static int ask_family(struct genl *g, const char *name, struct family *family)
{
	struct nlmsghdr *request = genl_request(g, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0);
	int r;

	mnl_attr_put_strz(request, CTRL_ATTR_FAMILY_NAME, name);
	r = genl_talk(g, take_family, family);
	if (r < 0)
		return r == -ENOENT ? -EOPNOTSUPP : r;
	return family->number < NLMSG_MIN_TYPE ? -EBADMSG : 0;
}

int genl_family(struct genl *g, const char *name, uint16_t *ret_family)
{
	struct family family = { .group = NULL };
	int r = ask_family(g, name, &family);

	if (r == 0)
		*ret_family = family.number;
	return r;
}

int genl_group(struct genl *g, const char *name, const char *group, uint16_t *ret_family, uint32_t *ret_group)
{
	struct family family = { .group = group };
	int r = ask_family(g, name, &family);

	if (r == 0 && family.group_number == 0)
		r = -EOPNOTSUPP;
	if (r < 0)
		return r;
	*ret_family = family.number;
	*ret_group = family.group_number;
	return 0;
}

/* Is `request` one of these, and which? NULL: none. */
static const struct genl_allowed *find_allowed(struct genl *g, const struct nlmsghdr *request,
                                               const struct genl_allowed *allowed, size_t count)
{
	const struct genlmsghdr *header = mnl_nlmsg_get_payload(request);
	bool dump = request->nlmsg_flags & NLM_F_DUMP;
	uint16_t number;

	for (size_t i = 0; i < count; i++) {
		const struct genl_allowed *a = &allowed[i];

		if (header->cmd != a->command || dump != a->dump)
			continue;
		if (!a->family ? request->nlmsg_type == GENL_ID_CTRL
		               : genl_family(g, a->family, &number) == 0 && number == request->nlmsg_type)
			return a;
	}
	return NULL;
}

int genl_forward(struct genl *g, const void *message, size_t len, const struct genl_allowed *allowed, size_t count,
                 genl_take_fn *take, void *arg)
{
	const struct nlmsghdr *request = message;
	const size_t headers = NLMSG_HDRLEN + GENL_HDRLEN;
	const struct genl_allowed *a;
	struct nlmsghdr *own;

	if (!message_fits(message, len) || request->nlmsg_len != len || len < headers || len > GENL_REQUEST_MAX)
		return -EBADMSG;
	a = find_allowed(g, request, allowed, count);
	if (!a)
		return -EPERM;
	own = genl_request(g, request->nlmsg_type, a->command, a->dump ? NLM_F_DUMP : 0);
	memcpy(mnl_nlmsg_get_payload_tail(own), (const char *)message + headers, len - headers);
	own->nlmsg_len += (uint32_t)(len - headers);
	return genl_talk(g, take, arg);
}
