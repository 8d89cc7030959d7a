/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The catalogue of module types.
 *
 * Sources. Lane rates, line rates and modulation: IEEE 802.3 clauses 52 (10G),
 * 86/87 (40G, 100G), 95, 112-114 (25G lanes), 138-140 (50G and 100G PAM4
 * lanes), and the PSM4, CWDM4 and 100G Lambda MSAs. Windows and power limits
 * carry in `sure` how they were confirmed: SURE_TWICE two independent
 * sources, SURE_VENDOR vendor data sheets, SURE_NOT recalled from the
 * standard only. A window of 0, 0 means that each lane has its own
 * wavelength (WDM) or that there is none (copper).
 */
#include "model/type.h"

#include <string.h>

#define NM(x) ((uint32_t)((x) * 100 + 0.5))
#define DBM(x) ((int16_t)((x) * 100 + ((x) < 0 ? -0.5 : 0.5)))
#define POWER(tmin, tmax, rmin, rmax) { DBM(tmin), DBM(tmax), DBM(rmin), DBM(rmax) }
#define NO_POWER { 0, 0, 0, 0 }

/* Columns of a row that always go together. */
#define NRZ_1G 1, 1000, 1250
#define NRZ_10G(lanes) lanes, 10000, 10313
#define NRZ_25G(lanes) lanes, 25000, 25781
#define PAM4_50G(lanes) lanes, 50000, 26563
#define PAM4_100G(lanes) lanes, 100000, 53125
/* 500 m and copper: RS(544,514) from end to end (IEEE P802.3dj clauses 179, 180). */
#define PAM4_200G(lanes) lanes, 200000, 106250
/* 2 km and more: an inner code on top, which is as much faster (clauses 181, 183). */
#define PAM4_200G_INNER(lanes) lanes, 200000, 113438
/* 32GFC: 64B/66B and RS(528,514) at 28.05 GBd (FC-PI-6); its name is no data rate. */
#define NRZ_32GFC(lanes) lanes, 32000, 28050
/* 100GBASE-ZR: DP-DQPSK (IEEE 802.3ct clause 154). 400ZR: DP-16QAM. */
#define COHERENT_100G 1, 100000, 27953
#define COHERENT_400G 1, 400000, 59844
#define W850_1G NM(850), NM(770), NM(860)
#define W850 NM(850), NM(840), NM(860)
#define W850_100G NM(850), NM(844), NM(863)
#define W850_VR NM(850), NM(842), NM(948)
/* 1000BASE-LX is for 5 km of single-mode fibre; sold modules mostly store the 10 km of LX10. */
#define W1310_1G NM(1310), NM(1270), NM(1355)
#define W1310_10G NM(1310), NM(1260), NM(1355)
#define W1310_25G NM(1310), NM(1295), NM(1325)
/* 40 km of 25G and of 100G on one lane: less dispersion (IEEE 802.3cc; 100G Lambda MSA). */
#define W1310_25G_ER NM(1310), NM(1295), NM(1310)
#define W1309_100G_ER NM(1309), NM(1308.09), NM(1310.19)
#define W1310_PAM4 NM(1311), NM(1304.5), NM(1317.5)
#define W1550 NM(1550), NM(1530), NM(1565)
#define WDM(nominal) NM(nominal), 0, 0
#define NO_WAVELENGTH 0, 0, 0

/* Form factor, layout, medium, modulation, connector. */
#define SHAPE(form, layout, medium, modulation, connector)                                     \
	FORM_##form, LAYOUT_##layout, MEDIUM_##medium, MODULATION_##modulation, CONNECTOR_CLASS_##connector
/* What all cable assemblies have in common, behind their rate. */
#define CABLE NO_WAVELENGTH, 0, NO_POWER, SURE_TWICE

const struct module_type module_types[] = {
	/* 1G */
	{ "1g-sx", "1000BASE-SX", SHAPE(SFP, SINGLE, MMF, NRZ, LC), NRZ_1G, W850_1G, 550, NO_POWER, SURE_NOT },
	{ "1g-lx", "1000BASE-LX", SHAPE(SFP, SINGLE, SMF, NRZ, LC),
	  NRZ_1G, W1310_1G, 5000, NO_POWER, SURE_NOT },
	{ "1g-bx", "1000BASE-BX10", SHAPE(SFP, BIDI, SMF, NRZ, LC),
	  NRZ_1G, WDM(1310), 10000, NO_POWER, SURE_NOT },
	/* A CSFP: two such channels in an SFP shell. No register says so: declared by the operator. */
	{ "2x1g-bx", "CSFP 2x1000BASE-BX10", SHAPE(SFP, BIDI, SMF, NRZ, LC),
	  2, 1000, 1250, WDM(1490), 10000, NO_POWER, SURE_NOT },
	{ "1g-t", "1000BASE-T", SHAPE(SFP, SINGLE, BASET, UNKNOWN, RJ45),
	  NRZ_1G, NO_WAVELENGTH, 100, NO_POWER, SURE_TWICE },

	/* 10G lanes */
	{ "10g-sr", "10GBASE-SR", SHAPE(SFP_PLUS, SINGLE, MMF, NRZ, LC),
	  NRZ_10G(1), W850, 400, POWER(-7.3, -1.0, -9.9, -1.0), SURE_NOT },
	{ "10g-lrm", "10GBASE-LRM", SHAPE(SFP_PLUS, SINGLE, MMF, NRZ, LC),
	  NRZ_10G(1), W1310_10G, 220, NO_POWER, SURE_NOT },
	{ "10g-lr", "10GBASE-LR", SHAPE(SFP_PLUS, SINGLE, SMF, NRZ, LC),
	  NRZ_10G(1), W1310_10G, 10000, POWER(-8.2, 0.5, -14.4, 0.5), SURE_VENDOR },
	{ "10g-er", "10GBASE-ER", SHAPE(SFP_PLUS, SINGLE, SMF, NRZ, LC),
	  NRZ_10G(1), W1550, 40000, NO_POWER, SURE_NOT },
	/* No standard: vendors' 80 km, 1530 to 1565 nm, at the rate of 10GBASE-R. */
	{ "10g-zr", "10GBASE-ZR", SHAPE(SFP_PLUS, SINGLE, SMF, NRZ, LC),
	  NRZ_10G(1), W1550, 80000, NO_POWER, SURE_NOT },
	{ "10g-br", "10GBASE-BR", SHAPE(SFP_PLUS, BIDI, SMF, NRZ, LC),
	  NRZ_10G(1), WDM(1270), 10000, NO_POWER, SURE_NOT },
	{ "10g-t", "10GBASE-T", SHAPE(SFP_PLUS, SINGLE, BASET, UNKNOWN, RJ45),
	  NRZ_10G(1), NO_WAVELENGTH, 100, NO_POWER, SURE_TWICE },
	{ "10g-cr", "10GBASE-CR", SHAPE(SFP_PLUS, CABLE, COPPER, NRZ, NONE), NRZ_10G(1), CABLE },
	{ "10g-acc", "10G active copper", SHAPE(SFP_PLUS, CABLE, ACTIVE_COPPER, NRZ, NONE),
	  NRZ_10G(1), CABLE },
	{ "10g-aoc", "10G AOC", SHAPE(SFP_PLUS, CABLE, AOC, NRZ, NONE), NRZ_10G(1), CABLE },
	{ "40g-sr4", "40GBASE-SR4", SHAPE(QSFP_PLUS, PARALLEL, MMF, NRZ, MPO),
	  NRZ_10G(4), W850, 150, POWER(-7.6, 2.4, -9.5, 2.4), SURE_NOT },
	{ "40g-esr4", "4x10GBASE-SR", SHAPE(QSFP_PLUS, PARALLEL, MMF, NRZ, MPO),
	  NRZ_10G(4), W850, 400, POWER(-7.6, 2.4, -9.5, 2.4), SURE_NOT },
	{ "40g-psm4", "40G-PSM4", SHAPE(QSFP_PLUS, PARALLEL, SMF, NRZ, MPO),
	  NRZ_10G(4), W1310_10G, 1400, POWER(-8.2, 0.5, -14.4, 0.5), SURE_NOT },
	/* Coded as a PSM4, and told apart by the reach that it stores. */
	{ "40g-plr4", "40G-PLR4", SHAPE(QSFP_PLUS, PARALLEL, SMF, NRZ, MPO),
	  NRZ_10G(4), W1310_10G, 10000, POWER(-8.2, 0.5, -14.4, 0.5), SURE_NOT },
	{ "40g-lr4", "40GBASE-LR4", SHAPE(QSFP_PLUS, WDM, SMF, NRZ, LC),
	  NRZ_10G(4), WDM(1301), 10000, POWER(-7.0, 2.3, -13.7, 2.3), SURE_VENDOR },
	{ "40g-er4", "40GBASE-ER4", SHAPE(QSFP_PLUS, WDM, SMF, NRZ, LC),
	  NRZ_10G(4), WDM(1301), 40000, NO_POWER, SURE_NOT },
	/* Ten lanes, in CXP and CFP, which no register family here describes; some codes name it. */
	{ "100g-sr10", "100GBASE-SR10", SHAPE(OTHER, PARALLEL, MMF, NRZ, MPO),
	  NRZ_10G(10), W850, 150, POWER(-7.6, 2.4, -9.5, 2.4), SURE_NOT },
	{ "40g-swdm4", "40G-SWDM4", SHAPE(QSFP_PLUS, WDM, MMF, NRZ, LC),
	  NRZ_10G(4), WDM(880), 440, NO_POWER, SURE_NOT },
	/* Two wavelengths of 20 GBd, one each way on both fibres of a duplex pair; 150 m of OM4 (Cisco, Arista). */
	{ "40g-bidi", "40G BiDi", SHAPE(QSFP_PLUS, BIDI, MMF, NRZ, LC),
	  2, 20000, 20625, WDM(850), 150, NO_POWER, SURE_NOT },
	{ "40g-cr4", "40GBASE-CR4", SHAPE(QSFP_PLUS, CABLE, COPPER, NRZ, NONE), NRZ_10G(4), CABLE },
	{ "40g-acc", "40G active copper", SHAPE(QSFP_PLUS, CABLE, ACTIVE_COPPER, NRZ, NONE),
	  NRZ_10G(4), CABLE },
	{ "40g-aoc", "40G AOC", SHAPE(QSFP_PLUS, CABLE, AOC, NRZ, NONE), NRZ_10G(4), CABLE },

	/* 25G lanes */
	{ "25g-sr", "25GBASE-SR", SHAPE(SFP28, SINGLE, MMF, NRZ, LC),
	  NRZ_25G(1), W850, 100, POWER(-8.4, 2.4, -10.3, 2.4), SURE_VENDOR },
	{ "25g-lr", "25GBASE-LR", SHAPE(SFP28, SINGLE, SMF, NRZ, LC),
	  NRZ_25G(1), W1310_25G, 10000, POWER(-7.0, 2.0, -13.3, 2.0), SURE_VENDOR },
	{ "25g-er", "25GBASE-ER", SHAPE(SFP28, SINGLE, SMF, NRZ, LC),
	  NRZ_25G(1), W1310_25G_ER, 40000, NO_POWER, SURE_NOT },
	{ "25g-br", "25GBASE-BR", SHAPE(SFP28, BIDI, SMF, NRZ, LC),
	  NRZ_25G(1), WDM(1270), 10000, NO_POWER, SURE_NOT },
	{ "25g-cr", "25GBASE-CR", SHAPE(SFP28, CABLE, COPPER, NRZ, NONE), NRZ_25G(1), CABLE },
	{ "25g-acc", "25G active copper", SHAPE(SFP28, CABLE, ACTIVE_COPPER, NRZ, NONE), NRZ_25G(1), CABLE },
	{ "25g-aoc", "25G AOC", SHAPE(SFP28, CABLE, AOC, NRZ, NONE), NRZ_25G(1), CABLE },
	{ "50g-cr2", "50GBASE-CR2", SHAPE(QSFP28, CABLE, COPPER, NRZ, NONE), NRZ_25G(2), CABLE },
	{ "100g-sr4", "100GBASE-SR4", SHAPE(QSFP28, PARALLEL, MMF, NRZ, MPO),
	  NRZ_25G(4), W850, 100, POWER(-8.4, 2.4, -10.3, 2.4), SURE_VENDOR },
	{ "100g-psm4", "100G-PSM4", SHAPE(QSFP28, PARALLEL, SMF, NRZ, MPO),
	  NRZ_25G(4), W1310_25G, 500, POWER(-9.4, 2.0, -12.66, 2.0), SURE_NOT },
	{ "100g-cwdm4", "100G-CWDM4", SHAPE(QSFP28, WDM, SMF, NRZ, LC),
	  NRZ_25G(4), WDM(1301), 2000, POWER(-6.5, 2.5, -11.5, 2.5), SURE_VENDOR },
	{ "100g-clr4", "100G-CLR4", SHAPE(QSFP28, WDM, SMF, NRZ, LC),
	  NRZ_25G(4), WDM(1301), 2000, NO_POWER, SURE_NOT },
	{ "100g-4wdm-10", "4WDM-10", SHAPE(QSFP28, WDM, SMF, NRZ, LC),
	  NRZ_25G(4), WDM(1301), 10000, NO_POWER, SURE_NOT },
	{ "100g-4wdm-20", "4WDM-20", SHAPE(QSFP28, WDM, SMF, NRZ, LC),
	  NRZ_25G(4), WDM(1302), 20000, NO_POWER, SURE_NOT },
	{ "100g-4wdm-40", "4WDM-40", SHAPE(QSFP28, WDM, SMF, NRZ, LC),
	  NRZ_25G(4), WDM(1302), 40000, NO_POWER, SURE_NOT },
	{ "100g-1550wdm", "100G 1550 nm WDM", SHAPE(QSFP28, WDM, SMF, NRZ, LC),
	  NRZ_25G(4), WDM(1550), 0, NO_POWER, SURE_NOT },
	{ "100g-lr4", "100GBASE-LR4", SHAPE(QSFP28, WDM, SMF, NRZ, LC),
	  NRZ_25G(4), WDM(1302), 10000, POWER(-4.3, 4.5, -10.6, 4.5), SURE_VENDOR },
	{ "100g-er4", "100GBASE-ER4", SHAPE(QSFP28, WDM, SMF, NRZ, LC),
	  NRZ_25G(4), WDM(1302), 40000, NO_POWER, SURE_NOT },
	{ "100g-swdm4", "100G-SWDM4", SHAPE(QSFP28, WDM, MMF, NRZ, LC),
	  NRZ_25G(4), WDM(880), 150, NO_POWER, SURE_NOT },
	{ "100g-cr4", "100GBASE-CR4", SHAPE(QSFP28, CABLE, COPPER, NRZ, NONE), NRZ_25G(4), CABLE },
	{ "100g-acc", "100G active copper", SHAPE(QSFP28, CABLE, ACTIVE_COPPER, NRZ, NONE),
	  NRZ_25G(4), CABLE },
	{ "100g-aoc", "100G AOC", SHAPE(QSFP28, CABLE, AOC, NRZ, NONE), NRZ_25G(4), CABLE },

	/* QSFP28-DD: two of the same side by side (data sheets of Arista, Cisco). */
	{ "200g-2xsr4", "2x100GBASE-SR4", SHAPE(QSFP_DD, PARALLEL, MMF, NRZ, MPO),
	  NRZ_25G(8), W850, 100, POWER(-8.4, 2.4, -10.3, 2.4), SURE_VENDOR },
	{ "200g-2xpsm4", "2x100G-PSM4", SHAPE(QSFP_DD, PARALLEL, SMF, NRZ, MPO),
	  NRZ_25G(8), W1310_25G, 500, POWER(-9.4, 2.0, -12.66, 2.0), SURE_NOT },
	{ "200g-2xcwdm4", "2x100G-CWDM4", SHAPE(QSFP_DD, WDM_PARTS, SMF, NRZ, LC),
	  NRZ_25G(8), WDM(1301), 2000, POWER(-6.5, 2.5, -11.5, 2.5), SURE_VENDOR },
	{ "200g-2xlr4", "2x100GBASE-LR4", SHAPE(QSFP_DD, WDM_PARTS, SMF, NRZ, LC),
	  NRZ_25G(8), WDM(1302), 10000, POWER(-4.3, 4.5, -10.6, 4.5), SURE_VENDOR },
	{ "200g-2xcr4", "2x100GBASE-CR4", SHAPE(QSFP_DD, CABLE, COPPER, NRZ, NONE), NRZ_25G(8), CABLE },

	/* Fibre Channel of 28 GBd lanes. Reach on OM4 and on single-mode fibre: FC-PI-6. */
	{ "32gfc-sw", "32GFC-SW", SHAPE(SFP28, SINGLE, MMF, NRZ, LC),
	  NRZ_32GFC(1), W850, 100, NO_POWER, SURE_NOT },
	{ "32gfc-lw", "32GFC-LW", SHAPE(SFP28, SINGLE, SMF, NRZ, LC),
	  NRZ_32GFC(1), W1310_25G, 10000, NO_POWER, SURE_NOT },
	{ "128gfc-sw4", "128GFC-MM4", SHAPE(QSFP28, PARALLEL, MMF, NRZ, MPO),
	  NRZ_32GFC(4), W850, 100, NO_POWER, SURE_NOT },
	{ "128gfc-psm4", "128GFC-PSM4", SHAPE(QSFP28, PARALLEL, SMF, NRZ, MPO),
	  NRZ_32GFC(4), W1310_25G, 500, NO_POWER, SURE_NOT },

	/* 50G PAM4 lanes */
	{ "50g-sr", "50GBASE-SR", SHAPE(SFP56, SINGLE, MMF, PAM4, LC),
	  PAM4_50G(1), W850, 100, POWER(-6.5, 4.0, -8.4, 4.0), SURE_NOT },
	{ "50g-fr", "50GBASE-FR", SHAPE(SFP56, SINGLE, SMF, PAM4, LC),
	  PAM4_50G(1), W1310_PAM4, 2000, POWER(-4.1, 3.0, -8.1, 3.0), SURE_NOT },
	{ "50g-lr", "50GBASE-LR", SHAPE(SFP56, SINGLE, SMF, PAM4, LC),
	  PAM4_50G(1), W1310_PAM4, 10000, POWER(-4.5, 4.2, -10.8, 4.2), SURE_VENDOR },
	{ "50g-er", "50GBASE-ER", SHAPE(SFP56, SINGLE, SMF, PAM4, LC),
	  PAM4_50G(1), W1310_PAM4, 40000, NO_POWER, SURE_NOT },
	{ "50g-br", "50GBASE-BR", SHAPE(SFP56, BIDI, SMF, PAM4, LC),
	  PAM4_50G(1), WDM(1270), 10000, NO_POWER, SURE_NOT },
	{ "50g-cr", "50GBASE-CR", SHAPE(SFP56, CABLE, COPPER, PAM4, NONE), PAM4_50G(1), CABLE },
	{ "50g-acc", "50G active copper", SHAPE(SFP56, CABLE, ACTIVE_COPPER, PAM4, NONE),
	  PAM4_50G(1), CABLE },
	{ "50g-aoc", "50G AOC", SHAPE(SFP56, CABLE, AOC, PAM4, NONE), PAM4_50G(1), CABLE },
	{ "100g-bidi", "100G-BiDi", SHAPE(QSFP28, BIDI, MMF, PAM4, LC),
	  PAM4_50G(2), WDM(850), 150, NO_POWER, SURE_NOT },
	/*
	 * As a 100G-BiDi, but for RS(544,514): the two don't link (Cisco's and FS's data sheets).
	 * SFF-8636 has no code for those with CAUI-4 host lanes; CMIS has for 100GAUI-2.
	 */
	{ "100g-sr1.2", "100GBASE-SR1.2", SHAPE(QSFP56, BIDI, MMF, PAM4, LC),
	  PAM4_50G(2), WDM(850), 150, NO_POWER, SURE_VENDOR },
	{ "100g-dwdm2", "100GE-DWDM2", SHAPE(QSFP28, WDM, SMF, PAM4, LC),
	  PAM4_50G(2), WDM(1550), 80000, NO_POWER, SURE_NOT },
	{ "200g-sr4", "200GBASE-SR4", SHAPE(QSFP56, PARALLEL, MMF, PAM4, MPO),
	  PAM4_50G(4), W850, 100, POWER(-6.5, 4.0, -8.4, 4.0), SURE_NOT },
	{ "200g-dr4", "200GBASE-DR4", SHAPE(QSFP56, PARALLEL, SMF, PAM4, MPO),
	  PAM4_50G(4), W1310_PAM4, 500, POWER(-5.1, 3.0, -8.1, 3.0), SURE_NOT },
	{ "200g-fr4", "200GBASE-FR4", SHAPE(QSFP56, WDM, SMF, PAM4, LC),
	  PAM4_50G(4), WDM(1301), 2000, NO_POWER, SURE_NOT },
	{ "200g-lr4", "200GBASE-LR4", SHAPE(QSFP56, WDM, SMF, PAM4, LC),
	  PAM4_50G(4), WDM(1302), 10000, NO_POWER, SURE_NOT },
	{ "200g-er4", "200GBASE-ER4", SHAPE(QSFP_DD, WDM, SMF, PAM4, LC),
	  PAM4_50G(4), WDM(1302), 40000, NO_POWER, SURE_NOT },
	{ "200g-cr4", "200GBASE-CR4", SHAPE(QSFP56, CABLE, COPPER, PAM4, NONE), PAM4_50G(4), CABLE },
	{ "200g-acc", "200G active copper", SHAPE(QSFP56, CABLE, ACTIVE_COPPER, PAM4, NONE),
	  PAM4_50G(4), CABLE },
	{ "200g-aoc", "200G AOC", SHAPE(QSFP56, CABLE, AOC, PAM4, NONE), PAM4_50G(4), CABLE },

	/* 100G PAM4 lanes; the single-lane ones come as QSFP28 */
	{ "100g-sr1", "100GBASE-SR1", SHAPE(QSFP28, SINGLE, MMF, PAM4, LC),
	  PAM4_100G(1), W850_100G, 100, POWER(-4.6, 4.0, -6.4, 4.0), SURE_NOT },
	{ "100g-dr", "100GBASE-DR", SHAPE(QSFP28, SINGLE, SMF, PAM4, LC),
	  PAM4_100G(1), W1310_PAM4, 500, POWER(-2.9, 4.0, -5.9, 4.0), SURE_VENDOR },
	{ "100g-fr", "100GBASE-FR1", SHAPE(QSFP28, SINGLE, SMF, PAM4, LC),
	  PAM4_100G(1), W1310_PAM4, 2000, POWER(-3.1, 4.0, -7.1, 4.0), SURE_NOT },
	{ "100g-lr", "100GBASE-LR1", SHAPE(QSFP28, SINGLE, SMF, PAM4, LC),
	  PAM4_100G(1), W1310_PAM4, 10000, POWER(-1.9, 4.8, -8.2, 4.8), SURE_NOT },
	{ "100g-lr-20", "100G-LR1-20", SHAPE(QSFP28, SINGLE, SMF, PAM4, LC),
	  PAM4_100G(1), W1310_PAM4, 20000, NO_POWER, SURE_NOT },
	{ "100g-er-30", "100G-ER1-30", SHAPE(QSFP28, SINGLE, SMF, PAM4, LC),
	  PAM4_100G(1), W1309_100G_ER, 30000, NO_POWER, SURE_NOT },
	{ "100g-er-40", "100G-ER1-40", SHAPE(QSFP28, SINGLE, SMF, PAM4, LC),
	  PAM4_100G(1), W1309_100G_ER, 40000, NO_POWER, SURE_NOT },
	/* One fibre, a wavelength each way: the pairs that are sold differ, and no code names them. */
	{ "100g-br", "100GBASE-BR10", SHAPE(QSFP28, BIDI, SMF, PAM4, LC),
	  PAM4_100G(1), WDM(1310), 10000, NO_POWER, SURE_NOT },
	{ "100g-zr", "100GBASE-ZR", SHAPE(QSFP28, COHERENT, SMF, COHERENT, LC),
	  COHERENT_100G, WDM(1550), 80000, NO_POWER, SURE_NOT },
	/* Linear: no retiming in the module, the switch's equaliser drives the laser. */
	{ "100g-dr-lpo", "100G-DR1-LPO", SHAPE(QSFP112, SINGLE, SMF, PAM4, LC),
	  PAM4_100G(1), W1310_PAM4, 500, NO_POWER, SURE_NOT },
	{ "100g-vr1", "100GBASE-VR1", SHAPE(QSFP28, SINGLE, MMF, PAM4, LC),
	  PAM4_100G(1), W850_VR, 50, NO_POWER, SURE_NOT },
	{ "100g-cr1", "100GBASE-CR1", SHAPE(SFP112, CABLE, COPPER, PAM4, NONE), PAM4_100G(1), CABLE },
	{ "100g-acc1", "100G active copper, 1 lane", SHAPE(QSFP112, CABLE, ACTIVE_COPPER, PAM4, NONE),
	  PAM4_100G(1), CABLE },
	{ "100g-aoc1", "100G AOC, 1 lane", SHAPE(QSFP112, CABLE, AOC, PAM4, NONE), PAM4_100G(1), CABLE },

	/*
	 * More than four lanes, and what only CMIS modules are. QSFP-DD, OSFP and
	 * QSFP112 are sold with most of these; the form named is the usual one.
	 */
	{ "100g-sr2", "100GBASE-SR2", SHAPE(SFP_DD, PARALLEL, MMF, PAM4, MPO),
	  PAM4_50G(2), W850, 100, POWER(-6.5, 4.0, -8.4, 4.0), SURE_NOT },
	/* Two lanes of 50GBASE-FR side by side: what a 200GBASE-DR4 splits into by halves. */
	{ "100g-2xfr", "2x50GBASE-FR", SHAPE(SFP_DD, PARALLEL, SMF, PAM4, MPO),
	  PAM4_50G(2), W1310_PAM4, 2000, POWER(-4.1, 3.0, -8.1, 3.0), SURE_NOT },
	{ "100g-cr2", "100GBASE-CR2", SHAPE(SFP_DD, CABLE, COPPER, PAM4, NONE), PAM4_50G(2), CABLE },
	{ "200g-sr2", "200GBASE-SR2", SHAPE(QSFP112, PARALLEL, MMF, PAM4, MPO),
	  PAM4_100G(2), W850_100G, 100, POWER(-4.6, 4.0, -6.4, 4.0), SURE_NOT },
	{ "200g-vr2", "200GBASE-VR2", SHAPE(QSFP112, PARALLEL, MMF, PAM4, MPO),
	  PAM4_100G(2), W850_VR, 50, NO_POWER, SURE_NOT },
	{ "200g-dr1", "200GBASE-DR1", SHAPE(QSFP112, SINGLE, SMF, PAM4, LC),
	  PAM4_200G(1), W1310_PAM4, 500, NO_POWER, SURE_NOT },
	{ "200g-dr1-2", "200GBASE-DR1-2", SHAPE(QSFP112, SINGLE, SMF, PAM4, LC),
	  PAM4_200G_INNER(1), W1310_PAM4, 2000, NO_POWER, SURE_NOT },
	{ "200g-dr2", "200G-DR2", SHAPE(QSFP112, PARALLEL, SMF, PAM4, MPO),
	  PAM4_100G(2), W1310_PAM4, 500, POWER(-2.9, 4.0, -5.9, 4.0), SURE_VENDOR },
	{ "200g-dr2-lpo", "200G-DR2-LPO", SHAPE(QSFP112, PARALLEL, SMF, PAM4, MPO),
	  PAM4_100G(2), W1310_PAM4, 500, NO_POWER, SURE_NOT },
	{ "200g-cr2", "200GBASE-CR2", SHAPE(QSFP112, CABLE, COPPER, PAM4, NONE), PAM4_100G(2), CABLE },
	{ "200g-acc2", "200G active copper, 2 lanes", SHAPE(QSFP112, CABLE, ACTIVE_COPPER, PAM4, NONE),
	  PAM4_100G(2), CABLE },
	{ "200g-aoc2", "200G AOC, 2 lanes", SHAPE(QSFP112, CABLE, AOC, PAM4, NONE), PAM4_100G(2), CABLE },
	{ "400g-sr8", "400GBASE-SR8", SHAPE(QSFP_DD, PARALLEL, MMF, PAM4, MPO),
	  PAM4_50G(8), W850, 100, POWER(-6.5, 4.0, -8.4, 4.0), SURE_NOT },
	{ "400g-sr4", "400GBASE-SR4", SHAPE(QSFP112, PARALLEL, MMF, PAM4, MPO),
	  PAM4_100G(4), W850_100G, 100, POWER(-4.6, 4.0, -6.4, 4.0), SURE_NOT },
	{ "400g-vr4", "400GBASE-VR4", SHAPE(QSFP112, PARALLEL, MMF, PAM4, MPO),
	  PAM4_100G(4), W850_VR, 50, NO_POWER, SURE_NOT },
	/* Four fibre pairs, both directions and two wavelengths on each: splits pair by pair. */
	{ "400g-sr4.2", "400GBASE-SR4.2", SHAPE(QSFP_DD, PARALLEL, MMF, PAM4, MPO),
	  PAM4_50G(8), WDM(850), 150, NO_POWER, SURE_NOT },
	{ "400g-dr2", "400GBASE-DR2", SHAPE(QSFP112, PARALLEL, SMF, PAM4, MPO),
	  PAM4_200G(2), W1310_PAM4, 500, NO_POWER, SURE_NOT },
	{ "400g-dr2-2", "400GBASE-DR2-2", SHAPE(QSFP112, PARALLEL, SMF, PAM4, MPO),
	  PAM4_200G_INNER(2), W1310_PAM4, 2000, NO_POWER, SURE_NOT },
	{ "400g-dr4", "400GBASE-DR4", SHAPE(QSFP_DD, PARALLEL, SMF, PAM4, MPO),
	  PAM4_100G(4), W1310_PAM4, 500, POWER(-2.9, 4.0, -5.9, 4.0), SURE_VENDOR },
	{ "400g-xdr4", "400GBASE-DR4-2", SHAPE(QSFP_DD, PARALLEL, SMF, PAM4, MPO),
	  PAM4_100G(4), W1310_PAM4, 2000, POWER(-3.1, 4.0, -7.1, 4.0), SURE_NOT },
	{ "400g-plr4", "400G-PLR4", SHAPE(QSFP_DD, PARALLEL, SMF, PAM4, MPO),
	  PAM4_100G(4), W1310_PAM4, 10000, POWER(-1.9, 4.8, -8.2, 4.8), SURE_NOT },
	{ "400g-dr4-lpo", "400G-DR4-LPO", SHAPE(QSFP112, PARALLEL, SMF, PAM4, MPO),
	  PAM4_100G(4), W1310_PAM4, 500, NO_POWER, SURE_NOT },
	{ "400g-fr4", "400GBASE-FR4", SHAPE(QSFP_DD, WDM, SMF, PAM4, LC),
	  PAM4_100G(4), WDM(1301), 2000, POWER(-3.3, 3.5, -7.3, 3.5), SURE_VENDOR },
	{ "400g-lr4-6", "400GBASE-LR4-6", SHAPE(QSFP_DD, WDM, SMF, PAM4, LC),
	  PAM4_100G(4), WDM(1301), 6000, NO_POWER, SURE_NOT },
	{ "400g-lr4", "400G-LR4-10", SHAPE(QSFP_DD, WDM, SMF, PAM4, LC),
	  PAM4_100G(4), WDM(1301), 10000, NO_POWER, SURE_NOT },
	{ "400g-er4", "400GBASE-ER4-30", SHAPE(QSFP_DD, WDM, SMF, PAM4, LC),
	  PAM4_100G(4), WDM(1302), 30000, NO_POWER, SURE_NOT },
	{ "400g-fr8", "400GBASE-FR8", SHAPE(QSFP_DD, WDM, SMF, PAM4, LC),
	  PAM4_50G(8), WDM(1291), 2000, NO_POWER, SURE_NOT },
	{ "400g-lr8", "400GBASE-LR8", SHAPE(QSFP_DD, WDM, SMF, PAM4, LC),
	  PAM4_50G(8), WDM(1291), 10000, NO_POWER, SURE_NOT },
	{ "400g-er8", "400GBASE-ER8", SHAPE(QSFP_DD, WDM, SMF, PAM4, LC),
	  PAM4_50G(8), WDM(1291), 40000, NO_POWER, SURE_NOT },
	{ "400g-2xfr4", "2x200GBASE-FR4", SHAPE(QSFP_DD, WDM_PARTS, SMF, PAM4, LC),
	  PAM4_50G(8), WDM(1301), 2000, NO_POWER, SURE_NOT },
	{ "400g-zr", "400ZR", SHAPE(QSFP_DD, COHERENT, SMF, COHERENT, LC),
	  COHERENT_400G, WDM(1550), 80000, NO_POWER, SURE_NOT },
	{ "400g-cr8", "400GBASE-CR8", SHAPE(QSFP_DD, CABLE, COPPER, PAM4, NONE), PAM4_50G(8), CABLE },
	{ "400g-acc", "400G active copper", SHAPE(QSFP_DD, CABLE, ACTIVE_COPPER, PAM4, NONE),
	  PAM4_50G(8), CABLE },
	{ "400g-aoc", "400G AOC", SHAPE(QSFP_DD, CABLE, AOC, PAM4, NONE), PAM4_50G(8), CABLE },
	{ "400g-cr4", "400GBASE-CR4", SHAPE(QSFP112, CABLE, COPPER, PAM4, NONE), PAM4_100G(4), CABLE },
	{ "400g-acc4", "400G active copper, 4 lanes", SHAPE(QSFP112, CABLE, ACTIVE_COPPER, PAM4, NONE),
	  PAM4_100G(4), CABLE },
	{ "400g-aoc4", "400G AOC, 4 lanes", SHAPE(QSFP112, CABLE, AOC, PAM4, NONE), PAM4_100G(4), CABLE },
	{ "800g-sr8", "800GBASE-SR8", SHAPE(OSFP, PARALLEL, MMF, PAM4, MPO),
	  PAM4_100G(8), W850_100G, 100, POWER(-4.6, 4.0, -6.4, 4.0), SURE_NOT },
	{ "800g-vr8", "800GBASE-VR8", SHAPE(OSFP, PARALLEL, MMF, PAM4, MPO),
	  PAM4_100G(8), W850_VR, 50, NO_POWER, SURE_NOT },
	/* Four fibre pairs, two wavelengths on each, as 400GBASE-SR4.2. */
	{ "800g-sr4.2", "800GBASE-SR4.2", SHAPE(OSFP, PARALLEL, MMF, PAM4, MPO),
	  PAM4_100G(8), WDM(850), 100, NO_POWER, SURE_NOT },
	{ "800g-vr4.2", "800GBASE-VR4.2", SHAPE(OSFP, PARALLEL, MMF, PAM4, MPO),
	  PAM4_100G(8), WDM(850), 50, NO_POWER, SURE_NOT },
	{ "800g-dr4", "800GBASE-DR4", SHAPE(OSFP, PARALLEL, SMF, PAM4, MPO),
	  PAM4_200G(4), W1310_PAM4, 500, NO_POWER, SURE_NOT },
	{ "800g-dr4-2", "800GBASE-DR4-2", SHAPE(OSFP, PARALLEL, SMF, PAM4, MPO),
	  PAM4_200G_INNER(4), W1310_PAM4, 2000, NO_POWER, SURE_NOT },
	{ "800g-dr8", "800GBASE-DR8", SHAPE(OSFP, PARALLEL, SMF, PAM4, MPO),
	  PAM4_100G(8), W1310_PAM4, 500, POWER(-2.9, 4.0, -5.9, 4.0), SURE_VENDOR },
	{ "800g-dr8-2", "800GBASE-DR8-2", SHAPE(OSFP, PARALLEL, SMF, PAM4, MPO),
	  PAM4_100G(8), W1310_PAM4, 2000, POWER(-3.1, 4.0, -7.1, 4.0), SURE_NOT },
	{ "800g-dr8-lpo", "800G-DR8-LPO", SHAPE(OSFP, PARALLEL, SMF, PAM4, MPO),
	  PAM4_100G(8), W1310_PAM4, 500, NO_POWER, SURE_NOT },
	{ "800g-fr4", "800GBASE-FR4", SHAPE(OSFP, WDM, SMF, PAM4, LC),
	  PAM4_200G_INNER(4), WDM(1301), 2000, NO_POWER, SURE_NOT },
	{ "800g-lr4", "800GBASE-LR4", SHAPE(OSFP, WDM, SMF, PAM4, LC),
	  PAM4_200G_INNER(4), WDM(1302), 10000, NO_POWER, SURE_NOT },
	{ "800g-2xfr4", "2x400GBASE-FR4", SHAPE(OSFP, WDM_PARTS, SMF, PAM4, LC),
	  PAM4_100G(8), WDM(1301), 2000, POWER(-3.3, 3.5, -7.3, 3.5), SURE_VENDOR },
	{ "800g-2xlr4", "2x400G-LR4-10", SHAPE(OSFP, WDM_PARTS, SMF, PAM4, LC),
	  PAM4_100G(8), WDM(1301), 10000, NO_POWER, SURE_NOT },
	{ "800g-cr8", "800G-CR8", SHAPE(OSFP, CABLE, COPPER, PAM4, NONE), PAM4_100G(8), CABLE },
	{ "800g-acc", "800G active copper", SHAPE(OSFP, CABLE, ACTIVE_COPPER, PAM4, NONE),
	  PAM4_100G(8), CABLE },
	{ "800g-aoc", "800G AOC", SHAPE(OSFP, CABLE, AOC, PAM4, NONE), PAM4_100G(8), CABLE },
	{ "1.6t-dr8", "1.6TBASE-DR8", SHAPE(OSFP, PARALLEL, SMF, PAM4, MPO),
	  PAM4_200G(8), W1310_PAM4, 500, NO_POWER, SURE_NOT },
	{ "1.6t-dr8-2", "1.6TBASE-DR8-2", SHAPE(OSFP, PARALLEL, SMF, PAM4, MPO),
	  PAM4_200G_INNER(8), W1310_PAM4, 2000, NO_POWER, SURE_NOT },
	{ "1.6t-2xfr4", "2x800GBASE-FR4", SHAPE(OSFP, WDM_PARTS, SMF, PAM4, LC),
	  PAM4_200G_INNER(8), WDM(1301), 2000, NO_POWER, SURE_NOT },

	/* Cables of 200G lanes (IEEE P802.3dj clause 179) */
	{ "200g-cr1", "200GBASE-CR1", SHAPE(QSFP112, CABLE, COPPER, PAM4, NONE), PAM4_200G(1), CABLE },
	{ "200g-acc1", "200G active copper, 1 lane", SHAPE(QSFP112, CABLE, ACTIVE_COPPER, PAM4, NONE),
	  PAM4_200G(1), CABLE },
	{ "200g-aoc1", "200G AOC, 1 lane", SHAPE(QSFP112, CABLE, AOC, PAM4, NONE), PAM4_200G(1), CABLE },
	{ "400g-cr2", "400GBASE-CR2", SHAPE(QSFP112, CABLE, COPPER, PAM4, NONE), PAM4_200G(2), CABLE },
	{ "400g-acc2", "400G active copper, 2 lanes", SHAPE(QSFP112, CABLE, ACTIVE_COPPER, PAM4, NONE),
	  PAM4_200G(2), CABLE },
	{ "400g-aoc2", "400G AOC, 2 lanes", SHAPE(QSFP112, CABLE, AOC, PAM4, NONE), PAM4_200G(2), CABLE },
	{ "800g-cr4", "800GBASE-CR4", SHAPE(OSFP, CABLE, COPPER, PAM4, NONE), PAM4_200G(4), CABLE },
	{ "800g-acc4", "800G active copper, 4 lanes", SHAPE(OSFP, CABLE, ACTIVE_COPPER, PAM4, NONE),
	  PAM4_200G(4), CABLE },
	{ "800g-aoc4", "800G AOC, 4 lanes", SHAPE(OSFP, CABLE, AOC, PAM4, NONE), PAM4_200G(4), CABLE },
	{ "1.6t-cr8", "1.6TBASE-CR8", SHAPE(OSFP, CABLE, COPPER, PAM4, NONE), PAM4_200G(8), CABLE },
	{ "1.6t-acc", "1.6T active copper", SHAPE(OSFP, CABLE, ACTIVE_COPPER, PAM4, NONE),
	  PAM4_200G(8), CABLE },
	{ "1.6t-aoc", "1.6T AOC", SHAPE(OSFP, CABLE, AOC, PAM4, NONE), PAM4_200G(8), CABLE },
	{ .token = NULL },
};

const struct module_type *module_type_find(const char *token)
{
	for (const struct module_type *t = module_types; t->token; t++) {
		if (strcmp(t->token, token) == 0)
			return t;
	}
	return NULL;
}

uint32_t module_type_rate_mbps(const struct module_type *type)
{
	return type->lanes * type->lane_mbps;
}

/*
 * FEC by lane rate and line code; exceptions by type first. Any 50G or 100G
 * PAM4 lane has RS(544,514), and so has one of 200G, with an inner code inside the
 * module where it reaches 2 km; 25G NRZ lanes have RS(528,514) to reach what
 * their type is for, but not those of the older 100GBASE-LR4 and ER4. Copper
 * of 25G may have one or none, which its code says (sff8024.c).
 */
static const struct {
	const char *token;
	enum fec fec;
} fec_exceptions[] = {
	{ "100g-lr4", FEC_NONE },
	{ "100g-er4", FEC_NONE },
	{ "25g-cr", FEC_UNKNOWN },
	{ "50g-cr2", FEC_UNKNOWN },
	/* Sold with and without. */
	{ "100g-clr4", FEC_UNKNOWN },
	/* Each half is a 100GBASE-LR4, which needs none and meets a 4WDM-20, which does. */
	{ "200g-2xlr4", FEC_UNKNOWN },
	{ "100g-1550wdm", FEC_UNKNOWN },
	/* FEC of a kind of its own; that of BiDi is older than RS(544,514) of 50G lanes, which SR1.2 has. */
	{ "100g-bidi", FEC_UNKNOWN },
	{ "100g-dwdm2", FEC_UNKNOWN },
	{ "400g-zr", FEC_UNKNOWN },
	{ NULL, FEC_UNKNOWN },
};

static const struct {
	uint32_t lane_mbps;
	enum modulation modulation;
	enum fec fec;
} fec_rules[] = {
	{ 1000, MODULATION_NRZ, FEC_NONE },       { 10000, MODULATION_NRZ, FEC_NONE },
	{ 25000, MODULATION_NRZ, FEC_RS528 },     { 50000, MODULATION_PAM4, FEC_RS544 },
	{ 100000, MODULATION_PAM4, FEC_RS544 },   { 200000, MODULATION_PAM4, FEC_RS544 },
};

enum fec module_type_fec(const struct module_type *type)
{
	for (size_t i = 0; fec_exceptions[i].token; i++) {
		if (strcmp(fec_exceptions[i].token, type->token) == 0)
			return fec_exceptions[i].fec;
	}
	for (size_t i = 0; i < sizeof(fec_rules) / sizeof(fec_rules[0]); i++) {
		if (fec_rules[i].lane_mbps == type->lane_mbps && fec_rules[i].modulation == type->modulation)
			return fec_rules[i].fec;
	}
	return FEC_UNKNOWN;
}

/*
 * Pairs of single-fibre links: 1000BASE-BX10 and its longer relatives, then
 * 10, 25 and 50GBASE-BR. Data sheets give 1310 nm two partners.
 */
static const int32_t bidi_pairs[][2] = {
	{ 149000, 131000 },
	{ 155000, 131000 },
	{ 155000, 149000 },
	{ 127000, 133000 },
};

#define BIDI_PAIRS (sizeof(bidi_pairs) / sizeof(bidi_pairs[0]))

int32_t bidi_mate(int32_t a, unsigned n)
{
	for (size_t i = 0; i < BIDI_PAIRS; i++) {
		unsigned side = bidi_pairs[i][0] == a ? 0 : 1;

		if (bidi_pairs[i][side] == a && n-- == 0)
			return bidi_pairs[i][!side];
	}
	return 0;
}

enum tristate bidi_complementary(int32_t a, int32_t b)
{
	int32_t mate;

	if (!bidi_mate(a, 0) || !bidi_mate(b, 0))
		return TRI_UNKNOWN;
	for (unsigned n = 0; (mate = bidi_mate(a, n)); n++) {
		if (mate == b)
			return TRI_YES;
	}
	return TRI_NO;
}

/*
 * Wavelengths of WDM types, where they are not CWDM. LR4 and ER4 of 25G and
 * 50G lanes, and all of eight lanes, are LAN-WDM; 40GBASE-LR4 and ER4 are CWDM,
 * and so are those of 100G lanes but for the 30 km of 400G-ER4-30 (IEEE 802.3 clauses 87,
 * 88, 122, 151; MSAs).
 */
static const struct {
	const char *token;
	enum grid grid;
} grids[] = {
	{ "40g-swdm4", GRID_SWDM },    { "100g-swdm4", GRID_SWDM },    { "100g-lr4", GRID_LAN_WDM },
	{ "100g-er4", GRID_LAN_WDM },  { "100g-4wdm-20", GRID_LAN_WDM }, { "100g-4wdm-40", GRID_LAN_WDM },
	{ "200g-lr4", GRID_LAN_WDM },  { "200g-er4", GRID_LAN_WDM },   { "400g-fr8", GRID_LAN_WDM },
	{ "400g-lr8", GRID_LAN_WDM },  { "400g-er8", GRID_LAN_WDM },   { "100g-dwdm2", GRID_DWDM },
	{ "100g-1550wdm", GRID_DWDM }, { "400g-er4", GRID_LAN_WDM },  { "200g-2xlr4", GRID_LAN_WDM }, { "800g-lr4", GRID_NONE },
};

enum grid module_type_grid(const struct module_type *type)
{
	if (type->layout != LAYOUT_WDM && type->layout != LAYOUT_WDM_PARTS)
		return GRID_NONE;
	for (size_t i = 0; i < sizeof(grids) / sizeof(grids[0]); i++) {
		if (strcmp(grids[i].token, type->token) == 0)
			return grids[i].grid;
	}
	return GRID_CWDM;
}

/* All of them are four wavelengths on a pair (CWDM4). */
#define LANES_PER_PART 4

unsigned module_type_parts(const struct module_type *type)
{
	return type->layout == LAYOUT_WDM_PARTS ? type->lanes / LANES_PER_PART : 1;
}

unsigned module_type_pairs(const struct module_type *type)
{
	if (type->layout != LAYOUT_PARALLEL)
		return module_type_parts(type);
	/* No window of one wavelength. */
	return type->window_max ? type->lanes : type->lanes / 2u;
}

/* What a form factor is as a cage: lanes, and the shell it has. */
static const struct form_facts {
	enum form_factor form;
	uint8_t lanes;
	enum { SHELL_SFP, SHELL_DSFP, SHELL_QSFP, SHELL_OSFP } shell;
	bool single_lane;
} form_facts[] = {
	{ FORM_SFP, 1, SHELL_SFP, true },         { FORM_SFP_PLUS, 1, SHELL_SFP, true },
	{ FORM_SFP28, 1, SHELL_SFP, true },       { FORM_SFP56, 1, SHELL_SFP, true },
	{ FORM_SFP112, 1, SHELL_SFP, true },      { FORM_SFP_DD, 2, SHELL_SFP, false },
	{ FORM_DSFP, 2, SHELL_DSFP, false },      { FORM_QSFP_PLUS, 4, SHELL_QSFP, false },
	{ FORM_QSFP28, 4, SHELL_QSFP, false },    { FORM_QSFP56, 4, SHELL_QSFP, false },
	{ FORM_QSFP112, 4, SHELL_QSFP, false },   { FORM_QSFP_DD, 8, SHELL_QSFP, false },
	{ FORM_OSFP, 8, SHELL_OSFP, false },
};

static const struct form_facts *facts_of(enum form_factor form)
{
	for (size_t i = 0; i < sizeof(form_facts) / sizeof(form_facts[0]); i++) {
		if (form_facts[i].form == form)
			return &form_facts[i];
	}
	return NULL;
}

bool form_factor_is_single_lane(enum form_factor form)
{
	const struct form_facts *f = facts_of(form);

	return f && f->single_lane;
}

unsigned form_factor_lanes(enum form_factor form)
{
	const struct form_facts *f = facts_of(form);

	return f ? f->lanes : 0;
}

bool form_factor_fits(enum form_factor module, enum form_factor cage)
{
	const struct form_facts *m = facts_of(module), *c = facts_of(cage);

	/* Same shell, and no more lanes than the cage has contacts for. */
	return m && c && m->shell == c->shell && m->lanes <= c->lanes;
}

const struct code form_factor_names[] = {
	{ FORM_UNKNOWN, "unknown" },
	{ FORM_SFP, "SFP" },
	{ FORM_SFP_PLUS, "SFP+" },
	{ FORM_SFP28, "SFP28" },
	{ FORM_SFP56, "SFP56" },
	{ FORM_SFP112, "SFP112" },
	{ FORM_SFP_DD, "SFP-DD" },
	{ FORM_DSFP, "DSFP" },
	{ FORM_QSFP_PLUS, "QSFP+" },
	{ FORM_QSFP28, "QSFP28" },
	{ FORM_QSFP56, "QSFP56" },
	{ FORM_QSFP112, "QSFP112" },
	{ FORM_QSFP_DD, "QSFP-DD" },
	{ FORM_OSFP, "OSFP" },
	{ FORM_OTHER, "other" },
	{ 0, NULL },
};

const struct code form_factor_labels[] = {
	{ FORM_UNKNOWN, "unknown" },
	{ FORM_SFP, "sfp" },
	{ FORM_SFP_PLUS, "sfpPlus" },
	{ FORM_SFP28, "sfp28" },
	{ FORM_SFP56, "sfp56" },
	{ FORM_SFP112, "sfp112" },
	{ FORM_SFP_DD, "sfpDd" },
	{ FORM_DSFP, "dsfp" },
	{ FORM_QSFP_PLUS, "qsfpPlus" },
	{ FORM_QSFP28, "qsfp28" },
	{ FORM_QSFP56, "qsfp56" },
	{ FORM_QSFP112, "qsfp112" },
	{ FORM_QSFP_DD, "qsfpDd" },
	{ FORM_OSFP, "osfp" },
	{ FORM_OTHER, "other" },
	{ 0, NULL },
};

const struct code cage_tokens[] = {
	{ FORM_SFP, "sfp" },
	{ FORM_SFP_PLUS, "sfp+" },
	{ FORM_SFP28, "sfp28" },
	{ FORM_SFP56, "sfp56" },
	{ FORM_SFP112, "sfp112" },
	{ FORM_SFP_DD, "sfp-dd" },
	{ FORM_DSFP, "dsfp" },
	{ FORM_QSFP_PLUS, "qsfp+" },
	{ FORM_QSFP28, "qsfp28" },
	{ FORM_QSFP56, "qsfp56" },
	{ FORM_QSFP112, "qsfp112" },
	{ FORM_QSFP_DD, "qsfp-dd" },
	{ FORM_OSFP, "osfp" },
	{ 0, NULL },
};

const struct code medium_labels[] = {
	{ MEDIUM_UNKNOWN, "unknown" },
	{ MEDIUM_MMF, "mmf" },
	{ MEDIUM_SMF, "smf" },
	{ MEDIUM_COPPER, "copper" },
	{ MEDIUM_ACTIVE_COPPER, "activeCopper" },
	{ MEDIUM_AOC, "aoc" },
	{ MEDIUM_BASET, "baseT" },
	{ 0, NULL },
};

const struct code fec_labels[] = {
	{ FEC_UNKNOWN, "unknown" },
	{ FEC_NONE, "none" },
	{ FEC_BASE_R, "baseR" },
	{ FEC_RS528, "rs528" },
	{ FEC_RS544, "rs544" },
	{ 0, NULL },
};

/* A key's words are written like keys. */
const struct code fec_tokens[] = {
	{ FEC_NONE, "none" },   { FEC_BASE_R, "base-r" }, { FEC_RS528, "rs528" },
	{ FEC_RS544, "rs544" }, { 0, NULL },
};

const struct code modulation_labels[] = {
	{ MODULATION_UNKNOWN, "unknown" },
	{ MODULATION_NRZ, "nrz" },
	{ MODULATION_PAM4, "pam4" },
	{ MODULATION_COHERENT, "coherent" },
	{ 0, NULL },
};
