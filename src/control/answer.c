/* SPDX-License-Identifier: BSD-3-Clause */
/* Requests answered from a picture of the daemon. */
#include "control/answer.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/parse.h"
#include "view/check.h"
#include "view/diagram.h"
#include "view/show.h"
#include "view/violation_text.h"

/* A picture is old when this many scans, and at least this time, should have replaced it. */
#define OLD_SCANS 5
#define OLD_MS 5000

static void say(struct server_answer *answer, unsigned status, const char *why)
{
	answer->status = status;
	fprintf(answer->note, "%s\n", why);
}

/* A daemon that scans no more must not pass for a switch where nothing happens. */
static bool is_old(const struct control_picture *picture, const struct timespec *now, char *why, size_t size)
{
	int64_t age = clock_ms_between(&picture->snapshot->mono, now);

	if (age <= OLD_MS || age <= (int64_t)picture->status.presence_interval_ms * OLD_SCANS)
		return false;
	snprintf(why, size, "what breakoutd knows is %lld s old: it has not finished a scan since",
	         (long long)age / 1000);
	return true;
}

static void warn_of_age(const struct control_picture *picture, const struct timespec *now, FILE *note)
{
	char why[SHOW_WHY];

	if (is_old(picture, now, why, sizeof(why)))
		fprintf(note, "%s\n", why);
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

/* Requests about a snapshot; each says in why[SHOW_WHY] what is wrong with -ENOENT and -EINVAL. */

static int answer_check(const struct control_picture *picture, const struct show_options *options, FILE *out,
                        char *why)
{
	char old[SHOW_WHY];
	int r = check_print(picture->snapshot, &options->filter,
	                    is_old(picture, &options->now, old, sizeof(old)) ? old : NULL, out, why);

	return r < 0 ? r : 0;
}

static int answer_explain(const struct control_picture *picture, const char *word,
                          const struct show_options *options, FILE *out, char *why)
{
	uint32_t index;

	if (parse_u32(word, 1, UINT32_MAX, &index) < 0) {
		snprintf(why, SHOW_WHY, "explain: expected the number of a violation");
		return -EINVAL;
	}
	return violation_explain(picture->snapshot, index, options, out, why);
}

/* PORT LANE */
static int answer_history(const struct control_picture *picture, const char *const *words,
                          const struct show_options *options, FILE *out, char *why)
{
	const struct show_filter filter = { .port = words[0] };
	const struct topology *t = picture->snapshot->topology;
	struct lane_day day = { .port = words[0] };
	size_t port;
	uint32_t lane;
	bool full = false;
	int r = show_port_of(&filter, t, &port, why);

	if (r < 0)
		return r;
	if (parse_u32(words[1], 1, MODULE_MAX_LANES, &lane) < 0 || !picture->day) {
		snprintf(why, SHOW_WHY, "there is no lane '%.32s'", words[1]);
		return -ENOENT;
	}
	day.port = t->ports[port].name;
	day.lane = lane;
	picture->day(picture->arg, t->ports[port].index, lane, &day, &full);
	if (full) {
		snprintf(why, SHOW_WHY, "there are too many lanes: nothing is kept of this one");
		return -ENOENT;
	}
	return history_print(&day, options, out);
}

/* -ENOSYS for what is none of them, -EAGAIN before the first snapshot. */
static int answer_snapshot(const struct control_picture *picture, const struct control_request *request,
                           const struct show_options *options, FILE *out, char *why)
{
	const struct show_list *list = is(request, "show", 2) ? show_find(request->words[1]) : NULL;
	bool check = is(request, "check", 1), explain = is(request, "explain", 2);
	bool html = is(request, "diagram", 2) && strcmp(request->words[1], "html") == 0;
	bool diagram = is(request, "diagram", 1) || html, history = is(request, "history", 3);

	if (!list && !check && !explain && !diagram && !history)
		return -ENOSYS;
	if (!picture->snapshot)
		return -EAGAIN;
	if (check)
		return answer_check(picture, options, out, why);
	if (explain)
		return answer_explain(picture, request->words[1], options, out, why);
	if (history)
		return answer_history(picture, request->words + 1, options, out, why);
	if (diagram)
		return diagram_print(picture->snapshot, &options->filter, html, out, why);
	return show_print(list, picture->snapshot, options, out, why);
}

/* What can be shown of the picture. */
static void print(const struct control_picture *picture, const struct timespec *now,
                  const struct control_request *request, struct server_answer *answer)
{
	char why[SHOW_WHY] = "this version of breakoutd can't answer that";
	struct show_options options;
	int r;

	if (!options_of(request, now, answer, &options))
		return;
	if (is(request, "status", 1))
		r = status_print(&picture->status, picture->snapshot, &options, answer->text);
	else
		r = answer_snapshot(picture, request, &options, answer->text, why);
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
