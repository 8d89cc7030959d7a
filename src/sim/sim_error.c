/* SPDX-License-Identifier: BSD-3-Clause */
/* Messages of the simulator. */
#include "sim/sim_error.h"

#include <stdarg.h>

#include "base/text.h"
#include "sim/sim.h"

int sim_error(char *error, int r, const char *fmt, ...)
{
	struct text t;
	va_list ap;

	text_init(&t, error, SIM_MESSAGE);
	va_start(ap, fmt);
	text_vprintf(&t, fmt, ap);
	va_end(ap);
	return r;
}
