/* SPDX-License-Identifier: BSD-3-Clause */
/* The thread of the control socket, and what it answers from. */
#include "control/control.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "control/answer.h"
#include "control/server.h"
#include "control/socket.h"
#include "model/history.h"

/* Answers are for people, who have more time than the tables' walkers: less of a shared processor. */
#define NICE 5

struct control {
	struct socket_place place;
	struct server *server;      /* of the thread, while it runs */
	int stop_fd;
	int wake_fd;                /* borrowed */
	pthread_t thread;
	bool running;

	pthread_mutex_t lock;       /* guards what follows */
	struct snapshot *snapshot;  /* owned reference; NULL: none yet */
	struct daemon_status status;
	bool resync;                /* asked for, and not taken */
	struct history *history;    /* owned */
};

static void wish_resync(struct control *c)
{
	const uint64_t one = 1;

	pthread_mutex_lock(&c->lock);
	c->resync = true;
	pthread_mutex_unlock(&c->lock);
	(void)!write(c->wake_fd, &one, sizeof(one));
}

bool control_take_resync(struct control *c)
{
	bool resync;

	pthread_mutex_lock(&c->lock);
	resync = c->resync;
	c->resync = false;
	pthread_mutex_unlock(&c->lock);
	return resync;
}

static void day_of(void *arg, uint32_t port_index, unsigned lane, struct lane_day *day, bool *ret_full)
{
	struct control *c = arg;
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	pthread_mutex_lock(&c->lock);
	for (enum history_monitor m = 0; m < HISTORY_MONITORS; m++)
		day->known[m] = history_get(c->history, port_index, lane, m, now.tv_sec, day->points[m], ret_full);
	pthread_mutex_unlock(&c->lock);
}

static void answer(void *arg, const struct control_request *request, struct server_answer *a)
{
	struct control *c = arg;
	struct control_picture picture = { .day = day_of, .arg = arg };
	struct snapshot *snapshot;
	struct timespec now;

	pthread_mutex_lock(&c->lock);
	snapshot = c->snapshot ? snapshot_ref(c->snapshot) : NULL;
	picture.status = c->status;
	pthread_mutex_unlock(&c->lock);
	picture.snapshot = snapshot;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (control_answer(&picture, &now, request, a) == CONTROL_RESYNC)
		wish_resync(c);
	snapshot_unref(snapshot);
}

static void *serve(void *arg)
{
	struct control *c = arg;
	int r;

	/* Of this thread only, on Linux. */
	(void)setpriority(PRIO_PROCESS, (id_t)gettid(), NICE);
	do
		r = server_turn(c->server, -1);
	while (r == 0);
	if (r < 0)
		log_error("breakoutctl is answered no more: %s", strerror(-r));
	return NULL;
}

int control_listen(const char *path, const char *group, int wake, struct control **ret_control)
{
	struct control *c = calloc(1, sizeof(*c));
	int r;

	if (!c)
		return -ENOMEM;
	pthread_mutex_init(&c->lock, NULL);
	c->place = (struct socket_place){ .fd = -1, .folder = -1 };
	c->wake_fd = wake;
	c->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	c->history = history_new();
	r = c->stop_fd < 0 ? -errno : !c->history ? -ENOMEM : socket_listen(path, group, &c->place);
	if (r == 0) {
		c->server = server_new(c->place.fd, c->stop_fd, &server_default_limits, answer, c);
		r = c->server ? 0 : -ENOMEM;
	}
	if (r < 0) {
		control_stop(c);
		return r;
	}
	*ret_control = c;
	return 0;
}

int control_publish(struct control *c, const struct snapshot *snapshot, const struct daemon_status *status)
{
	struct snapshot *before = NULL;
	int r = 0;

	pthread_mutex_lock(&c->lock);
	if (snapshot != c->snapshot) {
		before = c->snapshot;
		c->snapshot = snapshot ? snapshot_ref(snapshot) : NULL;
		/* Without memory for it, a history has holes. */
		if (snapshot)
			(void)history_add(c->history, snapshot);
	}
	c->status = *status;
	pthread_mutex_unlock(&c->lock);
	snapshot_unref(before);
	if (!c->running) {
		r = -pthread_create(&c->thread, NULL, serve, c);
		c->running = r == 0;
	}
	return r;
}

void control_stop(struct control *c)
{
	const uint64_t one = 1;

	if (!c)
		return;
	if (c->running) {
		(void)!write(c->stop_fd, &one, sizeof(one));
		pthread_join(c->thread, NULL);
	}
	server_free(c->server);
	history_free(c->history);
	socket_remove(&c->place);
	if (c->stop_fd >= 0)
		close(c->stop_fd);
	snapshot_unref(c->snapshot);
	pthread_mutex_destroy(&c->lock);
	free(c);
}
