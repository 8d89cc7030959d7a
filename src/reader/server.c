/* SPDX-License-Identifier: BSD-3-Clause */
/* A thread for each socket; a table of sources for all. */
#include "reader/server.h"

#include <errno.h>
#include <linux/devlink.h>
#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/text.h"
#include "reader/allow.h"
#include "reader/channel.h"
#include "reader/protocol.h"
#include "source/genl.h"
#include "source/monitor.h"
#include "source/source.h"

/* Twice the ports of the largest switch: a reload opens them anew before it closes the old ones. */
#define HANDLES 4096
#define CHANNELS_MAX 1024
#define STACK (256 * 1024)

/* Configurations whose ports may be read: the one in force, and the one before until its ports are closed. */
#define CONFIGS 2

struct handle {
	struct source *source;       /* NULL: free */
	uint32_t generation;
	bool busy;                   /* in the hands of a thread */
};

static struct {
	struct server_setup setup;
	pthread_mutex_t lock;        /* guards what follows */
	struct config *configs[CONFIGS];
	struct handle handles[HANDLES];
	unsigned channel_count;
} server = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* One socket, and what its thread keeps. */
struct channel {
	int fd;
	struct genl *genl;           /* NULL until it is needed */
};

/* An answer that is being made. */
struct reply {
	struct reader_answer head;
	const void *data;
	int pass;                    /* descriptor to be sent and closed, or -1 */
	union {
		uint8_t bytes[READER_LENGTH_MAX];
		uint32_t handle;
		off_t size;
		struct monitor_families families;
	} room;
};

/* Netlink requests that are made for the decoder: they only ask. */
static const struct genl_allowed requests[] = {
	{ NULL, CTRL_CMD_GETFAMILY, false },
	{ ETHTOOL_GENL_NAME, ETHTOOL_MSG_LINKMODES_GET, true },
	{ ETHTOOL_GENL_NAME, ETHTOOL_MSG_FEC_GET, true },
	{ DEVLINK_GENL_NAME, DEVLINK_CMD_PORT_GET, true },
};

static int send_reply(const struct channel *c, const struct reply *reply)
{
	return channel_send(c->fd, &reply->head, sizeof(reply->head), reply->data, reply->head.data, reply->pass);
}

static void put_data(struct reply *reply, const void *data, size_t len)
{
	reply->data = data;
	reply->head.data = (uint32_t)len;
}

/* Sources. */

static bool is_allowed(const char *root, const struct port_decl *port)
{
	bool allowed = false;

	pthread_mutex_lock(&server.lock);
	for (unsigned i = 0; i < CONFIGS && !allowed; i++)
		allowed = server.configs[i] && allow_port(server.configs[i], root, port);
	pthread_mutex_unlock(&server.lock);
	return allowed;
}

/* Into the table; false if it is full. */
static bool keep_source(struct source *source, uint32_t *ret_handle)
{
	uint32_t i = 0;

	pthread_mutex_lock(&server.lock);
	while (i < HANDLES && server.handles[i].source)
		i++;
	if (i < HANDLES) {
		server.handles[i].source = source;
		server.handles[i].generation++;
		*ret_handle = server.handles[i].generation * HANDLES + i;
	}
	pthread_mutex_unlock(&server.lock);
	return i < HANDLES;
}

/* The source of a handle, for this thread alone; NULL: there is none, or another thread has it. */
static struct source *borrow_source(uint32_t handle)
{
	struct handle *h = &server.handles[handle % HANDLES];
	struct source *source = NULL;

	pthread_mutex_lock(&server.lock);
	if (h->source && !h->busy && h->generation == handle / HANDLES) {
		h->busy = true;
		source = h->source;
	}
	pthread_mutex_unlock(&server.lock);
	return source;
}

static void return_source(uint32_t handle, bool free)
{
	struct handle *h = &server.handles[handle % HANDLES];

	pthread_mutex_lock(&server.lock);
	h->busy = false;
	if (free)
		h->source = NULL;
	pthread_mutex_unlock(&server.lock);
}

static int open_source(const struct reader_request *request, struct reply *reply)
{
	struct source *source;
	int r;

	if (!is_allowed(request->root, &request->port))
		return -EPERM;
	r = source_open(&request->port, request->root, &source);
	if (r < 0)
		return r;
	if (!keep_source(source, &reply->room.handle)) {
		source_close(source);
		return -EMFILE;
	}
	put_data(reply, &reply->room, sizeof(reply->room.handle));
	return 0;
}

static int use_source(const struct reader_request *request, struct reply *reply)
{
	struct source *source = borrow_source(request->handle);
	int r;

	if (!source)
		return -EBADF;
	if (request->op == READER_PRESENCE) {
		r = source_presence(source);
	} else {
		r = source_read(source, request->at, request->len, reply->room.bytes);
		if (r == 0)
			put_data(reply, &reply->room, request->len);
	}
	TEXT_SET(reply->head.why, source_why(source));
	return_source(request->handle, false);
	return r;
}

static void close_source(const struct reader_request *request)
{
	struct source *source = borrow_source(request->handle);

	if (!source)
		return;
	source_close(source);
	return_source(request->handle, true);
}

static int size_node(const struct reader_request *request, struct reply *reply)
{
	if (!is_allowed(request->root, &request->port))
		return -EPERM;
	put_data(reply, &reply->room, sizeof(reply->room.size));
	return source_node_size(request->root, request->port.path, &reply->room.size);
}

/* The kernel. */

static int forward_message(const struct nlmsghdr *message, void *arg)
{
	struct reply part = { .head = { .more = 1 }, .pass = -1 };

	if (message->nlmsg_len > READER_DATA_MAX)
		return -EMSGSIZE;
	put_data(&part, message, message->nlmsg_len);
	return send_reply(arg, &part);
}

static int ask_kernel(struct channel *c, const struct reader_request *request, struct reply *reply)
{
	int r = c->genl ? 0 : genl_open(&c->genl);

	if (r < 0)
		return r;
	r = genl_forward(c->genl, request->message, request->message_len, requests,
	                 sizeof(requests) / sizeof(requests[0]), forward_message, c);
	TEXT_SET(reply->head.why, genl_why(c->genl));
	return r;
}

/* A pair of sockets of which one is this process's, the other goes with the answer. */
static int make_pair(struct reply *reply, int *ret_own)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return -errno;
	reply->pass = pair[0];
	*ret_own = pair[1];
	return 0;
}

static int start_thread(void *(*run)(void *arg), void *arg)
{
	pthread_attr_t attr;
	pthread_t thread;
	int r;

	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attr, STACK);
	r = -pthread_create(&thread, &attr, run, arg);
	pthread_attr_destroy(&attr);
	return r;
}

struct listening {
	struct net_monitor *monitor;
	enum monitor_socket which;
	int to;
};

static void *run_relay(void *arg)
{
	struct listening *l = arg;

	monitor_relay(l->monitor, l->which, l->to);
	monitor_close(l->monitor);
	close(l->to);
	free(l);
	return NULL;
}

static int listen_to_kernel(const struct reader_request *request, struct reply *reply)
{
	struct listening *l;
	int r;

	if (request->handle >= MONITOR_FDS)
		return -EINVAL;
	l = calloc(1, sizeof(*l));
	if (!l)
		return -ENOMEM;
	l->which = (enum monitor_socket)request->handle;
	r = monitor_open(&l->monitor);
	if (r == 0)
		r = make_pair(reply, &l->to);
	if (r < 0) {
		monitor_close(l->monitor);
		free(l);
		return r;
	}
	reply->room.families = *monitor_families(l->monitor);
	put_data(reply, &reply->room, sizeof(reply->room.families));
	r = start_thread(run_relay, l);
	if (r < 0) {
		monitor_close(l->monitor);
		close(l->to);
		free(l);
	}
	return r;
}

/* The rest. */

static int connect_to_master(const struct reader_request *request, struct reply *reply)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int r = 0;

	if (!server.setup.master_path || strcmp(request->name, server.setup.master_path) != 0 ||
	    !TEXT_SET(sun.sun_path, request->name))
		return -EPERM;
	reply->pass = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (reply->pass < 0 || connect(reply->pass, (struct sockaddr *)&sun, sizeof(sun)) < 0)
		r = -errno;
	return r;
}

/* One that is in force stays allowed: its ports are read until the decoder has taken over the new one. */
static void keep_config(struct config *config)
{
	struct config *dropped;

	pthread_mutex_lock(&server.lock);
	dropped = server.configs[CONFIGS - 1];
	memmove(&server.configs[1], &server.configs[0], (CONFIGS - 1) * sizeof(server.configs[0]));
	server.configs[0] = config;
	pthread_mutex_unlock(&server.lock);
	config_free(dropped);
}

/* The parser is for one thread at a time. */
static int read_config(struct reply *reply)
{
	static pthread_mutex_t parser = PTHREAD_MUTEX_INITIALIZER;
	struct config *config;
	char *error = NULL;
	struct stat st = { .st_mode = 0 };
	int fd = config_open(server.setup.config_path), again;

	if (fd < 0)
		return fd;
	/* It passes no other kind of file. */
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		int r = S_ISDIR(st.st_mode) ? -EISDIR : -EINVAL;

		close(fd);
		return r;
	}
	again = dup(fd);
	pthread_mutex_lock(&parser);
	/* What is wrong with it the decoder finds, too, and says. */
	if (again >= 0 && config_load_opened(server.setup.config_path, again, &config, &error) == 0)
		keep_config(config);
	pthread_mutex_unlock(&parser);
	free(error);
	reply->pass = fd;
	return lseek(fd, 0, SEEK_SET) < 0 ? -errno : 0;
}

static int end(void)
{
	if (server.setup.pid_path)
		(void)unlink(server.setup.pid_path);
	return 0;
}

static void *serve_channel(void *arg);

/* Count one more, unless there are too many. */
static bool count_channel(void)
{
	bool room;

	pthread_mutex_lock(&server.lock);
	room = server.channel_count < CHANNELS_MAX;
	server.channel_count += room;
	pthread_mutex_unlock(&server.lock);
	return room;
}

static void drop_channel(struct channel *c)
{
	genl_close(c->genl);
	close(c->fd);
	free(c);
	pthread_mutex_lock(&server.lock);
	server.channel_count--;
	pthread_mutex_unlock(&server.lock);
}

static int add_channel(struct reply *reply)
{
	struct channel *c;
	int own = -1, r;

	r = make_pair(reply, &own);
	if (r < 0)
		return r;
	c = calloc(1, sizeof(*c));
	if (!c || !count_channel()) {
		free(c);
		close(own);
		return -EMFILE;
	}
	c->fd = own;
	r = start_thread(serve_channel, c);
	if (r < 0)
		drop_channel(c);
	return r;
}

static int do_request(struct channel *c, const struct reader_request *request, struct reply *reply)
{
	switch (request->op) {
	case READER_CHANNEL:
		return add_channel(reply);
	case READER_OPEN:
		return open_source(request, reply);
	case READER_PRESENCE:
	case READER_READ:
		return use_source(request, reply);
	case READER_SIZE:
		return size_node(request, reply);
	case READER_COPPER:
		return source_has_copper(request->name);
	case READER_NETLINK:
		return ask_kernel(c, request, reply);
	case READER_LISTEN:
		return listen_to_kernel(request, reply);
	case READER_CONFIG:
		return read_config(reply);
	case READER_CONNECT:
		return connect_to_master(request, reply);
	case READER_END:
		return end();
	default:
		return -EBADMSG;
	}
}

/* A request and its answer: false at the end. */
static bool serve_one(struct channel *c, void *buffer)
{
	struct reply reply = { .pass = -1 };
	struct reader_request request;
	ssize_t n = channel_receive(c->fd, buffer, READER_REQUEST_MAX, NULL, 0, NULL);
	int r;

	if (n <= 0)
		return false;
	r = reader_parse(buffer, (size_t)n, &request);
	if (r == 0 && request.op == READER_CLOSE) {
		close_source(&request);
		return true;
	}
	reply.head.result = r < 0 ? r : do_request(c, &request, &reply);
	if (reply.head.result < 0) {
		reply.head.data = 0;
		if (reply.pass >= 0)
			close(reply.pass);
		reply.pass = -1;
	}
	r = send_reply(c, &reply);
	if (reply.pass >= 0)
		close(reply.pass);
	return r == 0;
}

static void serve(struct channel *c)
{
	void *buffer = malloc(READER_REQUEST_MAX);

	while (buffer && serve_one(c, buffer))
		;
	free(buffer);
}

static void *serve_channel(void *arg)
{
	struct channel *c = arg;

	serve(c);
	drop_channel(c);
	return NULL;
}

void server_run(const struct server_setup *setup)
{
	struct channel base = { .fd = setup->fd };

	server.setup = *setup;
	server.configs[0] = setup->config;
	serve(&base);
}
