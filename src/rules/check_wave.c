/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of wavelengths: the leg's against what the trunk's lanes are made for.
 *
 * What an EEPROM stores is the nominal wavelength, of an SFP in whole nm and
 * without a tolerance, so a little outside the window is only worth a remark.
 */
#include "rules/check.h"

#include <stdio.h>

#include "base/text.h"
#include "rules/compare.h"

/* Wavelength bands that no receiver confuses, 0.01 nm. */
static const struct band {
	int32_t min, max;
	const char *name;
} bands[] = {
	{ 80000, 96000, "850 nm" },
	{ 125000, 137000, "1310 nm" },
	{ 148000, 150000, "1490 nm" },
	{ 150001, 163000, "1550 nm" },
};

static const struct band *band_of(int32_t nm_x100)
{
	for (size_t i = 0; i < sizeof(bands) / sizeof(bands[0]); i++) {
		if (nm_x100 >= bands[i].min && nm_x100 <= bands[i].max)
			return &bands[i];
	}
	return NULL;
}

/* As stored, or where nothing is, what the type transmits. 0: none. */
static int32_t leg_wavelength(const struct module *leg, const char **ret_evidence)
{
	*ret_evidence = leg->wavelength_evidence;
	if (value_ok(leg->wavelength))
		return leg->wavelength.v;
	*ret_evidence = leg->type_evidence;
	return leg->type ? (int32_t)leg->type->wavelength : 0;
}

/* Neither side a cable, the trunk's window known? */
static bool wavelengths_matter(const struct rule_view *view)
{
	return view->trunk->type && view->trunk->type->window_min && view->module->layout != LAYOUT_CABLE &&
	       view->module->medium != MEDIUM_BASET;
}

static void wavelength_finding(const struct rule_view *view, struct rule_finding *finding, int32_t leg,
                               const char *evidence)
{
	const struct module_type *trunk = view->trunk->type;
	char nominal[NM_TEXT], min[NM_TEXT], max[NM_TEXT];

	compare_expect(view, finding, "%s (%s to %s)", compare_nm((int32_t)trunk->wavelength, nominal),
	       compare_nm((int32_t)trunk->window_min, min),
	       compare_nm((int32_t)trunk->window_max, max));
	compare_observe(view, finding, "%s", compare_nm(leg, nominal));
	compare_cite(view, finding, evidence);
}

enum rule_result check_wavelength_band(const struct rule_view *view, struct rule_finding *finding)
{
	const struct band *trunk_band, *leg_band;
	const char *evidence;
	int32_t leg;

	if (!wavelengths_matter(view))
		return RULE_NOT_APPLICABLE;
	leg = leg_wavelength(view->module, &evidence);
	leg_band = band_of(leg);
	trunk_band = band_of((int32_t)view->trunk->type->wavelength);
	if (!leg_band || !trunk_band)
		return RULE_UNKNOWN;
	if (leg_band == trunk_band)
		return RULE_PASS;
	wavelength_finding(view, finding, leg, evidence);
	return RULE_VIOLATION;
}

/* Lanes of WDM types have several wavelengths each; what they have in common is how these are spaced. */
static enum rule_result compare_grids(const struct rule_view *view, struct rule_finding *finding)
{
	static const char *const texts[] = {
		[GRID_NONE] = "none", [GRID_CWDM] = "CWDM (1271 to 1331 nm)",
		[GRID_LAN_WDM] = "LAN-WDM (1295 to 1310 nm)", [GRID_SWDM] = "SWDM (850 to 940 nm)",
		[GRID_DWDM] = "DWDM (1550 nm)",
	};
	const struct module_type *trunk = view->trunk->type, *leg = view->module->type;
	enum grid want = trunk ? module_type_grid(trunk) : GRID_NONE;
	enum grid have = leg ? module_type_grid(leg) : GRID_NONE;

	if (want == GRID_NONE || have == GRID_NONE)
		return RULE_NOT_APPLICABLE;
	if (want == have)
		return RULE_PASS;
	compare_expect(view, finding, "wavelengths of %s", texts[want]);
	compare_observe(view, finding, "wavelengths of %s", texts[have]);
	compare_cite(view, finding, view->module->type_evidence);
	return RULE_VIOLATION;
}

enum rule_result check_wavelength_window(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module_type *trunk = view->trunk->type;
	const struct band *band;
	const char *evidence;
	int32_t leg, outside, slack;

	if (view->trunk->layout == LAYOUT_WDM_PARTS)
		return compare_grids(view, finding);
	if (!wavelengths_matter(view))
		return RULE_NOT_APPLICABLE;
	leg = leg_wavelength(view->module, &evidence);
	band = band_of(leg);
	if (!band || band != band_of((int32_t)trunk->wavelength))
		return RULE_NOT_APPLICABLE; /* WL-01 */
	outside = leg < (int32_t)trunk->window_min   ? (int32_t)trunk->window_min - leg
	          : leg > (int32_t)trunk->window_max ? leg - (int32_t)trunk->window_max
	                                             : 0;
	/* The laser may be that far from nominal; a QSFP says so, an SFP stores whole nm only. */
	if (value_ok(view->module->wavelength_tolerance))
		outside -= view->module->wavelength_tolerance.v;
	if (outside <= 0)
		return RULE_PASS;
	slack = view->trunk->medium == MEDIUM_MMF ? 1000 : 1500;
	if (outside <= slack)
		finding_at_most(finding, SEVERITY_MINOR);
	finding_cap(finding, module_type_sure(view->trunk));
	wavelength_finding(view, finding, leg, evidence);
	return RULE_VIOLATION;
}

/* Of both ends of a single fibre. */
enum rule_result check_bidi_pair(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk, *leg = view->module;
	char have[NM_TEXT], other[NM_TEXT];
	struct text t;

	if (!compare_is_csfp(trunk) || leg->layout != LAYOUT_BIDI || leg->lanes != 1)
		return RULE_NOT_APPLICABLE;
	if (!value_ok(trunk->wavelength) || !value_ok(leg->wavelength))
		return RULE_UNKNOWN;
	switch (bidi_complementary(trunk->wavelength.v, leg->wavelength.v)) {
	case TRI_UNKNOWN:
		return RULE_UNKNOWN;
	case TRI_YES:
		return RULE_PASS;
	case TRI_NO:
		break;
	}
	text_init(&t, finding->expected, sizeof(finding->expected));
	for (unsigned n = 0; bidi_mate(trunk->wavelength.v, n); n++)
		text_item(&t, " or ", "%s", compare_nm(bidi_mate(trunk->wavelength.v, n), other));
	text_printf(&t, ", the other end of %s", compare_nm(trunk->wavelength.v, have));
	compare_observe(view, finding, "%s", compare_nm(leg->wavelength.v, have));
	snprintf(finding->evidence, sizeof(finding->evidence), "leg %s; trunk %s", leg->wavelength_evidence,
	         trunk->wavelength_evidence);
	return RULE_VIOLATION;
}

/* Cables store all kinds of things there. */
enum rule_result check_wavelength_implausible(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *leg = view->module;

	if ((leg->medium != MEDIUM_MMF && leg->medium != MEDIUM_SMF) || leg->layout == LAYOUT_CABLE ||
	    leg->wavelength.state == VALUE_ABSENT || leg->wavelength.state == VALUE_UNREADABLE)
		return RULE_NOT_APPLICABLE;
	if (value_ok(leg->wavelength))
		return RULE_PASS;
	compare_expect(view, finding, "the wavelength of its laser");
	compare_observe(view, finding,
	                leg->wavelength.state == VALUE_CORRUPT ? "one that no module has" : "none");
	compare_cite(view, finding, leg->wavelength_evidence);
	return RULE_VIOLATION;
}

#define IDENTIFIER_DWDM_SFP 0x0b
#define SFF8472_TUNABLE 0x40      /* A0h:65, m->options[1] */
#define CMIS_TUNABLE 0x40         /* 01h:155, m->support[13] */
#define CMIS_155 (155 - 142)

/* The register that says that its wavelength can be set or is one of many, or NULL. */
static const char *tunable_register(const struct module *m)
{
	if (m->identifier == IDENTIFIER_DWDM_SFP)
		return "A0h:0=0bh";
	if (m->family == FAMILY_SFF8472 && (m->options[1] & SFF8472_TUNABLE))
		return "A0h:65 bit 6";
	if (m->family == FAMILY_CMIS && (m->support[CMIS_155] & CMIS_TUNABLE))
		return "01h:155 bit 6";
	return NULL;
}

enum rule_result check_tunable_leg(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *leg = view->module;
	const char *evidence = tunable_register(leg);

	/* Of coherent ones MOD-03 speaks. */
	if ((leg->medium != MEDIUM_MMF && leg->medium != MEDIUM_SMF) || leg->layout == LAYOUT_COHERENT)
		return RULE_NOT_APPLICABLE;
	if (!evidence)
		return RULE_PASS;
	compare_expect(view, finding, "one fixed wavelength");
	compare_observe(view, finding, "tunable, or for a DWDM channel");
	compare_cite(view, finding, evidence);
	return RULE_VIOLATION;
}
