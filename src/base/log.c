/* SPDX-License-Identifier: BSD-3-Clause */
/* Logging to stderr, the journal behind it, or syslog. */
#include "base/log.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

static struct {
	const char *ident;
	bool to_syslog;
	bool to_journal;       /* through stderr */
	enum log_level level;
} log_state = { .ident = "breakoutd", .level = LOG_LEVEL_WARNING };

static const struct {
	int priority;
	const char *name;
} levels[] = {
	[LOG_LEVEL_ERROR] = { LOG_ERR, "error: " },
	[LOG_LEVEL_WARNING] = { LOG_WARNING, "warning: " },
	[LOG_LEVEL_INFO] = { LOG_INFO, "" },
	[LOG_LEVEL_DEBUG] = { LOG_DEBUG, "debug: " },
};

/* systemd.exec(5): $JOURNAL_STREAM names the file that stderr was then. */
static bool stderr_is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	uintmax_t device, inode;
	struct stat st;

	return stream && sscanf(stream, "%ju:%ju", &device, &inode) == 2 &&
	       fstat(STDERR_FILENO, &st) == 0 && st.st_dev == device && st.st_ino == inode;
}

void log_open(const char *ident, bool to_syslog, enum log_level level)
{
	log_state.ident = ident;
	log_state.to_syslog = to_syslog;
	log_state.to_journal = !to_syslog && stderr_is_journal();
	log_state.level = level;
	if (to_syslog)
		openlog(ident, LOG_PID, LOG_DAEMON);
}

void log_msg(enum log_level level, const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	if (level > log_state.level)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	/* Module text is hostile: it must not forge log lines. */
	for (char *p = line; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = '?';
	}
	if (log_state.to_syslog)
		syslog(levels[level].priority, "%s%s", levels[level].name, line);
	else if (log_state.to_journal)
		fprintf(stderr, "<%d>%s%s\n", levels[level].priority, levels[level].name, line);
	else
		fprintf(stderr, "%s: %s%s\n", log_state.ident, levels[level].name, line);
}
