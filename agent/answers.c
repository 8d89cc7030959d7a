/* SPDX-License-Identifier: BSD-3-Clause */
/* What breakoutctl is told. */
#include "agent/answers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "agent/mib.h"
#include "base/log.h"
#include "base/text.h"
#include "control/control.h"

struct answers {
	struct control *control;
	struct daemon_status status;      /* as it was told last */
	const struct snapshot *snapshot;  /* likewise; borrowed, only compared, as the next */
	const struct settings *settings;
};

static void explain(const char *path, const char *group, int error)
{
	if (error == -EADDRINUSE)
		log_warning("%s is answered already: breakoutctl does not ask this breakoutd", path);
	else if (error == -EEXIST)
		log_warning("%s is no socket, and stays: breakoutctl can't ask", path);
	else if (error == -EPERM)
		log_warning("%s: no control socket in a folder that others may write to", path);
	else if (error == -ESRCH)
		log_warning("%s: no control socket, as there is no group \"%s\"", path, group);
	else
		log_warning("%s: no control socket: %s", path, strerror(-error));
}

/* Whether the file changes from now on. What changed since it was read, a moment ago, is not seen. */
static void look_at_config(struct daemon_status *status)
{
	struct stat st;

	if (stat(status->config, &st) == 0)
		status->config_time = st.st_mtim;
}

/* False if that is what the status says already. */
static bool refresh(struct daemon_status *status, const struct mib_view *view, const struct session *session)
{
	struct daemon_status now = *status;
	char reason[SESSION_REASON];

	now.version = view->status->version;
	now.started = view->status->started;
	TEXT_SET(now.master, session_reason(session, reason, &now.master_since));
	now.presence_interval_ms = view->settings->presence_interval_ms;
	now.dom_interval_ms = view->settings->dom_interval_ms;
	now.notifications = view->preferences->notifications;
	now.notifications_sent = view->status->notifications_sent;
	now.notifications_suppressed = view->status->notifications_suppressed;
	now.notifications_dropped = view->status->notifications_dropped;
	now.notifications_repeated = view->status->notifications_repeated;
	if (memcmp(&now, status, sizeof(now)) == 0)
		return false;
	*status = now;
	return true;
}

struct answers *answers_start(const char *path, const char *group, const char *config, const char *master,
                              int wake)
{
	struct answers *a = path[0] ? calloc(1, sizeof(*a)) : NULL;
	char *real;
	int error;

	if (!a)
		return NULL;
	real = realpath(config, NULL);
	TEXT_SET(a->status.config, real ? real : "");
	free(real);
	TEXT_SET(a->status.address, master[0] ? master : "default");
	clock_gettime(CLOCK_MONOTONIC, &a->status.started_mono);
	a->status.pid = (long)getpid();
	error = control_listen(path, group, wake, &a->control);
	if (error) {
		explain(path, group, error);
		free(a);
		return NULL;
	}
	return a;
}

void answers_update(struct answers *a, const struct mib_view *view, const struct session *session)
{
	bool changed;

	if (!a)
		return;
	/* They are others after a reload. */
	if (a->settings != view->settings)
		look_at_config(&a->status);
	a->settings = view->settings;
	changed = refresh(&a->status, view, session);
	if (!changed && a->snapshot == view->snapshot)
		return;
	a->snapshot = view->snapshot;
	if (control_publish(a->control, view->snapshot, &a->status) < 0)
		log_error("breakoutctl is not answered: no thread can be had");
}

bool answers_take_resync(struct answers *a)
{
	return a && control_take_resync(a->control);
}

void answers_stop(struct answers *a)
{
	if (!a)
		return;
	control_stop(a->control);
	free(a);
}
