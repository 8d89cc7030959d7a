/* SPDX-License-Identifier: BSD-3-Clause */
/* SONiC's spelling of modes. */
#ifndef BREAKOUT_CLI_IMPORT_MODES_H
#define BREAKOUT_CLI_IMPORT_MODES_H

#include <stdbool.h>

#include "model/mode.h"

/*
 * "1x100G[40G],4x25G[10G](4)": each mode, those of the rates in brackets
 * behind it. What is of unequal parts ("1x50G(2)+2x25G(2)") or of a number
 * that no other switch has (3) is counted in *ret_skipped; so are those that
 * there is no room for. False if it is something else.
 */
bool import_modes(const char *text, struct mode *modes, unsigned max, unsigned *ret_count,
                  unsigned *ret_skipped);

#endif
