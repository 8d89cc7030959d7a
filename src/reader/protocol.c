/* SPDX-License-Identifier: BSD-3-Clause */
/* Requests to the reader: every byte is checked before anything is done. */
#include "reader/protocol.h"

#include <errno.h>
#include <string.h>

/* The body that is left. */
struct rest {
	char *at;
	size_t len;
};

/* A text with its NUL, shorter than `max`; NULL: there is none. */
static char *take_text(struct rest *rest, size_t max)
{
	char *text = rest->at, *end = rest->len > 0 ? memchr(text, '\0', rest->len) : NULL;

	if (!end || (size_t)(end - text) >= max)
		return NULL;
	rest->len -= (size_t)(end - text) + 1;
	rest->at = end + 1;
	return text;
}

static bool is_kind(unsigned source)
{
	return source == SOURCE_FILE || source == SOURCE_SYSFS || source == SOURCE_I2C || source == SOURCE_ETHTOOL;
}

static bool take_port(struct rest *rest, struct reader_request *r)
{
	struct port_decl *port = &r->port;
	struct reader_port head;
	char *presence;

	if (rest->len < sizeof(head))
		return false;
	memcpy(&head, rest->at, sizeof(head));
	rest->at += sizeof(head);
	rest->len -= sizeof(head);
	if (!is_kind(head.source) || head.netdev_count > PORT_MAX_NETDEVS || head.presence_inverted > 1 ||
	    head.has_presence > 1 || head.i2c_chunk > READER_LENGTH_MAX)
		return false;
	port->source = (enum source_kind)head.source;
	port->presence_inverted = head.presence_inverted;
	port->i2c_chunk = head.i2c_chunk;
	port->netdev_count = head.netdev_count;
	for (unsigned i = 0; i < head.netdev_count; i++) {
		if (!memchr(head.netdevs[i], '\0', NETDEV_NAME))
			return false;
		memcpy(port->netdevs[i], head.netdevs[i], NETDEV_NAME);
	}
	r->root = take_text(rest, TOPOLOGY_PATH);
	port->path = r->root ? take_text(rest, TOPOLOGY_PATH) : NULL;
	presence = port->path ? take_text(rest, TOPOLOGY_PATH) : NULL;
	port->presence_path = head.has_presence ? presence : NULL;
	return presence && port->path[0];
}

static bool take_node(struct rest *rest, struct reader_request *r)
{
	r->root = take_text(rest, TOPOLOGY_PATH);
	r->port.source = SOURCE_SYSFS;
	r->port.path = r->root ? take_text(rest, TOPOLOGY_PATH) : NULL;
	return r->port.path && r->port.path[0];
}

static bool take_body(struct rest *rest, struct reader_request *r)
{
	switch (r->op) {
	case READER_OPEN:
		return take_port(rest, r);
	case READER_SIZE:
		return take_node(rest, r);
	case READER_COPPER:
		r->name = take_text(rest, NETDEV_NAME);
		return r->name;
	case READER_CONNECT:
		r->name = take_text(rest, TOPOLOGY_PATH);
		return r->name;
	case READER_NETLINK:
		r->message = rest->at;
		r->message_len = rest->len;
		rest->len = 0;
		return true;
	default:
		return true;
	}
}

int reader_parse(void *data, size_t len, struct reader_request *ret_request)
{
	struct reader_request r = { .op = 0 };
	struct reader_head head;
	struct rest rest;

	if (len < sizeof(head) || len > READER_REQUEST_MAX)
		return -EBADMSG;
	memcpy(&head, data, sizeof(head));
	if (head.op < READER_CHANNEL || head.op >= READER_OPS || head.body != len - sizeof(head) ||
	    head.len > READER_LENGTH_MAX)
		return -EBADMSG;
	r.op = (enum reader_op)head.op;
	r.handle = head.handle;
	r.len = head.len;
	r.at = head.at;
	rest = (struct rest){ (char *)data + sizeof(head), head.body };
	if (!take_body(&rest, &r) || rest.len > 0)
		return -EBADMSG;
	*ret_request = r;
	return 0;
}

/* Behind `*len` bytes; false if there is no room. */
static bool put_text(const char *text, char *buf, size_t *len)
{
	size_t size = strlen(text) + 1;

	if (size > TOPOLOGY_PATH || *len + size > READER_REQUEST_MAX - sizeof(struct reader_head))
		return false;
	memcpy(buf + *len, text, size);
	*len += size;
	return true;
}

int reader_put_port(const struct port_decl *port, const char *root, char *buf)
{
	struct reader_port head = {
		.source = (uint8_t)port->source,
		.presence_inverted = port->presence_inverted,
		.has_presence = port->presence_path != NULL,
		.netdev_count = (uint8_t)port->netdev_count,
		.i2c_chunk = port->i2c_chunk,
	};
	size_t len = sizeof(head);

	for (unsigned i = 0; i < port->netdev_count; i++)
		memcpy(head.netdevs[i], port->netdevs[i], NETDEV_NAME);
	memcpy(buf, &head, sizeof(head));
	if (!put_text(root, buf, &len) || !put_text(port->path, buf, &len) ||
	    !put_text(port->presence_path ? port->presence_path : "", buf, &len))
		return -ENAMETOOLONG;
	return (int)len;
}

int reader_put_texts(const char *a, const char *b, char *buf)
{
	size_t len = 0;

	return put_text(a, buf, &len) && put_text(b, buf, &len) ? (int)len : -ENAMETOOLONG;
}
