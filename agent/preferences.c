/* SPDX-License-Identifier: BSD-3-Clause */
/* What managers may set, kept in a file. */
#include "agent/preferences.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_NAME "preferences"
#define FILE_MAX 64
#define KEY "notifications = "

static const char on_line[] = KEY "true\n";
static const char off_line[] = KEY "false\n";

/* Either of two lines, and nothing else. */
static bool parse(struct preferences *p, const char *text)
{
	if (strcmp(text, on_line) != 0 && strcmp(text, off_line) != 0)
		return false;
	p->notifications = strcmp(text, on_line) == 0;
	return true;
}

int preferences_init(struct preferences *p, struct state *state, const char *dir, bool notifications)
{
	char *path, *text;
	size_t len;

	*p = (struct preferences){ .notifications = notifications };
	if (asprintf(&path, "%s/" FILE_NAME, dir) < 0)
		return -ENOMEM;
	p->file = state_open(state, path, "what managers have set", NULL, NULL);
	free(path);
	if (!p->file)
		return -ENOMEM;
	if (state_read(p->file, FILE_MAX, &text, &len) < 0)
		return 0;
	if (!parse(p, text))
		state_reject(p->file);
	free(text);
	return 0;
}

void preferences_set(struct preferences *p, bool notifications)
{
	char *line = strdup(notifications ? on_line : off_line);

	p->notifications = notifications;
	if (p->file && line)
		state_put_text(p->file, line);
	else
		free(line);
}

/* TruthValue: true(1), false(2). */
static bool valid_truth(int32_t value)
{
	return value == 1 || value == 2;
}

static int32_t get_truth(const struct preferences *p)
{
	return p->notifications ? 1 : 2;
}

static void set_truth(struct preferences *p, int32_t value)
{
	preferences_set(p, value == 1);
}

const struct mib_setter preferences_notifications_setter = {
	.valid = valid_truth,
	.get = get_truth,
	.set = set_truth,
};
