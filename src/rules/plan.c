/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Breakout plans as const rows, and why other types don't split.
 *
 * Which trunks fan out and to what is taken from vendor compatibility pages
 * and data sheets, and follows for the rest from lane rate, line code, window
 * and medium being the same at both ends; `source` says which. `sure` is
 * SURE_NOT where a pairing is only inferred.
 *
 * Some codes of SFF-8024 stand for several types that differ in lanes only:
 * 40h is 50GBASE-CR, 100GBASE-CR2 or 200GBASE-CR4, 41h 50GBASE-SR, 100GBASE-SR2
 * or 200GBASE-SR4, 0Bh 100GBASE-CR4 or 50GBASE-CR2. A QSFP with such a code on a
 * leg of two lanes is accepted: it may be just that.
 *
 * 100GBASE-SR10 has a reason instead of a row: its ten legs are more than a
 * breakout has here, and it comes in CXP and CFP, which no register family here
 * describes.
 */
#include "rules/plan.h"

#include <string.h>

#include "base/text.h"

#define MODE(n, gbps) { .count = (n), .rate_mbps = (gbps) * 1000 }
#define MMF_2LC "MPO12 to 2x LC duplex, multimode"
#define MMF_4LC "MPO12 to 4x LC duplex, multimode"
#define SMF_4LC "MPO12 to 4x LC duplex, single-mode"
#define SMF_2LC "MPO12 to 2x LC duplex, single-mode"
#define MMF_2MPO "MPO12 to 2x MPO12, multimode"
#define SMF_2MPO "MPO12 to 2x MPO12, single-mode"
#define MMF16_8LC "MPO16 to 8x LC duplex, multimode"
#define SMF16_8LC "MPO16 to 8x LC duplex, single-mode"
#define MMF16_4MPO "MPO16 to 4x MPO12, multimode"
#define SMF16_4MPO "MPO16 to 4x MPO12, single-mode"
#define MMF16_2MPO "MPO16 to 2x MPO12, multimode"
#define SMF16_2MPO "MPO16 to 2x MPO12, single-mode"
#define SMF_2X2LC "2x LC duplex patch cords, single-mode"
#define SINGLE_FIBRES "2 single fibres, LC"
#define CABLE "fixed fan-out cable"

/* Sources. */
#define ARISTA "Arista transceiver and cable guide"
#define ARISTA_FS "Arista and FS transceiver guides"
#define ALL_GUIDES "Arista, FS and Flexoptix transceiver guides"
#define FINISAR "Finisar FTL410QE4C data sheet, Arista transceiver guide"
#define FS "FS transceiver guide"
#define CSFP_SHEETS "CSFP data sheets"
#define INFERRED "same lane rate, line code, window and medium at both ends"
#define ONE_CODE "SFF-8024: one code for types that differ in lanes only"
#define LAYOUT "lanes per fibre pair as IEEE 802.3 and the MSAs define the type"

/* One row: lanes of a leg and their rate make the rate of the mode. */
#define ROW(trunk_, n, gbps, lanes, lane_gbps, harness_, slow, sure_, source_, ...) \
	{ .trunk = trunk_, .mode = MODE(n, gbps), .lanes_per_leg = lanes, .harness = harness_, \
	  .downshift = slow, .lane_mbps = (lane_gbps) * 1000, \
	  .legs = { __VA_ARGS__ }, .sure = SURE_##sure_, .source = source_ }
#define PLAN(trunk_, n, gbps, lanes, lane_gbps, harness_, sure_, source_, ...) \
	ROW(trunk_, n, gbps, lanes, lane_gbps, harness_, false, sure_, source_, __VA_ARGS__)
/* Lanes run slower than the trunk's own: only where it says that they can (RATE-02, RATE-03, HOST-03). */
#define SLOW(trunk_, n, gbps, lanes, lane_gbps, harness_, sure_, source_, ...) \
	ROW(trunk_, n, gbps, lanes, lane_gbps, harness_, true, sure_, source_, __VA_ARGS__)
#define LEG(type) { type, NULL }
#define LEG_NOTED(type, rule) { type, rule }

const struct plan plans[] = {
	/* A CSFP, as declared: each channel meets an ordinary BiDi SFP of the other wavelength. */
	PLAN("2x1g-bx", 2, 1, 1, 1, SINGLE_FIBRES, VENDOR, CSFP_SHEETS, LEG("1g-bx")),

	/* 40G */
	PLAN("40g-sr4", 4, 10, 1, 10, MMF_4LC, TWICE, FINISAR, LEG("10g-sr")),
	PLAN("40g-esr4", 4, 10, 1, 10, MMF_4LC, TWICE, ARISTA_FS, LEG("10g-sr")),
	PLAN("40g-psm4", 4, 10, 1, 10, SMF_4LC, VENDOR, ARISTA, LEG("10g-lr")),
	PLAN("40g-plr4", 4, 10, 1, 10, SMF_4LC, VENDOR, ARISTA, LEG("10g-lr")),
	PLAN("40g-cr4", 4, 10, 1, 10, CABLE, TWICE, ARISTA_FS, LEG("10g-cr")),
	PLAN("40g-acc", 4, 10, 1, 10, CABLE, NOT, INFERRED, LEG("10g-acc")),
	PLAN("40g-aoc", 4, 10, 1, 10, CABLE, VENDOR, FS, LEG("10g-aoc")),

	/* 100G of 25G lanes */
	PLAN("100g-sr4", 4, 25, 1, 25, MMF_4LC, TWICE, ARISTA_FS, LEG("25g-sr")),
	SLOW("100g-sr4", 4, 10, 1, 10, MMF_4LC, NOT, ARISTA, LEG("10g-sr")),
	/* Half of a module of the same type at the far end: each 50G port there runs two of its lanes. */
	PLAN("100g-sr4", 2, 50, 2, 25, MMF_2MPO, NOT, INFERRED, LEG_NOTED("100g-sr4", "LEG-07")),
	PLAN("100g-psm4", 4, 25, 1, 25, SMF_4LC, NOT, INFERRED, LEG("25g-lr")),
	PLAN("100g-cr4", 4, 25, 1, 25, CABLE, TWICE, ARISTA_FS, LEG("25g-cr")),
	PLAN("100g-cr4", 2, 50, 2, 25, CABLE, VENDOR, ARISTA, LEG("50g-cr2"), LEG("100g-cr4")),
	/* A passive cable is only slower than it could be. */
	SLOW("100g-cr4", 4, 10, 1, 10, CABLE, NOT, INFERRED, LEG("25g-cr"), LEG("10g-cr")),
	PLAN("100g-acc", 4, 25, 1, 25, CABLE, NOT, INFERRED, LEG("25g-acc")),
	PLAN("100g-acc", 2, 50, 2, 25, CABLE, NOT, ONE_CODE, LEG("100g-acc")),
	PLAN("100g-aoc", 4, 25, 1, 25, CABLE, VENDOR, FS, LEG("25g-aoc")),
	PLAN("100g-aoc", 2, 50, 2, 25, CABLE, NOT, ONE_CODE, LEG("100g-aoc")),

	/* QSFP28-DD */
	PLAN("200g-2xsr4", 2, 100, 4, 25, MMF16_2MPO, VENDOR, ARISTA, LEG("100g-sr4")),
	PLAN("200g-2xsr4", 8, 25, 1, 25, MMF16_8LC, NOT, INFERRED, LEG("25g-sr")),
	PLAN("200g-2xpsm4", 2, 100, 4, 25, SMF16_2MPO, NOT, INFERRED, LEG("100g-psm4")),
	PLAN("200g-2xpsm4", 8, 25, 1, 25, SMF16_8LC, NOT, INFERRED, LEG("25g-lr")),
	PLAN("200g-2xcwdm4", 2, 100, 4, 25, SMF_2X2LC, VENDOR, ARISTA, LEG("100g-cwdm4")),
	PLAN("200g-2xlr4", 2, 100, 4, 25, SMF_2X2LC, VENDOR, ARISTA, LEG("100g-lr4")),
	PLAN("200g-2xcr4", 2, 100, 4, 25, CABLE, VENDOR, ARISTA, LEG("100g-cr4")),
	PLAN("200g-2xcr4", 8, 25, 1, 25, CABLE, NOT, INFERRED, LEG("25g-cr")),

	/* 100G and 200G of 50G lanes */
	PLAN("100g-sr2", 2, 50, 1, 50, MMF_2LC, NOT, INFERRED, LEG("50g-sr")),
	PLAN("100g-2xfr", 2, 50, 1, 50, SMF_2LC, NOT, INFERRED, LEG("50g-fr"), LEG("50g-lr")),
	PLAN("50g-cr2", 2, 25, 1, 25, CABLE, NOT, INFERRED, LEG("25g-cr")),
	PLAN("100g-cr2", 2, 50, 1, 50, CABLE, NOT, INFERRED, LEG("50g-cr")),
	PLAN("200g-sr4", 4, 50, 1, 50, MMF_4LC, VENDOR, FS, LEG("50g-sr")),
	PLAN("200g-sr4", 2, 100, 2, 50, MMF_2MPO, NOT, ONE_CODE, LEG("100g-sr2"),
	     LEG_NOTED("200g-sr4", "FF-03")),
	PLAN("200g-dr4", 4, 50, 1, 50, SMF_4LC, VENDOR, FS, LEG("50g-fr"), LEG_NOTED("50g-lr", "REACH-04")),
	/*
	 * Two 26.6 GBd lanes against one 53.1 GBd lane: sold as working, noted by
	 * RATE-06. A leg of two such lanes side by side is no matter of opinion.
	 */
	PLAN("200g-dr4", 2, 100, 2, 50, SMF_2LC, NOT, "a vendor's compatibility page",
	     LEG_NOTED("100g-dr", "RATE-06"), LEG("100g-2xfr"), LEG_NOTED("100g-fr", "RATE-06")),
	PLAN("200g-cr4", 4, 50, 1, 50, CABLE, TWICE, ARISTA_FS, LEG("50g-cr")),
	PLAN("200g-cr4", 2, 100, 2, 50, CABLE, NOT, ONE_CODE, LEG("100g-cr2"), LEG("200g-cr4")),
	SLOW("200g-cr4", 4, 25, 1, 25, CABLE, NOT, INFERRED, LEG("50g-cr"), LEG("25g-cr")),
	PLAN("200g-acc", 4, 50, 1, 50, CABLE, NOT, INFERRED, LEG("50g-acc")),
	SLOW("400g-acc", 2, 100, 4, 25, CABLE, NOT, INFERRED, LEG("100g-acc")),
	SLOW("400g-acc", 8, 25, 1, 25, CABLE, NOT, INFERRED, LEG("25g-acc")),
	/* With a gearbox in the cable, an end has twice as many lanes of half the rate (CAB-07). */
	PLAN("200g-acc", 2, 100, 2, 50, CABLE, NOT, ONE_CODE, LEG("200g-acc"),
	     LEG_NOTED("100g-acc", "CAB-07")),
	PLAN("200g-aoc", 4, 50, 1, 50, CABLE, VENDOR, FS, LEG("50g-aoc")),
	PLAN("200g-aoc", 2, 100, 2, 50, CABLE, NOT, ONE_CODE, LEG("200g-aoc"),
	     LEG_NOTED("100g-aoc", "CAB-07")),

	/* 200G of 100G lanes */
	PLAN("200g-sr2", 2, 100, 1, 100, MMF_2LC, NOT, INFERRED, LEG("100g-sr1"), LEG("100g-vr1")),
	PLAN("200g-vr2", 2, 100, 1, 100, MMF_2LC, NOT, INFERRED, LEG("100g-vr1"), LEG("100g-sr1")),
	PLAN("200g-dr2", 2, 100, 1, 100, SMF_2LC, NOT, INFERRED, LEG("100g-dr"), LEG("100g-fr")),
	PLAN("200g-dr2-lpo", 2, 100, 1, 100, SMF_2LC, NOT, INFERRED, LEG("100g-dr-lpo"),
	     LEG_NOTED("100g-dr", "MOD-04")),
	PLAN("200g-cr2", 2, 100, 1, 100, CABLE, NOT, INFERRED, LEG("100g-cr1")),

	/* 400G of eight 50G lanes */
	PLAN("400g-sr8", 8, 50, 1, 50, MMF16_8LC, VENDOR, ARISTA, LEG("50g-sr")),
	PLAN("400g-sr8", 4, 100, 2, 50, MMF16_4MPO, NOT, INFERRED, LEG("100g-sr2"),
	     LEG_NOTED("200g-sr4", "FF-03")),
	PLAN("400g-sr8", 2, 200, 4, 50, MMF16_2MPO, VENDOR, ARISTA, LEG("200g-sr4")),
	SLOW("400g-sr8", 2, 100, 4, 25, MMF16_2MPO, VENDOR, ARISTA, LEG("100g-sr4")),
	SLOW("400g-sr8", 8, 25, 1, 25, MMF16_8LC, VENDOR, ARISTA, LEG("25g-sr")),
	/*
	 * Both wavelengths of a fibre pair stay together: the exception among BiDi types. The older
	 * 100G-BiDi has FEC of its own, which some trunks can be set to and others not: not told here.
	 */
	PLAN("400g-sr4.2", 4, 100, 2, 50, MMF_4LC, VENDOR, ARISTA, LEG("100g-sr1.2")),
	PLAN("400g-2xfr4", 2, 200, 4, 50, SMF_2X2LC, VENDOR, ARISTA, LEG("200g-fr4")),
	SLOW("400g-2xfr4", 2, 100, 4, 25, SMF_2X2LC, VENDOR, ARISTA, LEG("100g-cwdm4")),
	PLAN("400g-cr8", 8, 50, 1, 50, CABLE, VENDOR, ARISTA, LEG("50g-cr")),
	PLAN("400g-cr8", 4, 100, 2, 50, CABLE, VENDOR, ARISTA, LEG("100g-cr2"), LEG("200g-cr4")),
	PLAN("400g-cr8", 2, 200, 4, 50, CABLE, VENDOR, ARISTA, LEG("200g-cr4")),
	SLOW("400g-cr8", 2, 100, 4, 25, CABLE, VENDOR, ARISTA, LEG("100g-cr4"), LEG("200g-cr4")),
	SLOW("400g-cr8", 4, 50, 2, 25, CABLE, VENDOR, ARISTA, LEG("50g-cr2"), LEG("100g-cr4"),
	     LEG("100g-cr2"), LEG("200g-cr4")),
	SLOW("400g-cr8", 8, 25, 1, 25, CABLE, VENDOR, ARISTA, LEG("25g-cr"), LEG("50g-cr")),
	PLAN("400g-acc", 8, 50, 1, 50, CABLE, NOT, INFERRED, LEG("50g-acc")),
	/* With a gearbox in the cable, a leg end has four NRZ lanes for two of PAM4 (CAB-07). */
	PLAN("400g-acc", 4, 100, 2, 50, CABLE, VENDOR, ARISTA, LEG("200g-acc"),
	     LEG_NOTED("100g-acc", "CAB-07")),
	PLAN("400g-acc", 2, 200, 4, 50, CABLE, NOT, INFERRED, LEG("200g-acc")),
	PLAN("400g-aoc", 8, 50, 1, 50, CABLE, NOT, INFERRED, LEG("50g-aoc")),
	PLAN("400g-aoc", 4, 100, 2, 50, CABLE, NOT, ONE_CODE, LEG("200g-aoc"),
	     LEG_NOTED("100g-aoc", "CAB-07")),
	PLAN("400g-aoc", 2, 200, 4, 50, CABLE, NOT, INFERRED, LEG("200g-aoc")),

	/* 400G of four 100G lanes */
	PLAN("400g-sr4", 4, 100, 1, 100, MMF_4LC, NOT, INFERRED, LEG("100g-sr1"), LEG("100g-vr1")),
	PLAN("400g-sr4", 2, 200, 2, 100, MMF_2MPO, NOT, INFERRED, LEG("200g-sr2"), LEG("200g-vr2")),
	PLAN("400g-vr4", 4, 100, 1, 100, MMF_4LC, NOT, INFERRED, LEG("100g-vr1"), LEG("100g-sr1")),
	PLAN("400g-vr4", 2, 200, 2, 100, MMF_2MPO, NOT, INFERRED, LEG("200g-vr2"), LEG("200g-sr2")),
	PLAN("400g-dr4", 4, 100, 1, 100, SMF_4LC, VENDOR, ARISTA_FS, LEG("100g-dr"), LEG("100g-fr")),
	PLAN("400g-dr4", 2, 200, 2, 100, SMF_2MPO, NOT, INFERRED, LEG("200g-dr2")),
	PLAN("400g-dr4-lpo", 4, 100, 1, 100, SMF_4LC, NOT, INFERRED, LEG("100g-dr-lpo"),
	     LEG_NOTED("100g-dr", "MOD-04")),
	PLAN("400g-dr4-lpo", 2, 200, 2, 100, SMF_2MPO, NOT, INFERRED, LEG("200g-dr2-lpo"),
	     LEG_NOTED("200g-dr2", "MOD-04")),
	PLAN("400g-xdr4", 4, 100, 1, 100, SMF_4LC, VENDOR, ARISTA, LEG("100g-fr"), LEG("100g-dr"),
	     LEG_NOTED("100g-lr", "REACH-04")),
	PLAN("400g-plr4", 4, 100, 1, 100, SMF_4LC, VENDOR, ARISTA, LEG("100g-lr")),
	PLAN("400g-cr4", 4, 100, 1, 100, CABLE, NOT, INFERRED, LEG("100g-cr1")),
	PLAN("400g-cr4", 2, 200, 2, 100, CABLE, NOT, INFERRED, LEG("200g-cr2")),
	PLAN("400g-acc4", 4, 100, 1, 100, CABLE, NOT, INFERRED, LEG("100g-acc1"),
	     LEG_NOTED("100g-acc", "CAB-07")),
	PLAN("400g-acc4", 2, 200, 2, 100, CABLE, NOT, INFERRED, LEG("200g-acc2"),
	     LEG_NOTED("200g-acc", "CAB-07")),
	PLAN("400g-aoc4", 4, 100, 1, 100, CABLE, NOT, INFERRED, LEG("100g-aoc1"),
	     LEG_NOTED("100g-aoc", "CAB-07")),
	PLAN("400g-aoc4", 2, 200, 2, 100, CABLE, NOT, INFERRED, LEG("200g-aoc2"),
	     LEG_NOTED("200g-aoc", "CAB-07")),
	PLAN("200g-acc2", 2, 100, 1, 100, CABLE, NOT, INFERRED, LEG("100g-acc1"),
	     LEG_NOTED("100g-acc", "CAB-07")),
	PLAN("200g-aoc2", 2, 100, 1, 100, CABLE, NOT, INFERRED, LEG("100g-aoc1"),
	     LEG_NOTED("100g-aoc", "CAB-07")),
	PLAN("400g-dr2", 2, 200, 1, 200, SMF_2LC, NOT, INFERRED, LEG("200g-dr1")),
	PLAN("400g-dr2-2", 2, 200, 1, 200, SMF_2LC, NOT, INFERRED, LEG("200g-dr1-2")),

	/* 800G of eight 100G lanes */
	PLAN("800g-sr8", 8, 100, 1, 100, MMF16_8LC, NOT, INFERRED, LEG("100g-sr1"), LEG("100g-vr1")),
	PLAN("800g-sr8", 4, 200, 2, 100, MMF16_4MPO, NOT, INFERRED, LEG("200g-sr2"), LEG("200g-vr2")),
	PLAN("800g-sr8", 2, 400, 4, 100, MMF16_2MPO, NOT, INFERRED, LEG("400g-sr4"), LEG("400g-vr4")),
	PLAN("800g-vr8", 8, 100, 1, 100, MMF16_8LC, NOT, INFERRED, LEG("100g-vr1"), LEG("100g-sr1")),
	PLAN("800g-vr8", 4, 200, 2, 100, MMF16_4MPO, NOT, INFERRED, LEG("200g-vr2"), LEG("200g-sr2")),
	PLAN("800g-vr8", 2, 400, 4, 100, MMF16_2MPO, NOT, INFERRED, LEG("400g-vr4"), LEG("400g-sr4")),
	PLAN("800g-dr8", 8, 100, 1, 100, SMF16_8LC, VENDOR, ARISTA, LEG("100g-dr"), LEG("100g-fr")),
	PLAN("800g-dr8", 4, 200, 2, 100, SMF16_4MPO, NOT, INFERRED, LEG("200g-dr2")),
	PLAN("800g-dr8", 2, 400, 4, 100, SMF16_2MPO, VENDOR, ARISTA, LEG("400g-dr4"), LEG("400g-xdr4")),
	PLAN("800g-dr8-2", 8, 100, 1, 100, SMF16_8LC, VENDOR, ARISTA, LEG("100g-fr"), LEG("100g-dr"),
	     LEG_NOTED("100g-lr", "REACH-04")),
	PLAN("800g-dr8-2", 4, 200, 2, 100, SMF16_4MPO, NOT, INFERRED, LEG("200g-dr2")),
	PLAN("800g-dr8-2", 2, 400, 4, 100, SMF16_2MPO, VENDOR, ARISTA, LEG("400g-xdr4"), LEG("400g-dr4")),
	PLAN("800g-dr8-lpo", 8, 100, 1, 100, SMF16_8LC, NOT, INFERRED, LEG("100g-dr-lpo"),
	     LEG_NOTED("100g-dr", "MOD-04")),
	PLAN("800g-dr8-lpo", 4, 200, 2, 100, SMF16_4MPO, NOT, INFERRED, LEG("200g-dr2-lpo"),
	     LEG_NOTED("200g-dr2", "MOD-04")),
	PLAN("800g-dr8-lpo", 2, 400, 4, 100, SMF16_2MPO, NOT, INFERRED, LEG("400g-dr4-lpo"),
	     LEG_NOTED("400g-dr4", "MOD-04")),
	/* Duplex already: each part is a whole FR4 or LR4. */
	PLAN("800g-2xfr4", 2, 400, 4, 100, SMF_2X2LC, VENDOR, ARISTA, LEG("400g-fr4")),
	PLAN("800g-2xlr4", 2, 400, 4, 100, SMF_2X2LC, VENDOR, ARISTA, LEG("400g-lr4")),
	PLAN("800g-cr8", 8, 100, 1, 100, CABLE, NOT, INFERRED, LEG("100g-cr1")),
	PLAN("800g-cr8", 4, 200, 2, 100, CABLE, NOT, INFERRED, LEG("200g-cr2")),
	PLAN("800g-cr8", 2, 400, 4, 100, CABLE, NOT, INFERRED, LEG("400g-cr4")),
	PLAN("800g-acc", 8, 100, 1, 100, CABLE, NOT, INFERRED, LEG("100g-acc1"),
	     LEG_NOTED("100g-acc", "CAB-07")),
	PLAN("800g-acc", 4, 200, 2, 100, CABLE, NOT, INFERRED, LEG("200g-acc2"),
	     LEG_NOTED("200g-acc", "CAB-07")),
	PLAN("800g-acc", 2, 400, 4, 100, CABLE, NOT, INFERRED, LEG("400g-acc4"),
	     LEG_NOTED("400g-acc", "CAB-07")),
	PLAN("800g-aoc", 8, 100, 1, 100, CABLE, NOT, INFERRED, LEG("100g-aoc1"),
	     LEG_NOTED("100g-aoc", "CAB-07")),
	PLAN("800g-aoc", 4, 200, 2, 100, CABLE, NOT, INFERRED, LEG("200g-aoc2"),
	     LEG_NOTED("200g-aoc", "CAB-07")),
	PLAN("800g-aoc", 2, 400, 4, 100, CABLE, NOT, INFERRED, LEG("400g-aoc4"),
	     LEG_NOTED("400g-aoc", "CAB-07")),

	/* 200G lanes */
	PLAN("800g-dr4", 4, 200, 1, 200, SMF_4LC, NOT, INFERRED, LEG("200g-dr1")),
	PLAN("800g-dr4", 2, 400, 2, 200, SMF_2MPO, NOT, INFERRED, LEG("400g-dr2")),
	PLAN("800g-dr4-2", 4, 200, 1, 200, SMF_4LC, NOT, INFERRED, LEG("200g-dr1-2")),
	PLAN("800g-dr4-2", 2, 400, 2, 200, SMF_2MPO, NOT, INFERRED, LEG("400g-dr2-2")),
	PLAN("1.6t-dr8", 8, 200, 1, 200, SMF16_8LC, NOT, INFERRED, LEG("200g-dr1")),
	PLAN("1.6t-dr8", 4, 400, 2, 200, SMF16_4MPO, NOT, INFERRED, LEG("400g-dr2")),
	PLAN("1.6t-dr8", 2, 800, 4, 200, SMF16_2MPO, NOT, INFERRED, LEG("800g-dr4")),
	PLAN("1.6t-dr8-2", 8, 200, 1, 200, SMF16_8LC, NOT, INFERRED, LEG("200g-dr1-2")),
	PLAN("1.6t-dr8-2", 4, 400, 2, 200, SMF16_4MPO, NOT, INFERRED, LEG("400g-dr2-2")),
	PLAN("1.6t-dr8-2", 2, 800, 4, 200, SMF16_2MPO, NOT, INFERRED, LEG("800g-dr4-2")),
	PLAN("1.6t-2xfr4", 2, 800, 4, 200, SMF_2X2LC, NOT, INFERRED, LEG("800g-fr4")),
	PLAN("1.6t-cr8", 8, 200, 1, 200, CABLE, NOT, INFERRED, LEG("200g-cr1")),
	PLAN("1.6t-cr8", 4, 400, 2, 200, CABLE, NOT, INFERRED, LEG("400g-cr2")),
	PLAN("1.6t-cr8", 2, 800, 4, 200, CABLE, NOT, INFERRED, LEG("800g-cr4")),
	PLAN("800g-cr4", 4, 200, 1, 200, CABLE, NOT, INFERRED, LEG("200g-cr1")),
	PLAN("800g-cr4", 2, 400, 2, 200, CABLE, NOT, INFERRED, LEG("400g-cr2")),
	PLAN("400g-cr2", 2, 200, 1, 200, CABLE, NOT, INFERRED, LEG("200g-cr1")),
	PLAN("1.6t-acc", 8, 200, 1, 200, CABLE, NOT, INFERRED, LEG("200g-acc1")),
	PLAN("1.6t-acc", 4, 400, 2, 200, CABLE, NOT, INFERRED, LEG("400g-acc2")),
	PLAN("1.6t-acc", 2, 800, 4, 200, CABLE, NOT, INFERRED, LEG("800g-acc4")),
	PLAN("800g-acc4", 4, 200, 1, 200, CABLE, NOT, INFERRED, LEG("200g-acc1")),
	PLAN("800g-acc4", 2, 400, 2, 200, CABLE, NOT, INFERRED, LEG("400g-acc2")),
	PLAN("400g-acc2", 2, 200, 1, 200, CABLE, NOT, INFERRED, LEG("200g-acc1")),
	PLAN("1.6t-aoc", 8, 200, 1, 200, CABLE, NOT, INFERRED, LEG("200g-aoc1")),
	PLAN("1.6t-aoc", 4, 400, 2, 200, CABLE, NOT, INFERRED, LEG("400g-aoc2")),
	PLAN("1.6t-aoc", 2, 800, 4, 200, CABLE, NOT, INFERRED, LEG("800g-aoc4")),
	PLAN("800g-aoc4", 4, 200, 1, 200, CABLE, NOT, INFERRED, LEG("200g-aoc1")),
	PLAN("800g-aoc4", 2, 400, 2, 200, CABLE, NOT, INFERRED, LEG("400g-aoc2")),
	PLAN("400g-aoc2", 2, 200, 1, 200, CABLE, NOT, INFERRED, LEG("200g-aoc1")),

	/* Fibre Channel: the rate is its name. */
	PLAN("128gfc-sw4", 4, 32, 1, 32, MMF_4LC, NOT, INFERRED, LEG("32gfc-sw")),
	PLAN("128gfc-psm4", 4, 32, 1, 32, SMF_4LC, NOT, INFERRED, LEG("32gfc-lw")),
	{ .trunk = NULL },
};

#define WDM "all lanes share one fibre pair (WDM)"
#define BIDI "both directions and all lanes share one fibre pair (BiDi)"
#define TWO_WAVES "two wavelengths share each fibre pair (BiDi), and no leg type of one such pair is known"
#define ONE_LANE "it has one lane and can only be a leg"
#define COHERENT "coherent: one carrier on one fibre pair"
#define LEG_END "it is a leg's end of a cable, or a cable that does not fan out"

const struct plan_reason plan_reasons[] = {
	{ "40g-lr4", 0, WDM, SURE_TWICE, ALL_GUIDES },
	{ "40g-er4", 0, WDM, SURE_TWICE, ALL_GUIDES },
	{ "40g-swdm4", 0, WDM, SURE_VENDOR, ARISTA },
	{ "40g-bidi", 0, BIDI, SURE_VENDOR, ARISTA },
	{ "100g-lr4", 0, WDM, SURE_TWICE, ALL_GUIDES },
	{ "100g-er4", 0, WDM, SURE_TWICE, ALL_GUIDES },
	{ "100g-cwdm4", 0, WDM, SURE_TWICE, ALL_GUIDES },
	{ "100g-swdm4", 0, WDM, SURE_VENDOR, ARISTA },
	{ "100g-bidi", 0, BIDI, SURE_VENDOR, ARISTA },
	{ "100g-sr1.2", 0, BIDI, SURE_VENDOR, ARISTA },
	{ "100g-sr10", 0, "its ten lanes are ten legs, and a breakout has 2, 4 or 8", SURE_VENDOR, LAYOUT },
	{ "800g-sr4.2", 0, TWO_WAVES, SURE_NOT, LAYOUT },
	{ "800g-vr4.2", 0, TWO_WAVES, SURE_NOT, LAYOUT },
	{ "400g-fr4", 0, WDM, SURE_TWICE, ALL_GUIDES },
	{ "400g-fr8", 0, WDM, SURE_TWICE, ALL_GUIDES },
	/* What splits elsewhere, if at all, for a host behind it. */
	{ "400g-zr", 0, "coherent: one carrier; its 4x100G modes split the host side, not the fibre",
	  SURE_VENDOR, ARISTA },
	/* Of the rest, what their lanes share says it. */
	{ NULL, LAYOUT_WDM, WDM, SURE_VENDOR, LAYOUT },
	{ NULL, LAYOUT_BIDI, "both directions share one fibre (BiDi)", SURE_VENDOR, LAYOUT },
	{ NULL, LAYOUT_SINGLE, ONE_LANE, SURE_TWICE, LAYOUT },
	{ NULL, LAYOUT_COHERENT, COHERENT, SURE_VENDOR, LAYOUT },
	{ NULL, LAYOUT_CABLE, LEG_END, SURE_VENDOR, LAYOUT },
	{ .text = NULL },
};

const struct plan *plan_find(const struct module_type *trunk, const struct mode *mode)
{
	const struct plan *plan;

	for (size_t n = 0; (plan = plan_of_trunk(trunk, n)); n++) {
		if (mode_equal(&plan->mode, mode))
			return plan;
	}
	return NULL;
}

const struct plan *plan_of_leg(const struct module_type *trunk, const struct mode *mode, unsigned leg)
{
	unsigned cage = form_factor_lanes(trunk->form), lanes = cage > trunk->lanes ? cage : trunk->lanes;
	struct mode alike;

	if (!mode_is_mixed(mode))
		return plan_find(trunk, mode);
	return mode_like_leg(mode, lanes, leg, &alike) ? plan_find(trunk, &alike) : NULL;
}

const struct plan *plan_of_trunk(const struct module_type *trunk, size_t n)
{
	for (const struct plan *p = plans; p->trunk; p++) {
		if (strcmp(p->trunk, trunk->token) == 0 && n-- == 0)
			return p;
	}
	return NULL;
}

static bool is_built_for(const struct module *m, const struct plan *plan)
{
	return m->layout != LAYOUT_CABLE || m->far_ends == 0 || m->far_ends == plan->mode.count;
}

const struct plan *plan_of_module(const struct module *m, size_t n)
{
	const struct plan *plan = NULL;

	if (!m->type || m->splittable == TRI_NO)
		return NULL;
	for (size_t i = 0; (plan = plan_of_trunk(m->type, i)); i++) {
		if (is_built_for(m, plan) && n-- == 0)
			return plan;
	}
	return NULL;
}

/*
 * Is `leg` twice as wide as `narrow`, lane for lane the same? Half of its lanes are used then, as
 * vendors document for fan-outs of their 400G and 800G modules (NVIDIA MMS4X00-NS400, MMA4Z00-NS400).
 */
static bool is_twice(const struct module_type *leg, const struct module_type *narrow)
{
	/* Lanes side by side, or one of the two WDM modules that a 2xFR4 is. */
	bool side_by_side = leg->layout == LAYOUT_PARALLEL && narrow->layout == LAYOUT_PARALLEL;
	bool parts = leg->layout == LAYOUT_WDM_PARTS && narrow->layout == LAYOUT_WDM &&
		     module_type_grid(leg) == module_type_grid(narrow);

	return (side_by_side || parts) && leg->lanes == 2 * narrow->lanes &&
	       leg->lane_mbps == narrow->lane_mbps && leg->lane_mbaud == narrow->lane_mbaud &&
	       leg->modulation == narrow->modulation && leg->medium == narrow->medium &&
	       leg->connector == narrow->connector && leg->reach_m <= 4 * narrow->reach_m &&
	       narrow->reach_m <= 4 * leg->reach_m &&
	       leg->window_min == narrow->window_min &&
	       leg->window_max == narrow->window_max;
}

const struct plan_leg *plan_accepts_type(const struct plan *plan, const struct module_type *leg)
{
	static const struct plan_leg twice = { .type = "", .note_rule = "FF-03" };

	for (size_t i = 0; i < PLAN_MAX_LEGS && plan->legs[i].type; i++) {
		if (strcmp(plan->legs[i].type, leg->token) == 0)
			return &plan->legs[i];
	}
	for (size_t i = 0; i < PLAN_MAX_LEGS && plan->legs[i].type; i++) {
		const struct module_type *narrow = module_type_find(plan->legs[i].type);

		if (narrow && narrow->lanes == plan->lanes_per_leg && is_twice(leg, narrow))
			return &twice;
	}
	return NULL;
}

const struct plan_leg *plan_accepts(const struct plan *plan, const struct module *leg)
{
	const struct plan_leg *row = leg->type ? plan_accepts_type(plan, leg->type) : NULL;

	return row || !leg->slow_type ? row : plan_accepts_type(plan, leg->slow_type);
}

const struct module_type *plan_leg_type(const struct plan *plan)
{
	return module_type_find(plan->legs[0].type);
}

const struct module_type *plan_trunk_type(const struct plan *plan)
{
	return module_type_find(plan->trunk);
}

const char *plan_legs_text(const struct plan *plan, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	for (size_t i = 0; i < PLAN_MAX_LEGS && plan->legs[i].type; i++) {
		const struct module_type *type = module_type_find(plan->legs[i].type);

		text_item(&t, " or ", "%s", type ? type->name : plan->legs[i].type);
	}
	return buf;
}

/* What the trunk is at the speed of the mode. */
static struct module_type trunk_at_speed(const struct plan *plan)
{
	struct module_type type = *plan_trunk_type(plan);

	/* 25G and slower is NRZ, whatever the lane can do. */
	if (plan->downshift && plan->lane_mbps <= 25000) {
		type.token = "";
		type.modulation = MODULATION_NRZ;
		type.lane_mbps = plan->lane_mbps;
	}
	return type;
}

enum modulation plan_modulation(const struct plan *plan)
{
	return trunk_at_speed(plan).modulation;
}

enum fec plan_line_fec(const struct plan *plan)
{
	struct module_type type = trunk_at_speed(plan);

	/* Slow lanes in copper are whatever is configured. */
	if (plan->downshift && plan->lane_mbps == 25000 && type.layout == LAYOUT_CABLE)
		return FEC_UNKNOWN;
	return module_type_fec(&type);
}

enum medium plan_medium(const struct plan *plan)
{
	return plan_trunk_type(plan)->medium;
}

static uint32_t max_u32(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

static uint32_t min_u32(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

bool plan_window(const struct plan *plan, uint32_t *ret_min, uint32_t *ret_max)
{
	const struct module_type *trunk = plan_trunk_type(plan), *leg = plan_leg_type(plan);

	if (!trunk->window_max || !leg->window_max)
		return false;
	*ret_min = max_u32(trunk->window_min, leg->window_min);
	*ret_max = min_u32(trunk->window_max, leg->window_max);
	return true;
}

uint32_t plan_reach_limit(const struct plan *plan, const struct module_type *leg)
{
	const struct module_type *trunk = plan_trunk_type(plan);

	if (trunk->layout == LAYOUT_CABLE || !trunk->reach_m || !leg->reach_m)
		return 0;
	return min_u32(trunk->reach_m, leg->reach_m);
}

static bool has_limits(const struct power_limits *p)
{
	return p->tx_max > p->tx_min && p->rx_max > p->rx_min;
}

bool plan_budget(const struct module_type *trunk, const struct module_type *leg,
                 enum plan_direction direction, struct plan_budget *ret_budget)
{
	const struct module_type *from = direction == PLAN_TOWARD_LEG ? trunk : leg;
	const struct module_type *to = direction == PLAN_TOWARD_LEG ? leg : trunk;
	int32_t over = from->power.tx_max - to->power.rx_max;

	if (!has_limits(&from->power) || !has_limits(&to->power))
		return false;
	*ret_budget = (struct plan_budget){
		.loss = from->power.tx_min - to->power.rx_min,
		.over = over > 0 ? over : 0,
		.sure = from->sure < to->sure ? from->sure : to->sure,
	};
	return true;
}

/* A row of its own, else that of its layout. */
static const struct plan_reason *find_reason(const char *token, enum layout layout)
{
	for (const struct plan_reason *r = plan_reasons; r->text; r++) {
		if (r->type ? token && strcmp(r->type, token) == 0 : r->layout == layout)
			return r;
	}
	return NULL;
}

const struct plan_reason *plan_reason(const struct module_type *type)
{
	return plan_of_trunk(type, 0) ? NULL : find_reason(type->token, type->layout);
}

const struct plan_reason *plan_reason_of_module(const struct module *m)
{
	if (m->type)
		return plan_reason(m->type);
	/* Of a cable nothing is known then, not even whether it fans out. */
	return m->layout == LAYOUT_CABLE ? NULL : find_reason(NULL, m->layout);
}
