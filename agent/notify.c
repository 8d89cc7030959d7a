/* SPDX-License-Identifier: BSD-3-Clause */
/* Events become notifications. */
#include "agent/notify.h"

#include "agent/ledger.h"
#include "base/clock.h"
#include "base/log.h"
#include "model/snapshot.h"

#define RETRY_SECONDS 2

/* Between two looks whether the ledger is saved. */
#define SAVING_MS 5

void notifier_init(struct notifier *n, struct agent_status *status, struct ledger *ledger, uint32_t last_event)
{
	*n = (struct notifier){ .status = status, .ledger = ledger, .acknowledged = last_event,
	                        .sent = last_event, .credit = NOTIFIER_BURST * 1000 };
}

/* The oldest that is under way is so no more. */
static void dequeue(struct notifier *n)
{
	event_unref(n->under_way[n->first]);
	n->first = (n->first + 1) % NOTIFIER_WINDOW;
	n->count--;
}

void notifier_release(struct notifier *n)
{
	while (n->count > 0)
		dequeue(n);
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
	n->under_way[(n->first + n->count++) % NOTIFIER_WINDOW] = event_ref(e);
	n->sent = e->index;
	n->status->notifications_repeated += e->index <= n->newest;
	if (e->index > n->newest)
		n->newest = e->index;
}

/* What the time since the last look allows to be sent. */
static void earn(struct notifier *n, const struct timespec *now)
{
	int64_t ms = clock_ms_between(&n->credited, now);

	if (ms <= 0)
		return;
	n->credited = *now;
	/* A thousand milliseconds fill any bucket, and are far from overflowing. */
	n->credit += ms < 1000 ? (uint32_t)ms * n->rate : NOTIFIER_BURST * 1000;
	if (n->credit > NOTIFIER_BURST * 1000)
		n->credit = NOTIFIER_BURST * 1000;
}

static bool is_spent(const struct notifier *n)
{
	return n->rate && n->credit < 1000;
}

int notifier_wait_ms(const struct notifier *n, const struct event_log *log)
{
	if (n->saving)
		return SAVING_MS;
	if (!is_spent(n) || position_after(log, n->sent) == log->count)
		return -1;
	return (int)((1000 - n->credit) / n->rate) + 1;
}

/*
 * Is the event at `at` in the ledger, so that it may be sent? Those that come after it are announced with it: one
 * write of the ledger is for all.
 */
static bool is_announced(struct notifier *n, const struct event_log *log, size_t at, const struct timespec *now)
{
	bool announced = true;

	for (size_t i = at; n->ledger && i < log->count && i - at < NOTIFIER_WINDOW; i++) {
		bool saved = ledger_announce(n->ledger, log->events[i], now);

		if (i == at)
			announced = saved;
	}
	return announced;
}

void notifier_run(struct notifier *n, const struct event_log *log, bool enabled, const struct timespec *now,
                  notifier_send_fn *send, void *arg)
{
	if (clock_before(now, &n->hold_until))
		return;
	n->saving = false;
	earn(n, now);
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
			n->status->notifications_dropped += lost;
			pass_over(n, e->index - 1, 0);
		}
		if (!enabled || !kind) {
			pass_over(n, e->index, 1 + e->suppressed);
			if (n->ledger)
				ledger_refused(n->ledger, e);
			continue;
		}
		n->saving = !is_announced(n, log, i, now);
		if (n->saving || is_spent(n) || send(arg, kind, e->index) < 0)
			return;
		if (n->rate)
			n->credit -= 1000;
		enqueue(n, e);
	}
}

void notifier_answered(struct notifier *n, uint32_t event, bool taken)
{
	if (n->count == 0 || event < n->under_way[n->first]->index || event > n->sent)
		return;  /* sent before the session was lost */
	/* The master answers in order; an answer covers those before it. */
	while (n->count > 0 && n->under_way[n->first]->index <= event) {
		const struct event *e = n->under_way[n->first];

		n->status->notifications_suppressed += e->suppressed;
		if (n->ledger && (taken || e->index != event))
			ledger_told(n->ledger, e);
		else if (n->ledger)
			ledger_refused(n->ledger, e);
		dequeue(n);
	}
	n->acknowledged = event;
	n->status->notifications_suppressed += taken ? 0 : 1;
	if (taken)
		n->status->notifications_sent++;
}

void notifier_lost(struct notifier *n, const struct timespec *now)
{
	if (n->count > 0)
		log_warning("the master agent has not acknowledged %u notifications, from event %u on; sending them "
		            "again", n->count, n->under_way[n->first]->index);
	n->saving = false;
	n->sent = n->acknowledged;
	notifier_release(n);
	n->hold_until = *now;
	n->hold_until.tv_sec += RETRY_SECONDS;
}

bool notifier_pending(const struct notifier *n, const struct event_log *log)
{
	return log->count > 0 && log->events[log->count - 1]->index > n->acknowledged;
}
