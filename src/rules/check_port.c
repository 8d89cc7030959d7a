/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of a single port and its module. */
#include "rules/check.h"

#include <stdio.h>

#include "base/text.h"

enum rule_result check_checksum(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->module;
	bool base_bad = m->base_checksum == CHECKSUM_BAD, ext_bad = m->ext_checksum == CHECKSUM_BAD;
	bool sff8472 = m->family == FAMILY_SFF8472;

	if (m->base_checksum == CHECKSUM_ABSENT)
		return RULE_NOT_APPLICABLE;
	if (!base_bad && !ext_bad)
		return RULE_PASS;
	/* The first sum covers what every verdict rests on. */
	if (base_bad)
		finding->severity = SEVERITY_MAJOR;
	TEXT_SET(finding->expected, "checksums that match the identity");
	snprintf(finding->observed, sizeof(finding->observed), "wrong checksum over %s",
	         base_bad && ext_bad ? "type, vendor, serial number and date"
	         : base_bad          ? "type and vendor"
	                             : "serial number and date");
	snprintf(finding->evidence, sizeof(finding->evidence), "%s%s%s",
	         base_bad ? (sff8472 ? "A0h:63" : "00h:191") : "", base_bad && ext_bad ? ", " : "",
	         ext_bad ? (sff8472 ? "A0h:95" : "00h:223") : "");
	return RULE_VIOLATION;
}

enum rule_result check_identifiers(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->module;

	if (m->family != FAMILY_SFF8636 && m->family != FAMILY_CMIS)
		return RULE_NOT_APPLICABLE;
	/* Only where the second copy is vouched for by its checksum. */
	if (m->base_checksum != CHECKSUM_OK || m->identifier == m->identifier_copy)
		return RULE_PASS;
	snprintf(finding->expected, sizeof(finding->expected), "identifier %02xh as in 00h:128",
	         m->identifier_copy);
	snprintf(finding->observed, sizeof(finding->observed), "identifier %02xh", m->identifier);
	snprintf(finding->evidence, sizeof(finding->evidence), "00h:0=%02xh, 00h:128=%02xh", m->identifier,
	         m->identifier_copy);
	return RULE_VIOLATION;
}

enum rule_result check_split_without_breakout(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->module;
	char text[MODE_TEXT];

	/* Ports of a breakout are judged by its own rules. */
	if (view->port_state->role != ROLE_STANDALONE || !view->port->split_declared ||
	    view->port->split_in_force.count <= 1)
		return RULE_NOT_APPLICABLE;
	if (m->splittable == TRI_UNKNOWN)
		return RULE_UNKNOWN;
	if (m->splittable == TRI_YES)
		return RULE_PASS;
	snprintf(finding->expected, sizeof(finding->expected), "a module that can be split into %s",
	         mode_text(&view->port->split_in_force, text, sizeof(text)));
	module_summary(m, finding->observed, sizeof(finding->observed));
	TEXT_SET(finding->evidence, m->type_evidence);
	return RULE_VIOLATION;
}
