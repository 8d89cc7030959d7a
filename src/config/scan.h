/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The grammar of breakoutd.conf, checked before libconfuse sees the text.
 *
 * libconfuse 3.3 counts lines wrong after comments, takes an unterminated
 * comment for the rest of the file, skips characters it does not know
 * (`cage = sfp+` is read as "sfp"), cuts strings at a "\0", replaces ${NAME}
 * by the environment, and says "unexpected token" without what it expected.
 * So the text is checked here, and rewritten: comments are blanked, every
 * word and string becomes a double-quoted string that means exactly itself.
 * Lines stay where they were.
 */
#ifndef BREAKOUT_CONFIG_SCAN_H
#define BREAKOUT_CONFIG_SCAN_H

#include <stddef.h>

#include "config/problem.h"

#define SCAN_MAX_TOKEN 4096 /* longest word or string, with its NUL */
#define SCAN_MAX_DEPTH 8
#define SCAN_MAX_SECTIONS 16384 /* libconfuse compares each title with all before it */

/*
 * 0 and the rewritten text, NUL-terminated, to be freed by the caller;
 * -EINVAL after adding a problem, -ENOMEM.
 */
int scan_text(const char *text, size_t len, struct problems *problems, char **ret_text);

#endif
