/* SPDX-License-Identifier: BSD-3-Clause */
/* The harness that a plan takes, by the connector and the end face of the trunk. */
#ifndef BREAKOUT_RULES_HARNESS_H
#define BREAKOUT_RULES_HARNESS_H

#include "rules/plan.h"

#define HARNESS_TEXT 128

/* Codes of SFF-8024 table 4-3 that decide about a harness. */
#define CONNECTOR_MPO_1X12 0x0c
#define CONNECTOR_MPO_2X16 0x0d
#define CONNECTOR_SN 0x26
#define CONNECTOR_MPO_2X12 0x27
#define CONNECTOR_MPO_1X16 0x28

/* Codes of SFF-8024 table 4-12. */
#define FACE_FLAT 1
#define FACE_ANGLED 2

/* Fibre pairs that one MPO12 has in use. */
#define MPO12_PAIRS 4

/*
 * "two MPO12 to 8x LC duplex, single-mode, APC at the MPO"; "" for a plan that
 * takes none. `trunk` NULL: of the type only, which may have one of several
 * connectors. Returns buf.
 */
const char *harness_text(const struct plan *plan, const struct module *trunk, char *buf, size_t size);

#endif
