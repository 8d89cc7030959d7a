/* SPDX-License-Identifier: BSD-3-Clause */
/* Events become notifications. */
#include "agent/notify.h"

#include "base/log.h"
#include "model/snapshot.h"

#define RETRY_SECONDS 2

void notifier_init(struct notifier *n, struct agent_status *status)
{
	*n = (struct notifier){ .status = status };
}

/* Position of the first event after number `index`. */
static size_t position_after(const struct event_log *log, uint32_t index)
{
	size_t low = 0, high = log->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (log->events[middle]->index <= index)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Be done with events up to `index` without sending; only while nothing is under way. */
static void pass_over(struct notifier *n, uint32_t index, uint32_t suppressed)
{
	n->sent = n->acknowledged = index;
	n->status->notifications_suppressed += suppressed;
}

static void enqueue(struct notifier *n, const struct event *e)
{
	unsigned at = (n->first + n->count++) % NOTIFIER_WINDOW;

	n->under_way[at].event = e->index;
	n->under_way[at].stands_for = e->suppressed;
	n->sent = e->index;
}

static bool before(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec : a->tv_nsec < b->tv_nsec;
}

void notifier_run(struct notifier *n, const struct event_log *log, bool enabled, const struct timespec *now,
                  notifier_send_fn *send, void *arg)
{
	if (before(now, &n->hold_until))
		return;
	for (size_t i = position_after(log, n->sent); i < log->count && n->count < NOTIFIER_WINDOW; i++) {
		const struct event *e = log->events[i];
		const struct mib_notification *kind = mib_notification_of(e->kind);

		/* The queue is in order: what is passed over waits for what was sent before it. */
		if ((e->index != n->sent + 1 || !enabled || !kind) && n->count > 0)
			return;
		if (e->index != n->sent + 1) {
			uint32_t lost = e->index - n->sent - 1;

			log_warning("events %u to %u left the log before they could be notified", n->sent + 1,
			            e->index - 1);
			pass_over(n, e->index - 1, lost);
		}
		if (!enabled || !kind) {
			pass_over(n, e->index, 1 + e->suppressed);
			continue;
		}
		if (send(arg, kind, e->index) < 0)
			return;
		enqueue(n, e);
	}
}

void notifier_answered(struct notifier *n, uint32_t event, bool taken)
{
	uint32_t stands_for = 0;

	if (n->count == 0 || event < n->under_way[n->first].event || event > n->sent)
		return;  /* sent before the session was lost */
	/* The master answers in order; an answer covers those before it. */
	while (n->count > 0 && n->under_way[n->first].event <= event) {
		stands_for += n->under_way[n->first].stands_for;
		n->first = (n->first + 1) % NOTIFIER_WINDOW;
		n->count--;
	}
	n->acknowledged = event;
	n->status->notifications_suppressed += stands_for + (taken ? 0 : 1);
	if (taken)
		n->status->notifications_sent++;
}

void notifier_lost(struct notifier *n, const struct timespec *now)
{
	n->sent = n->acknowledged;
	n->first = n->count = 0;
	n->hold_until = *now;
	n->hold_until.tv_sec += RETRY_SECONDS;
}

bool notifier_pending(const struct notifier *n, const struct event_log *log)
{
	return log->count > 0 && log->events[log->count - 1]->index > n->acknowledged;
}
