/* SPDX-License-Identifier: BSD-3-Clause */
/* Snapshots that are told apart by their scan number only. */
#include "show_scan.h"

#include "test.h"

void show_scan(struct pictures *pictures, struct topology *topology, uint32_t scan)
{
	struct snapshot *s = snapshot_new(topology);

	assert_non_null(s);
	s->scan = scan;
	s->events = event_log_new(0);
	pictures_show(pictures, s);
	snapshot_unref(s);
}
