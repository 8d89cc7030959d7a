/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Logging for the daemon and its threads. Libraries (eeprom, rules, model,
 * source) do not log: they return errors, and the caller that understands
 * an error logs it once.
 */
#ifndef BREAKOUT_BASE_LOG_H
#define BREAKOUT_BASE_LOG_H

#include <stdbool.h>

enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARNING,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG,
};

/*
 * Log messages up to `level` to stderr, or to syslog as `ident` (a string
 * that outlives logging). Where stderr is the journal's ($JOURNAL_STREAM), lines
 * begin with their priority, as sd-daemon(3) says, and without `ident`. Call before threads are started. Without a call,
 * errors and warnings go to stderr.
 */
void log_open(const char *ident, bool to_syslog, enum log_level level);

/* One line, no trailing newline in `fmt`. Thread-safe. Control characters are shown as '?'. */
void log_msg(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#define log_error(...) log_msg(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warning(...) log_msg(LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_info(...) log_msg(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...) log_msg(LOG_LEVEL_DEBUG, __VA_ARGS__)

#endif
