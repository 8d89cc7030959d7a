/* SPDX-License-Identifier: BSD-3-Clause */
/* Snapshots that are told apart by their scan number only. */
#ifndef BREAKOUT_TESTS_SHOW_SCAN_H
#define BREAKOUT_TESTS_SHOW_SCAN_H

#include "agent/pictures.h"
#include "model/snapshot.h"

/* From now on the latest picture is that of `scan`. */
void show_scan(struct pictures *pictures, struct topology *topology, uint32_t scan);

#endif
