/* SPDX-License-Identifier: BSD-3-Clause */
/* Requests answered from a picture of the daemon. */
#include "control/answer.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "view/show.h"

/* A picture is old when this many scans, and at least this time, should have replaced it. */
#define OLD_SCANS 5
#define OLD_MS 5000

static void say(struct server_answer *answer, unsigned status, const char *why)
{
	answer->status = status;
	fprintf(answer->note, "%s\n", why);
}

/* A daemon that scans no more must not pass for a switch where nothing happens. */
static void warn_of_age(const struct control_picture *picture, const struct timespec *now, FILE *note)
{
	int64_t age = clock_ms_between(&picture->snapshot->mono, now);

	if (age > OLD_MS && age > (int64_t)picture->status.presence_interval_ms * OLD_SCANS)
		fprintf(note, "what breakoutd knows is %lld s old: it has not finished a scan since\n",
		        (long long)age / 1000);
}

/* What is shown is of the file as it was read. */
static void warn_of_changed_file(const struct daemon_status *status, FILE *note)
{
	struct stat st;

	if (!status->config_time.tv_sec || stat(status->config, &st) < 0)
		return;
	if (st.st_mtim.tv_sec != status->config_time.tv_sec ||
	    st.st_mtim.tv_nsec != status->config_time.tv_nsec)
		fprintf(note, "%s has changed since breakoutd read it: SIGHUP makes it read it again\n",
		        status->config);
}

static bool is(const struct control_request *request, const char *first, size_t count)
{
	return request->word_count == count && strcmp(request->words[0], first) == 0;
}

/* It sends: the group of the socket may read, and no more. */
static enum control_task resync(const struct control_picture *picture, struct server_answer *answer)
{
	if (answer->user != 0 && answer->user != geteuid()) {
		say(answer, CONTROL_DENIED, "resync is for root and the user that breakoutd runs as");
		return CONTROL_NO_TASK;
	}
	if (!picture->status.notifications) {
		say(answer, CONTROL_FAILED, "notifications are turned off: nothing is announced");
		return CONTROL_NO_TASK;
	}
	fputs("what is active is announced again\n", answer->text);
	return CONTROL_RESYNC;
}

/* False: something in it makes no sense, and that was said. */
static bool options_of(const struct control_request *request, const struct timespec *now,
                       struct server_answer *answer, struct show_options *ret_options)
{
	struct show_options options = { .json = request->json, .csv = request->csv, .colour = request->colour,
	                                .width = request->width, .now = *now };

	options.filter = (struct show_filter){ .port = request->port, .breakout = request->breakout,
	                                       .last = request->last };
	if (request->severity)
		options.filter.severity = show_severity(request->severity);
	if (request->severity && !options.filter.severity) {
		say(answer, CONTROL_BAD_REQUEST, "severity: expected info, minor, major or critical");
		return false;
	}
	*ret_options = options;
	return true;
}

/* What can be shown of the picture. */
static void print(const struct control_picture *picture, const struct timespec *now,
                  const struct control_request *request, struct server_answer *answer)
{
	char why[SHOW_WHY] = "this version of breakoutd can't answer that";
	const struct show_list *list;
	struct show_options options;
	int r;

	if (!options_of(request, now, answer, &options))
		return;
	list = is(request, "show", 2) ? show_find(request->words[1]) : NULL;
	if (is(request, "status", 1))
		r = status_print(&picture->status, picture->snapshot, &options, answer->text);
	else if (!list)
		r = -ENOSYS;
	else if (!picture->snapshot)
		r = -EAGAIN;
	else
		r = show_print(list, picture->snapshot, &options, answer->text, why);
	if (r == -EAGAIN)
		say(answer, CONTROL_AGAIN, "breakoutd has not finished its first scan yet");
	else if (r == -ENOMEM)
		say(answer, CONTROL_FAILED, "breakoutd is out of memory");
	else if (r < 0)
		say(answer, r == -ENOENT ? CONTROL_FAILED : CONTROL_BAD_REQUEST, why);
}

enum control_task control_answer(const struct control_picture *picture, const struct timespec *now,
                                 const struct control_request *request, struct server_answer *answer)
{
	if (request->config && strcmp(request->config, picture->status.config) != 0) {
		answer->status = CONTROL_OTHER_CONFIG;
		fprintf(answer->note, "breakoutd runs with %s\n", picture->status.config);
		return CONTROL_NO_TASK;
	}
	if (is(request, "resync", 1))
		return resync(picture, answer);
	print(picture, now, request, answer);
	if (answer->status != CONTROL_OK)
		return CONTROL_NO_TASK;
	if (picture->snapshot)
		warn_of_age(picture, now, answer->note);
	warn_of_changed_file(&picture->status, answer->note);
	return CONTROL_NO_TASK;
}
