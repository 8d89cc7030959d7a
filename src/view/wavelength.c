/* SPDX-License-Identifier: BSD-3-Clause */
/* Wavelengths of single lanes. */
#include "view/wavelength.h"

#include <stddef.h>

#define MAX_GRID 8

/* As lanes are numbered, 0.01 nm. Eight lanes begin below those of four. */
static const struct {
	enum grid grid;
	uint8_t lanes;
	int32_t wavelength[MAX_GRID];
} grids[] = {
	/* IEEE 802.3 clause 87 (40GBASE-LR4), CWDM4 MSA */
	{ GRID_CWDM, 4, { 127100, 129100, 131100, 133100 } },
	/* IEEE 802.3 clause 88 (100GBASE-LR4) */
	{ GRID_LAN_WDM, 4, { 129556, 130005, 130458, 130914 } },
	/* IEEE 802.3 clause 122 (400GBASE-FR8, LR8) */
	{ GRID_LAN_WDM, 8, { 127354, 127789, 128226, 128666, 129556, 130005, 130458, 130914 } },
	/* SWDM MSA */
	{ GRID_SWDM, 4, { 85000, 88000, 91000, 94000 } },
};

struct value lane_wavelength(const struct module *m, unsigned lane)
{
	const struct lane *l = module_lane(m, lane);
	unsigned parts = m->type ? module_type_parts(m->type) : 1;
	unsigned lanes = m->lanes / parts;
	enum grid grid = m->type ? module_type_grid(m->type) : GRID_NONE;

	for (size_t i = 0; l && i < sizeof(grids) / sizeof(grids[0]); i++) {
		unsigned n = l->tx_mapping >> 4 ? l->tx_mapping >> 4 : (lane - 1) % (lanes ? lanes : 1) + 1;

		if (grids[i].grid == grid && grids[i].lanes == lanes && n <= lanes)
			return value_of(grids[i].wavelength[n - 1]);
	}
	return m->wavelength;
}

/* Rows end at a wavelength in nm. No red, which is the colour of violations. */
static const struct {
	double below;
	const char *style;
} styles[] = {
	{ 870, "w850" },     { 895, "w880" },     { 925, "w910" },     { 1000, "w940" },    { 1275.7, "w1271" },
	{ 1280, "w1278" },   { 1284.5, "w1282" }, { 1289, "w1287" },   { 1293.5, "w1291" }, { 1297.8, "w1296" },
	{ 1302.3, "w1300" }, { 1306.9, "w1305" }, { 1321, "w1310" },   { 1400, "w1331" },   { 1510, "w1490" },
};

const char *wavelength_style(int32_t wavelength)
{
	for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++) {
		if (wavelength / 100.0 < styles[i].below)
			return styles[i].style;
	}
	return "w1550";
}

const char wavelength_css[] =
	".w850{stroke:#0c8599}.w880{stroke:#5c940d}.w910{stroke:#e67700}.w940{stroke:#9c36b5}.w1271{stroke:#2f9e44}"
	".w1278{stroke:#0ca678}.w1282{stroke:#a67c00}.w1287{stroke:#7950f2}.w1291{stroke:#e67700}"
	".w1296{stroke:#5c940d}.w1300{stroke:#d9480f}.w1305{stroke:#9c36b5}.w1310{stroke:#1c7ed6}"
	".w1331{stroke:#7950f2}.w1490{stroke:#845ef7}.w1550{stroke:#ae3ec9}\n";
