/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of a single port and its module. */
#include "rules/check.h"

#include <stdio.h>

#include "base/text.h"

/* Where the families keep their checksums, and of what. */
static const struct sums {
	enum register_family family;
	const char *base_at, *base_of, *ext_at, *ext_of;
} sums[] = {
	{ FAMILY_SFF8472, "A0h:63", "type and vendor", "A0h:95", "serial number and date" },
	{ FAMILY_SFF8636, "00h:191", "type and vendor", "00h:223", "serial number and date" },
	{ FAMILY_CMIS, "00h:222", "vendor and serial number", "01h:255", "what the module can do" },
};

static const struct sums *sums_of(enum register_family family)
{
	for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++) {
		if (sums[i].family == family)
			return &sums[i];
	}
	return NULL;
}

enum rule_result check_checksum(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->module;
	bool base_bad = m->base_checksum == CHECKSUM_BAD, ext_bad = m->ext_checksum == CHECKSUM_BAD;
	const struct sums *s = sums_of(m->family);
	struct text observed, evidence;

	if (!s || m->base_checksum == CHECKSUM_ABSENT)
		return RULE_NOT_APPLICABLE;
	if (!base_bad && !ext_bad)
		return RULE_PASS;
	/* The first sum covers what every verdict rests on. */
	if (!base_bad)
		finding_at_most(finding, SEVERITY_MINOR);
	TEXT_SET(finding->expected, "checksums that match the identity");
	text_init(&observed, finding->observed, sizeof(finding->observed));
	text_init(&evidence, finding->evidence, sizeof(finding->evidence));
	text_printf(&observed, "wrong checksum over ");
	if (base_bad) {
		text_printf(&observed, "%s", s->base_of);
		text_item(&evidence, ", ", "%s", s->base_at);
	}
	if (ext_bad) {
		text_printf(&observed, "%s%s", base_bad ? ", and over " : "", s->ext_of);
		text_item(&evidence, ", ", "%s", s->ext_at);
	}
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

enum rule_result check_identifier_known(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->module;

	if (m->form != FORM_UNKNOWN || m->family != FAMILY_UNKNOWN || m->status != READ_UNSUPPORTED)
		return RULE_PASS;
	TEXT_SET(finding->expected, "an SFP or QSFP module of a kind that is known here");
	snprintf(finding->observed, sizeof(finding->observed), "identifier %02xh", m->identifier);
	snprintf(finding->evidence, sizeof(finding->evidence), "00h:0=%02xh", m->identifier);
	return RULE_VIOLATION;
}

enum rule_result check_cage(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->module;
	unsigned has = form_factor_lanes(view->port->cage), uses = form_factor_lanes(m->form);

	if (has == 0 || uses == 0)
		return RULE_NOT_APPLICABLE;
	/* Fewer are fine: an SFP in an adapter, a QSFP28 in a QSFP-DD cage. */
	if (uses <= has)
		return RULE_PASS;
	snprintf(finding->expected, sizeof(finding->expected), "at most %u lane%s, as a %s cage has", has,
	         has > 1 ? "s" : "", code_name(form_factor_names, view->port->cage));
	snprintf(finding->observed, sizeof(finding->observed), "a %s with %u lanes",
	         code_name(form_factor_names, m->form), uses);
	snprintf(finding->evidence, sizeof(finding->evidence), "00h:0=%02xh; configuration: cage",
	         m->identifier);
	return RULE_VIOLATION;
}

enum rule_result check_truncated(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->module;

	if (!(m->doubts & DOUBT_TRUNCATED) && m->status != READ_TRUNCATED)
		return RULE_PASS;
	TEXT_SET(finding->expected, "all of the memory that the module says it has");
	TEXT_SET(finding->observed, m->why[0] ? m->why : "a part of it was not read");
	snprintf(finding->evidence, sizeof(finding->evidence), "%.48s",
	         m->management[0] ? m->management : "bytes read");
	return RULE_VIOLATION;
}

enum rule_result check_text(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->module;

	if (!(m->doubts & DOUBT_TEXT))
		return RULE_PASS;
	TEXT_SET(finding->expected, "names and numbers in printable ASCII");
	snprintf(finding->observed, sizeof(finding->observed),
	         "vendor \"%.40s\", part \"%.40s\", serial \"%.40s\"", m->vendor, m->part_number, m->serial);
	TEXT_SET(finding->evidence, m->family == FAMILY_SFF8472 ? "A0h:20-91"
	                            : m->family == FAMILY_CMIS  ? "00h:129-189"
	                                                        : "00h:148-219");
	return RULE_VIOLATION;
}
