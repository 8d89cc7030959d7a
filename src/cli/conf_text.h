/* SPDX-License-Identifier: BSD-3-Clause */
/* Pieces of a breakoutd.conf that is printed. */
#ifndef BREAKOUT_CLI_CONF_TEXT_H
#define BREAKOUT_CLI_CONF_TEXT_H

#include <stdio.h>

/* A string as config_load() reads it back. `text` has no control characters. */
void conf_put_string(FILE *out, const char *text);

#endif
