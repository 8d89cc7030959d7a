/* SPDX-License-Identifier: BSD-3-Clause */
/* Requests to the reader, and sources that are there. */
#include "reader/client.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "reader/channel.h"
#include "reader/protocol.h"
#include "source/access.h"

/*
 * Sockets for requests, made at the start and kept, so that the number of descriptors does not depend on chance.
 * More requests at a time than that, as of a switch with many buses, get others for a moment.
 */
#define IDLE_MAX 8

static struct {
	pthread_mutex_t lock;      /* guards what follows */
	int base;                  /* to ask for others; used under the lock */
	int idle[IDLE_MAX];
	unsigned idle_count;
} client = { .lock = PTHREAD_MUTEX_INITIALIZER, .base = -1 };

/* What a request is answered with. */
struct exchange {
	struct reader_head head;
	const void *body;
	struct reader_answer answer;
	void *data;                /* of the answer; NULL: there is to be none */
	size_t size;
	int pass;                  /* descriptor, or -1 */
};

static int lost(struct exchange *x, int error)
{
	x->answer = (struct reader_answer){ .result = -EIO };
	TEXT_FORMAT(x->answer.why, "reader process: %s", strerror(-error));
	return -EIO;
}

/* The next answer. 0 or -EIO. */
static int receive(int fd, struct exchange *x)
{
	ssize_t n = channel_receive(fd, &x->answer, sizeof(x->answer), x->data, x->size, &x->pass);

	if (n >= 0 && ((size_t)n < sizeof(x->answer) || x->answer.data != (size_t)n - sizeof(x->answer)))
		n = n == 0 ? -ECONNRESET : -EBADMSG;
	if (n < 0)
		return lost(x, (int)n);
	x->answer.why[sizeof(x->answer.why) - 1] = '\0';
	return 0;
}

static int send_request(int fd, struct exchange *x)
{
	int r;

	x->pass = -1;
	r = channel_send(fd, &x->head, sizeof(x->head), x->body, x->head.body, -1);
	return r < 0 ? lost(x, r) : 0;
}

/* Locked. */
static int make_channel(void)
{
	struct exchange x = { .head = { .op = READER_CHANNEL } };

	if (client.base < 0 || send_request(client.base, &x) < 0 || receive(client.base, &x) < 0)
		return -EIO;
	return x.pass;
}

/* A socket of one's own, or -EIO. */
static int take_channel(void)
{
	int fd;

	pthread_mutex_lock(&client.lock);
	fd = client.idle_count > 0 ? client.idle[--client.idle_count] : make_channel();
	pthread_mutex_unlock(&client.lock);
	return fd >= 0 ? fd : -EIO;
}

static void give_channel(int fd, bool usable)
{
	pthread_mutex_lock(&client.lock);
	if (usable && client.idle_count < IDLE_MAX) {
		client.idle[client.idle_count++] = fd;
		fd = -1;
	}
	pthread_mutex_unlock(&client.lock);
	if (fd >= 0)
		close(fd);
}

/* One request, one answer: its result. */
static int ask(struct exchange *x)
{
	int fd = take_channel(), r;

	if (fd < 0)
		return lost(x, fd);
	r = send_request(fd, x);
	if (r == 0)
		r = receive(fd, x);
	give_channel(fd, r == 0);
	return r < 0 ? r : x->answer.result;
}

/* Sources. */

struct remote_source {
	struct source base;
	uint32_t handle;
	char why[READER_WHY];
};

static int ask_source(struct source *s, struct exchange *x)
{
	struct remote_source *remote = (struct remote_source *)s;
	int r;

	x->head.handle = remote->handle;
	r = ask(x);
	TEXT_SET(remote->why, x->answer.why);
	return r;
}

static int remote_presence(struct source *s)
{
	struct exchange x = { .head = { .op = READER_PRESENCE } };

	return ask_source(s, &x);
}

static int remote_read(struct source *s, struct image_addr at, size_t len, uint8_t *buf)
{
	struct exchange x = { .head = { .op = READER_READ, .at = at, .len = (uint32_t)len }, .data = buf, .size = len };
	int r;

	if (len > READER_LENGTH_MAX)
		return -EINVAL;
	r = ask_source(s, &x);
	return r < 0 ? r : x.answer.data == len ? 0 : -EBADMSG;
}

static const char *remote_why(const struct source *s)
{
	return ((const struct remote_source *)s)->why;
}

static void remote_close(struct source *s)
{
	struct exchange x = { .head = { .op = READER_CLOSE, .handle = ((struct remote_source *)s)->handle } };
	int fd = take_channel();

	/* Nobody waits for it. */
	if (fd >= 0)
		give_channel(fd, send_request(fd, &x) == 0);
	free(s);
}

static const struct source_ops remote_ops = {
	.name = "reader",
	.presence = remote_presence,
	.read = remote_read,
	.why = remote_why,
	.close = remote_close,
};

static int open_remote(const struct port_decl *port, const char *root, struct source **ret_source)
{
	char body[READER_REQUEST_MAX];
	struct exchange x = { .head = { .op = READER_OPEN }, .body = body };
	struct remote_source *remote;
	uint32_t handle;
	int r = reader_put_port(port, root, body);

	if (r < 0)
		return r;
	remote = calloc(1, sizeof(*remote));
	if (!remote)
		return -ENOMEM;
	x.head.body = (uint32_t)r;
	x.data = &handle;
	x.size = sizeof(handle);
	r = ask(&x);
	if (r < 0 || x.answer.data != sizeof(handle)) {
		free(remote);
		return r < 0 ? r : -EBADMSG;
	}
	remote->base.ops = &remote_ops;
	remote->base.instant = root[0] || port->source == SOURCE_FILE;
	remote->handle = handle;
	*ret_source = &remote->base;
	return 0;
}

static int node_size(const char *root, const char *path, off_t *ret_size)
{
	char body[READER_REQUEST_MAX];
	struct exchange x = { .head = { .op = READER_SIZE }, .body = body, .data = ret_size, .size = sizeof(*ret_size) };
	int r = reader_put_texts(root, path, body);

	if (r < 0)
		return r;
	x.head.body = (uint32_t)r;
	r = ask(&x);
	return r < 0 ? r : x.answer.data == sizeof(*ret_size) ? 0 : -EBADMSG;
}

/* A request that has a text as its body. */
static int ask_text(enum reader_op op, const char *text, struct exchange *ret_exchange)
{
	*ret_exchange = (struct exchange){ .head = { .op = op, .body = (uint32_t)strlen(text) + 1 }, .body = text };
	return ask(ret_exchange);
}

static bool has_copper(const char *netdev)
{
	struct exchange x;

	return ask_text(READER_COPPER, netdev, &x) > 0;
}

/* The kernel. */

/* Each answer but the last is a message; all of them are fetched, whatever `take` makes of one. */
static int fetch_messages(int fd, struct exchange *x, genl_take_fn *take, void *arg)
{
	int r = 0, error;

	for (;;) {
		const struct nlmsghdr *message;
		const void *data = x->data;
		size_t len;

		error = receive(fd, x);
		if (error < 0 || !x->answer.more)
			break;
		len = x->answer.data;
		message = genl_next(&data, &len);
		if (r == 0)
			r = message && len == 0 && message->nlmsg_len >= NLMSG_HDRLEN + sizeof(struct genlmsghdr) ?
			            take(message, arg) : -EBADMSG;
	}
	give_channel(fd, error == 0);
	return r < 0 ? r : error < 0 ? error : x->answer.result;
}

static int talk(const struct nlmsghdr *request, genl_take_fn *take, void *arg, char ret_why[GENL_WHY])
{
	struct exchange x = { .head = { .op = READER_NETLINK, .body = request->nlmsg_len }, .body = request,
		              .size = READER_DATA_MAX };
	int fd, r;

	x.data = malloc(READER_DATA_MAX);
	if (!x.data)
		return -ENOMEM;
	fd = take_channel();
	r = fd < 0 ? lost(&x, fd) : send_request(fd, &x);
	if (r == 0)
		r = fetch_messages(fd, &x, take, arg);
	else if (fd >= 0)
		give_channel(fd, false);
	text_copy(ret_why, GENL_WHY, x.answer.why);
	free(x.data);
	return r;
}

static int listen_remote(int ret_fds[MONITOR_FDS], struct monitor_families *ret_families)
{
	for (unsigned i = 0; i < MONITOR_FDS; i++) {
		struct exchange x = { .head = { .op = READER_LISTEN, .handle = i }, .data = ret_families,
			              .size = sizeof(*ret_families) };
		int r = ask(&x);

		if (r >= 0 && x.answer.data != sizeof(*ret_families))
			r = -EBADMSG;
		ret_fds[i] = x.pass;
		if (r < 0 && i == MONITOR_ROUTE)
			return r;
	}
	return 0;
}

static int connect_remote(const char *path)
{
	struct exchange x;
	int r = ask_text(READER_CONNECT, path, &x);

	return r < 0 ? r : x.pass >= 0 ? x.pass : -EBADMSG;
}

static const struct access_ops remote_access = {
	.open = open_remote,
	.node_size = node_size,
	.has_copper = has_copper,
	.talk = talk,
	.listen = listen_remote,
	.connect = connect_remote,
};

int client_config(void)
{
	struct exchange x = { .head = { .op = READER_CONFIG } };
	int r = ask(&x);

	return r < 0 ? r : x.pass >= 0 ? x.pass : -EBADMSG;
}

void client_start(int fd)
{
	client.base = fd;
	for (unsigned i = 0; i < IDLE_MAX; i++) {
		int channel = make_channel();

		if (channel >= 0)
			client.idle[client.idle_count++] = channel;
	}
	access_set(&remote_access);
}

bool client_running(void)
{
	return client.base >= 0;
}

void client_end(void)
{
	struct exchange x = { .head = { .op = READER_END } };

	if (client.base < 0)
		return;
	(void)ask(&x);
	pthread_mutex_lock(&client.lock);
	close(client.base);
	client.base = -1;
	while (client.idle_count > 0)
		close(client.idle[--client.idle_count]);
	pthread_mutex_unlock(&client.lock);
}
