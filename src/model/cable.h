/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Do two cable ends belong together? The ends of an assembly usually carry
 * one serial number, perhaps with a letter or digit for the end behind it.
 * That is a custom of vendors and in no specification: it may suggest, and
 * warn, but prove nothing. Pure; used by the rules and by the inference of
 * topology.
 */
#ifndef BREAKOUT_MODEL_CABLE_H
#define BREAKOUT_MODEL_CABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/value.h"

/*
 * Length of what all ends have in common: "APF2035-B" is 7. The whole length
 * where there is no such suffix. Ends of one cable have equal stems.
 */
size_t cable_serial_stem(const char *serial);

/*
 * Are these serial numbers of one cable? TRI_YES: the same, or the same but
 * for "-A", "/2" and the like. TRI_UNKNOWN: missing, a placeholder, or the
 * same but for a suffix that may just as well count cables ("...7A", "-02").
 */
enum tristate cable_same_serial(const char *a, const char *b);

/* Are these of one series: TRI_YES above, or the same but for such a suffix? */
bool cable_serial_family(const char *a, const char *b);

/*
 * Are these part numbers of one family? TRI_YES: as for serial numbers.
 * TRI_UNKNOWN: missing, or they have more than a few first characters in common,
 * as vendors number the ends of one assembly. Case does not matter.
 */
enum tristate cable_same_part(const char *a, const char *b);

/* Are these names of one vendor? TRI_UNKNOWN: one is missing. Case and legal form do not matter. */
enum tristate cable_same_vendor(const char *a, const char *b);

#endif
