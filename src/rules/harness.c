/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Harnesses. Eight pairs leave a module by one MPO16 or by two MPO12, of which
 * a type does not say which. Two MPO12 have no code of their own in SFF-8024:
 * vendors store 0Ch or 27h. Single-mode MPOs are angled, and so are multimode
 * ones of 100G lanes and MPO16 (IEEE 802.3 clauses 138.11, 167.11; data
 * sheets); those of 50G lanes with four pairs are sold with either face.
 */
#include "rules/harness.h"

#include <string.h>

#include "base/text.h"

static const char *by_type(const struct module_type *type, unsigned pairs)
{
	if (pairs <= MPO12_PAIRS)
		return "MPO12";
	return type->lane_mbps > 25000 ? "MPO16 or two MPO12" : "MPO24 or two MPO12";
}

static const char *near_end(const struct module_type *type, const struct module *trunk)
{
	unsigned pairs = module_type_pairs(type);

	switch (trunk ? trunk->connector : 0) {
	case CONNECTOR_MPO_1X12:
		return pairs > MPO12_PAIRS ? "two MPO12" : "MPO12";
	case CONNECTOR_MPO_1X16:
		return "MPO16";
	case CONNECTOR_MPO_2X12:
		return "two MPO12 (or one of 24 fibres)";
	case CONNECTOR_MPO_2X16:
		return "MPO of 32 fibres";
	default:
		return by_type(type, pairs);
	}
}

static const char *face(const struct module_type *type, const struct module *trunk)
{
	unsigned stored = trunk ? trunk->fibre_face : 0;

	if (stored == FACE_FLAT || stored == FACE_ANGLED)
		return stored == FACE_ANGLED ? "APC" : "UPC";
	if (type->medium == MEDIUM_SMF || type->lane_mbps >= 100000 ||
	    (type->lane_mbps >= 50000 && type->lanes > MPO12_PAIRS))
		return "APC";
	return type->lane_mbps >= 50000 ? "APC or UPC" : "UPC";
}

const char *harness_text(const struct plan *plan, const struct module *trunk, char *buf, size_t size)
{
	const struct module_type *type = plan_trunk_type(plan);
	const char *far = plan->harness ? strstr(plan->harness, " to ") : NULL;
	struct text t;

	text_init(&t, buf, size);
	if (!far || strncmp(plan->harness, "MPO", 3) != 0)
		text_printf(&t, "%s", plan->harness ? plan->harness : "");
	else if (trunk && trunk->connector == CONNECTOR_SN)
		text_printf(&t, "SN%s", far);
	else
		text_printf(&t, "%s%s, %s at the MPO", near_end(type, trunk), far, face(type, trunk));
	return buf;
}
