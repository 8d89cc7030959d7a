/* SPDX-License-Identifier: BSD-3-Clause */
/* Wavelengths of single lanes, and colours to tell them apart in pictures. */
#ifndef BREAKOUT_VIEW_WAVELENGTH_H
#define BREAKOUT_VIEW_WAVELENGTH_H

#include "model/module.h"

/*
 * What media lane `lane` (from 1) sends at, 0.01 nm: its wavelength of the type's grid, by what the module
 * says of the order of lanes, else in the order of wavelengths; else that of the module. Not ok on
 * copper and where it is not known.
 */
struct value lane_wavelength(const struct module *m, unsigned lane);

/* Class of style of a wavelength, 0.01 nm. Those that one module may have differ. */
const char *wavelength_style(int32_t wavelength);

/* What these classes are, as CSS. */
extern const char wavelength_css[];

#endif
