/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SFF-8024 rev 4.11 and later, tables 4-5 to 4-10: the interfaces that CMIS
 * applications name, as far as two independent decoders agree; the codes that
 * later revisions added (host 55h-58h, 70h and above, media 6Ch and above) have
 * one source only. Names of PMDs, their lanes and rates: IEEE 802.3 and the
 * MSAs.
 *
 * SMF code 93h is 400G-FR4-LPO in three decoders and 800G-FR4-LPO in one; all
 * four say four wavelengths on a pair, and the rest of the family has 100G
 * lanes. Rates of Fibre Channel, OTN and CPRI are not Ethernet's and stay 0, but for 32GFC, which has types;
 * those of coherent carriers are what clients of the code get.
 */
#include "eeprom/interfaces.h"

#include <string.h>

/* Table 4-5. */
#define HOST_INTERFACES(ROW) \
	ROW(0x00, "undefined", 0, 0, MODULATION_UNKNOWN) \
	ROW(0x01, "1000BASE-CX", 1, 1000, MODULATION_NRZ) \
	ROW(0x02, "XAUI", 4, 2500, MODULATION_NRZ) \
	ROW(0x03, "XFI", 1, 10000, MODULATION_NRZ) \
	ROW(0x04, "SFI", 1, 10000, MODULATION_NRZ) \
	ROW(0x05, "25GAUI", 1, 25000, MODULATION_NRZ) \
	ROW(0x06, "XLAUI", 4, 10000, MODULATION_NRZ) \
	ROW(0x07, "XLPPI", 4, 10000, MODULATION_NRZ) \
	ROW(0x08, "LAUI-2", 2, 25000, MODULATION_NRZ) \
	ROW(0x09, "50GAUI-2", 2, 25000, MODULATION_NRZ) \
	ROW(0x0a, "50GAUI-1", 1, 50000, MODULATION_PAM4) \
	ROW(0x0b, "CAUI-4", 4, 25000, MODULATION_NRZ) \
	ROW(0x0c, "100GAUI-4", 4, 25000, MODULATION_NRZ) \
	ROW(0x0d, "100GAUI-2", 2, 50000, MODULATION_PAM4) \
	ROW(0x0e, "200GAUI-8", 8, 25000, MODULATION_NRZ) \
	ROW(0x0f, "200GAUI-4", 4, 50000, MODULATION_PAM4) \
	ROW(0x10, "400GAUI-16", 16, 25000, MODULATION_NRZ) \
	ROW(0x11, "400GAUI-8", 8, 50000, MODULATION_PAM4) \
	ROW(0x13, "10GBASE-CX4", 4, 2500, MODULATION_NRZ) \
	ROW(0x14, "25GBASE-CR CA-25G-L", 1, 25000, MODULATION_NRZ) \
	ROW(0x15, "25GBASE-CR CA-25G-S", 1, 25000, MODULATION_NRZ) \
	ROW(0x16, "25GBASE-CR CA-25G-N", 1, 25000, MODULATION_NRZ) \
	ROW(0x17, "40GBASE-CR4", 4, 10000, MODULATION_NRZ) \
	ROW(0x18, "50GBASE-CR", 1, 50000, MODULATION_PAM4) \
	ROW(0x19, "100GBASE-CR10", 10, 10000, MODULATION_NRZ) \
	ROW(0x1a, "100GBASE-CR4", 4, 25000, MODULATION_NRZ) \
	ROW(0x1b, "100GBASE-CR2", 2, 50000, MODULATION_PAM4) \
	ROW(0x1c, "200GBASE-CR4", 4, 50000, MODULATION_PAM4) \
	ROW(0x1d, "400G-CR8", 8, 50000, MODULATION_PAM4) \
	ROW(0x1e, "200GBASE-CR1", 1, 200000, MODULATION_PAM4) \
	ROW(0x1f, "400GBASE-CR2", 2, 200000, MODULATION_PAM4) \
	ROW(0x20, "LEI-100G-PAM4-1", 1, 100000, MODULATION_PAM4) \
	ROW(0x21, "LEI-200G-PAM4-2", 2, 100000, MODULATION_PAM4) \
	ROW(0x22, "LEI-400G-PAM4-4", 4, 100000, MODULATION_PAM4) \
	ROW(0x23, "LEI-800G-PAM4-8", 8, 100000, MODULATION_PAM4) \
	ROW(0x25, "8GFC", 1, 0, MODULATION_NRZ) \
	ROW(0x26, "10GFC", 1, 0, MODULATION_NRZ) \
	ROW(0x27, "16GFC", 1, 0, MODULATION_NRZ) \
	ROW(0x28, "32GFC", 1, 32000, MODULATION_NRZ) \
	ROW(0x29, "64GFC", 1, 0, MODULATION_PAM4) \
	ROW(0x2a, "128GFC, 4 lanes", 4, 32000, MODULATION_NRZ) \
	ROW(0x2b, "256GFC", 4, 0, MODULATION_PAM4) \
	ROW(0x2c, "InfiniBand SDR", 0, 2500, MODULATION_NRZ) \
	ROW(0x2d, "InfiniBand DDR", 0, 5000, MODULATION_NRZ) \
	ROW(0x2e, "InfiniBand QDR", 0, 10000, MODULATION_NRZ) \
	ROW(0x2f, "InfiniBand FDR", 0, 14000, MODULATION_NRZ) \
	ROW(0x30, "InfiniBand EDR", 0, 25000, MODULATION_NRZ) \
	ROW(0x31, "InfiniBand HDR", 0, 50000, MODULATION_PAM4) \
	ROW(0x32, "InfiniBand NDR", 0, 100000, MODULATION_PAM4) \
	ROW(0x33, "CPRI E.96", 1, 0, MODULATION_NRZ) \
	ROW(0x34, "CPRI E.99", 1, 0, MODULATION_NRZ) \
	ROW(0x35, "CPRI E.119", 1, 0, MODULATION_NRZ) \
	ROW(0x36, "CPRI E.238", 1, 0, MODULATION_NRZ) \
	ROW(0x37, "OTL3.4", 4, 0, MODULATION_NRZ) \
	ROW(0x38, "OTL4.10", 10, 0, MODULATION_NRZ) \
	ROW(0x39, "OTL4.4", 4, 0, MODULATION_NRZ) \
	ROW(0x3a, "OTLC.4", 4, 0, MODULATION_NRZ) \
	ROW(0x3b, "FOIC1.4", 4, 0, MODULATION_NRZ) \
	ROW(0x3c, "FOIC1.2", 2, 0, MODULATION_PAM4) \
	ROW(0x3d, "FOIC2.8", 8, 0, MODULATION_NRZ) \
	ROW(0x3e, "FOIC2.4", 4, 0, MODULATION_PAM4) \
	ROW(0x3f, "FOIC4.16", 16, 0, MODULATION_NRZ) \
	ROW(0x40, "FOIC4.8", 8, 0, MODULATION_PAM4) \
	ROW(0x41, "CAUI-4 without FEC", 4, 25000, MODULATION_NRZ) \
	ROW(0x42, "CAUI-4 with RS(528,514) FEC", 4, 25000, MODULATION_NRZ) \
	ROW(0x43, "50GBASE-CR2 with RS-FEC", 2, 25000, MODULATION_NRZ) \
	ROW(0x44, "50GBASE-CR2 with BASE-R FEC", 2, 25000, MODULATION_NRZ) \
	ROW(0x45, "50GBASE-CR2 without FEC", 2, 25000, MODULATION_NRZ) \
	ROW(0x46, "100GBASE-CR1", 1, 100000, MODULATION_PAM4) \
	ROW(0x47, "200GBASE-CR2", 2, 100000, MODULATION_PAM4) \
	ROW(0x48, "400GBASE-CR4", 4, 100000, MODULATION_PAM4) \
	ROW(0x49, "800G-CR8", 8, 100000, MODULATION_PAM4) \
	ROW(0x4a, "128GFC", 1, 0, MODULATION_PAM4) \
	ROW(0x4b, "100GAUI-1-S", 1, 100000, MODULATION_PAM4) \
	ROW(0x4c, "100GAUI-1-L", 1, 100000, MODULATION_PAM4) \
	ROW(0x4d, "200GAUI-2-S", 2, 100000, MODULATION_PAM4) \
	ROW(0x4e, "200GAUI-2-L", 2, 100000, MODULATION_PAM4) \
	ROW(0x4f, "400GAUI-4-S", 4, 100000, MODULATION_PAM4) \
	ROW(0x50, "400GAUI-4-L", 4, 100000, MODULATION_PAM4) \
	ROW(0x51, "800GAUI-8-S", 8, 100000, MODULATION_PAM4) \
	ROW(0x52, "800GAUI-8-L", 8, 100000, MODULATION_PAM4) \
	ROW(0x53, "OTL4.2", 2, 0, MODULATION_PAM4) \
	ROW(0x55, "1.6TAUI-16-S", 16, 100000, MODULATION_PAM4) \
	ROW(0x56, "1.6TAUI-16-L", 16, 100000, MODULATION_PAM4) \
	ROW(0x57, "800GBASE-CR4", 4, 200000, MODULATION_PAM4) \
	ROW(0x58, "1.6TBASE-CR8", 8, 200000, MODULATION_PAM4) \
	ROW(0x70, "PCIe 4", 0, 0, MODULATION_NRZ) \
	ROW(0x71, "PCIe 5", 0, 0, MODULATION_NRZ) \
	ROW(0x72, "PCIe 6", 0, 0, MODULATION_PAM4) \
	ROW(0x73, "PCIe 7", 0, 0, MODULATION_PAM4) \
	ROW(0x74, "CEI-112G-LINEAR-PAM4", 0, 100000, MODULATION_PAM4) \
	ROW(0x80, "200GAUI-1", 1, 200000, MODULATION_PAM4) \
	ROW(0x81, "400GAUI-2", 2, 200000, MODULATION_PAM4) \
	ROW(0x82, "800GAUI-4", 4, 200000, MODULATION_PAM4) \
	ROW(0x83, "1.6TAUI-8", 8, 200000, MODULATION_PAM4) \
	ROW(0x90, "EEI-100G-RTLR-1-S", 1, 100000, MODULATION_PAM4) \
	ROW(0x91, "EEI-100G-RTLR-1-L", 1, 100000, MODULATION_PAM4) \
	ROW(0x92, "EEI-200G-RTLR-2-S", 2, 100000, MODULATION_PAM4) \
	ROW(0x93, "EEI-200G-RTLR-2-L", 2, 100000, MODULATION_PAM4) \
	ROW(0x94, "EEI-400G-RTLR-4-S", 4, 100000, MODULATION_PAM4) \
	ROW(0x95, "EEI-400G-RTLR-4-L", 4, 100000, MODULATION_PAM4) \
	ROW(0x96, "EEI-800G-RTLR-8-S", 8, 100000, MODULATION_PAM4) \
	ROW(0x97, "EEI-800G-RTLR-8-L", 8, 100000, MODULATION_PAM4) \
	ROW(0x98, "EEI-200G-RTLR-1", 1, 200000, MODULATION_PAM4) \
	ROW(0x99, "EEI-400G-RTLR-2", 2, 200000, MODULATION_PAM4) \
	ROW(0x9a, "EEI-800G-RTLR-4", 4, 200000, MODULATION_PAM4) \
	ROW(0x9b, "EEI-1.6T-RTLR-8", 8, 200000, MODULATION_PAM4) \
	ROW(0xa0, "InfiniBand XDR", 0, 200000, MODULATION_PAM4) \
	ROW(0xb0, "FOIC1.1-MFI", 1, 0, MODULATION_PAM4) \
	ROW(0xb1, "FOIC4.4-MFI", 4, 0, MODULATION_PAM4) \
	ROW(0xb2, "FOIC8.8-MFI", 8, 0, MODULATION_PAM4) \
	ROW(0xb3, "FOIC1e.1-MFI", 1, 0, MODULATION_PAM4) \
	ROW(0xb4, "FOIC4e.4-MFI", 4, 0, MODULATION_PAM4) \
	ROW(0xb5, "FOIC1o.1-MFI", 1, 0, MODULATION_PAM4) \
	ROW(0xb6, "FOIC4o.4-MFI", 4, 0, MODULATION_PAM4) \
	ROW(0xb7, "G.9804.3", 0, 0, MODULATION_UNKNOWN) \
	ROW(0xbe, "named in page 1Ch", 0, 0, MODULATION_UNKNOWN)

#define HOST_ROW(c, n, l, r, m) { .code = c, .name = n, .lanes = l, .lane_mbps = r, .modulation = m },
#define HOST_NAME(c, n, l, r, m) { c, n },

static const struct host_interface host_interfaces[] = { HOST_INTERFACES(HOST_ROW) };

const struct code host_interface_names[] = {
	HOST_INTERFACES(HOST_NAME)
	{ 0xff, "end of list" },
	{ 0, NULL },
};

const struct code media_type_names[] = {
	{ MEDIA_TYPE_UNDEFINED, "undefined" },
	{ MEDIA_TYPE_MMF, "multimode fibre" },
	{ MEDIA_TYPE_SMF, "single-mode fibre" },
	{ MEDIA_TYPE_COPPER, "passive copper" },
	{ MEDIA_TYPE_ACTIVE, "active cable" },
	{ MEDIA_TYPE_BASET, "BASE-T" },
	{ 0, NULL },
};

/* The members of a row that always go together. */
#define MEDIA(c, t, n, l, r, m, y) \
	{ .code = c, .token = t, .name = n, .lanes = l, .lane_mbps = r, .modulation = MODULATION_##m, \
	  .layout = LAYOUT_##y }

/* Table 4-6. */
static const struct media_interface mmf[] = {
	MEDIA(0x01, NULL, "10GBASE-SW", 1, 10000, NRZ, SINGLE),
	MEDIA(0x02, "10g-sr", "10GBASE-SR", 1, 10000, NRZ, SINGLE),
	MEDIA(0x03, "25g-sr", "25GBASE-SR", 1, 25000, NRZ, SINGLE),
	MEDIA(0x04, "40g-sr4", "40GBASE-SR4", 4, 10000, NRZ, PARALLEL),
	MEDIA(0x05, "40g-swdm4", "40G-SWDM4", 4, 10000, NRZ, WDM),
	MEDIA(0x06, NULL, "40G-BiDi", 2, 20000, NRZ, BIDI),
	MEDIA(0x07, "50g-sr", "50GBASE-SR", 1, 50000, PAM4, SINGLE),
	MEDIA(0x08, "100g-sr10", "100GBASE-SR10", 10, 10000, NRZ, PARALLEL),
	MEDIA(0x09, "100g-sr4", "100GBASE-SR4", 4, 25000, NRZ, PARALLEL),
	MEDIA(0x0a, "100g-swdm4", "100G-SWDM4", 4, 25000, NRZ, WDM),
	MEDIA(0x0b, "100g-bidi", "100G-BiDi", 2, 50000, PAM4, BIDI),
	MEDIA(0x0c, "100g-sr2", "100GBASE-SR2", 2, 50000, PAM4, PARALLEL),
	MEDIA(0x0d, "100g-sr1", "100GBASE-SR1", 1, 100000, PAM4, SINGLE),
	MEDIA(0x0e, "200g-sr4", "200GBASE-SR4", 4, 50000, PAM4, PARALLEL),
	MEDIA(0x0f, NULL, "400GBASE-SR16", 16, 25000, NRZ, PARALLEL),
	MEDIA(0x10, "400g-sr8", "400GBASE-SR8", 8, 50000, PAM4, PARALLEL),
	MEDIA(0x11, "400g-sr4", "400GBASE-SR4", 4, 100000, PAM4, PARALLEL),
	MEDIA(0x12, "800g-sr8", "800GBASE-SR8", 8, 100000, PAM4, PARALLEL),
	MEDIA(0x13, NULL, "8GFC-MM", 1, 0, NRZ, SINGLE),
	MEDIA(0x14, NULL, "10GFC-MM", 1, 0, NRZ, SINGLE),
	MEDIA(0x15, NULL, "16GFC-MM", 1, 0, NRZ, SINGLE),
	MEDIA(0x16, "32gfc-sw", "32GFC-MM", 1, 32000, NRZ, SINGLE),
	MEDIA(0x17, NULL, "64GFC-MM", 1, 0, PAM4, SINGLE),
	MEDIA(0x18, "128gfc-sw4", "128GFC-MM4", 4, 32000, NRZ, PARALLEL),
	MEDIA(0x19, NULL, "256GFC-MM4", 4, 0, PAM4, PARALLEL),
	MEDIA(0x1a, "400g-sr4.2", "400GBASE-SR4.2", 8, 50000, PAM4, PARALLEL),
	MEDIA(0x1b, "200g-sr2", "200GBASE-SR2", 2, 100000, PAM4, PARALLEL),
	MEDIA(0x1c, NULL, "128GFC-MM", 1, 0, PAM4, SINGLE),
	MEDIA(0x1d, "100g-vr1", "100GBASE-VR1", 1, 100000, PAM4, SINGLE),
	MEDIA(0x1e, "200g-vr2", "200GBASE-VR2", 2, 100000, PAM4, PARALLEL),
	MEDIA(0x1f, "400g-vr4", "400GBASE-VR4", 4, 100000, PAM4, PARALLEL),
	MEDIA(0x20, "800g-vr8", "800GBASE-VR8", 8, 100000, PAM4, PARALLEL),
	MEDIA(0x21, "800g-vr4.2", "800GBASE-VR4.2", 8, 100000, PAM4, PARALLEL),
	MEDIA(0x22, "800g-sr4.2", "800GBASE-SR4.2", 8, 100000, PAM4, PARALLEL),
	MEDIA(0x23, NULL, "1.6TBASE-VR8.2", 16, 100000, PAM4, PARALLEL),
	MEDIA(0x24, NULL, "1.6TBASE-SR8.2", 16, 100000, PAM4, PARALLEL),
	MEDIA(0xbe, NULL, "named in page 1Ch", 0, 0, UNKNOWN, UNKNOWN),
	MEDIA(0xbf, NULL, "passive loopback", 0, 0, UNKNOWN, UNKNOWN),
};

/*
 * Table 4-7. Codes of the OpenZR+, FlexO and OpenXR families are told apart by
 * power class and constellation; for a breakout all of them are one carrier of
 * the rate that their names say (two decoders).
 */
static const struct media_interface smf[] = {
	MEDIA(0x01, NULL, "10GBASE-LW", 1, 10000, NRZ, SINGLE),
	MEDIA(0x02, NULL, "10GBASE-EW", 1, 10000, NRZ, SINGLE),
	MEDIA(0x03, NULL, "10G-ZW", 1, 10000, NRZ, SINGLE),
	MEDIA(0x04, "10g-lr", "10GBASE-LR", 1, 10000, NRZ, SINGLE),
	MEDIA(0x05, "10g-er", "10GBASE-ER", 1, 10000, NRZ, SINGLE),
	MEDIA(0x06, NULL, "10G-ZR", 1, 10000, NRZ, SINGLE),
	MEDIA(0x07, "25g-lr", "25GBASE-LR", 1, 25000, NRZ, SINGLE),
	MEDIA(0x08, "25g-er", "25GBASE-ER", 1, 25000, NRZ, SINGLE),
	MEDIA(0x09, "40g-lr4", "40GBASE-LR4", 4, 10000, NRZ, WDM),
	MEDIA(0x0a, NULL, "40GBASE-FR", 1, 40000, NRZ, SINGLE),
	MEDIA(0x0b, "50g-fr", "50GBASE-FR", 1, 50000, PAM4, SINGLE),
	MEDIA(0x0c, "50g-lr", "50GBASE-LR", 1, 50000, PAM4, SINGLE),
	MEDIA(0x0d, "100g-lr4", "100GBASE-LR4", 4, 25000, NRZ, WDM),
	MEDIA(0x0e, "100g-er4", "100GBASE-ER4", 4, 25000, NRZ, WDM),
	MEDIA(0x0f, "100g-psm4", "100G-PSM4", 4, 25000, NRZ, PARALLEL),
	MEDIA(0x10, "100g-cwdm4", "100G-CWDM4", 4, 25000, NRZ, WDM),
	MEDIA(0x11, "100g-4wdm-10", "4WDM-10", 4, 25000, NRZ, WDM),
	MEDIA(0x12, "100g-4wdm-20", "4WDM-20", 4, 25000, NRZ, WDM),
	MEDIA(0x13, "100g-4wdm-40", "4WDM-40", 4, 25000, NRZ, WDM),
	MEDIA(0x14, "100g-dr", "100GBASE-DR", 1, 100000, PAM4, SINGLE),
	MEDIA(0x15, "100g-fr", "100GBASE-FR1", 1, 100000, PAM4, SINGLE),
	MEDIA(0x16, "100g-lr", "100GBASE-LR1", 1, 100000, PAM4, SINGLE),
	MEDIA(0x17, "200g-dr4", "200GBASE-DR4", 4, 50000, PAM4, PARALLEL),
	MEDIA(0x18, "200g-fr4", "200GBASE-FR4", 4, 50000, PAM4, WDM),
	MEDIA(0x19, "200g-lr4", "200GBASE-LR4", 4, 50000, PAM4, WDM),
	MEDIA(0x1a, "400g-fr8", "400GBASE-FR8", 8, 50000, PAM4, WDM),
	MEDIA(0x1b, "400g-lr8", "400GBASE-LR8", 8, 50000, PAM4, WDM),
	MEDIA(0x1c, "400g-dr4", "400GBASE-DR4", 4, 100000, PAM4, PARALLEL),
	MEDIA(0x1d, "400g-fr4", "400GBASE-FR4", 4, 100000, PAM4, WDM),
	MEDIA(0x1e, "400g-lr4", "400G-LR4-10", 4, 100000, PAM4, WDM),
	MEDIA(0x1f, NULL, "8GFC-SM", 1, 0, NRZ, SINGLE),
	MEDIA(0x20, NULL, "10GFC-SM", 1, 0, NRZ, SINGLE),
	MEDIA(0x21, NULL, "16GFC-SM", 1, 0, NRZ, SINGLE),
	MEDIA(0x22, "32gfc-lw", "32GFC-SM", 1, 32000, NRZ, SINGLE),
	MEDIA(0x23, NULL, "64GFC-SM", 1, 0, PAM4, SINGLE),
	MEDIA(0x24, "128gfc-psm4", "128GFC-PSM4", 4, 32000, NRZ, PARALLEL),
	MEDIA(0x26, NULL, "128GFC-CWDM4", 4, 0, NRZ, WDM),
	MEDIA(0x2c, NULL, "4I1-9D1F", 4, 0, NRZ, WDM),
	MEDIA(0x2d, NULL, "4L1-9C1F", 4, 0, NRZ, WDM),
	MEDIA(0x2e, NULL, "4L1-9D1F", 4, 0, NRZ, WDM),
	MEDIA(0x2f, NULL, "C4S1-9D1F", 4, 0, NRZ, WDM),
	MEDIA(0x30, NULL, "C4S1-4D1F", 4, 0, PAM4, WDM),
	MEDIA(0x31, NULL, "4I1-4D1F", 4, 0, PAM4, WDM),
	MEDIA(0x32, NULL, "8R1-4D1F", 8, 0, PAM4, WDM),
	MEDIA(0x33, NULL, "8I1-4D1F", 8, 0, PAM4, WDM),
	MEDIA(0x34, NULL, "100G-CWDM4-OCP", 4, 25000, NRZ, WDM),
	MEDIA(0x35, NULL, "OpenZR+ 400G 16QAM", 1, 400000, COHERENT, COHERENT),
	MEDIA(0x36, NULL, "OpenZR+ 300G 8QAM", 1, 300000, COHERENT, COHERENT),
	MEDIA(0x37, NULL, "OpenZR+ 200G QPSK", 1, 200000, COHERENT, COHERENT),
	MEDIA(0x38, NULL, "10G-SR (CPRI)", 1, 10000, NRZ, SINGLE),
	MEDIA(0x39, NULL, "10G-LR (CPRI)", 1, 10000, NRZ, SINGLE),
	MEDIA(0x3a, NULL, "25G-SR (CPRI)", 1, 25000, NRZ, SINGLE),
	MEDIA(0x3b, NULL, "25G-LR (CPRI)", 1, 25000, NRZ, SINGLE),
	MEDIA(0x3c, NULL, "10G-LR-BiDi (CPRI)", 1, 10000, NRZ, BIDI),
	MEDIA(0x3d, NULL, "25G-LR-BiDi (CPRI)", 1, 25000, NRZ, BIDI),
	MEDIA(0x3e, "400g-zr", "400ZR, amplified", 1, 400000, COHERENT, COHERENT),
	MEDIA(0x3f, "400g-zr", "400ZR, single wavelength", 1, 400000, COHERENT, COHERENT),
	MEDIA(0x40, "50g-er", "50GBASE-ER", 1, 50000, PAM4, SINGLE),
	MEDIA(0x41, "200g-er4", "200GBASE-ER4", 4, 50000, PAM4, WDM),
	MEDIA(0x42, "400g-er8", "400GBASE-ER8", 8, 50000, PAM4, WDM),
	MEDIA(0x43, "400g-lr4-6", "400GBASE-LR4-6", 4, 100000, PAM4, WDM),
	MEDIA(0x44, "100g-zr", "100GBASE-ZR", 1, 100000, COHERENT, COHERENT),
	MEDIA(0x45, NULL, "128GFC-SM", 1, 0, PAM4, SINGLE),
	MEDIA(0x46, NULL, "OpenZR+ 400G 16QAM", 1, 400000, COHERENT, COHERENT),
	MEDIA(0x47, NULL, "OpenZR+ 400G 16QAM", 1, 400000, COHERENT, COHERENT),
	MEDIA(0x48, NULL, "OpenZR+ 400G 8QAM", 1, 400000, COHERENT, COHERENT),
	MEDIA(0x49, NULL, "OpenZR+ 100G QPSK", 1, 100000, COHERENT, COHERENT),
	MEDIA(0x4a, "100g-lr-20", "100G-LR1-20", 1, 100000, PAM4, SINGLE),
	MEDIA(0x4b, "100g-er-30", "100G-ER1-30", 1, 100000, PAM4, SINGLE),
	MEDIA(0x4c, "100g-er-40", "100G-ER1-40", 1, 100000, PAM4, SINGLE),
	MEDIA(0x4d, "400g-zr", "400GBASE-ZR", 1, 400000, COHERENT, COHERENT),
	MEDIA(0x4e, "10g-br", "10GBASE-BR", 1, 10000, NRZ, BIDI),
	MEDIA(0x4f, "25g-br", "25GBASE-BR", 1, 25000, NRZ, BIDI),
	MEDIA(0x50, "50g-br", "50GBASE-BR", 1, 50000, PAM4, BIDI),
	MEDIA(0x51, NULL, "FOIC1.4-DO", 1, 100000, COHERENT, COHERENT),
	MEDIA(0x52, NULL, "FOIC2.8-DO", 1, 200000, COHERENT, COHERENT),
	MEDIA(0x53, NULL, "FOIC4.8-DO", 1, 400000, COHERENT, COHERENT),
	MEDIA(0x54, NULL, "FOIC2.4-DO", 1, 200000, COHERENT, COHERENT),
	MEDIA(0x55, "400g-xdr4", "400GBASE-DR4-2", 4, 100000, PAM4, PARALLEL),
	MEDIA(0x56, "800g-dr8", "800GBASE-DR8", 8, 100000, PAM4, PARALLEL),
	MEDIA(0x57, "800g-dr8-2", "800GBASE-DR8-2", 8, 100000, PAM4, PARALLEL),
	MEDIA(0x58, NULL, "OpenZR+ 400G 8QAM", 1, 400000, COHERENT, COHERENT),
	MEDIA(0x59, NULL, "OpenZR+ 300G 8QAM", 1, 300000, COHERENT, COHERENT),
	MEDIA(0x5a, NULL, "OpenZR+ 300G 8QAM", 1, 300000, COHERENT, COHERENT),
	MEDIA(0x5b, NULL, "OpenZR+ 200G QPSK", 1, 200000, COHERENT, COHERENT),
	MEDIA(0x5c, NULL, "OpenZR+ 200G QPSK", 1, 200000, COHERENT, COHERENT),
	MEDIA(0x5d, NULL, "OpenZR+ 100G QPSK", 1, 100000, COHERENT, COHERENT),
	MEDIA(0x5e, NULL, "OpenZR+ 100G QPSK", 1, 100000, COHERENT, COHERENT),
	MEDIA(0x5f, NULL, "FlexO-4-DO 16QAM", 1, 400000, COHERENT, COHERENT),
	MEDIA(0x60, NULL, "FlexO-3-DO 8QAM", 1, 300000, COHERENT, COHERENT),
	MEDIA(0x61, NULL, "FlexO-2-DO QPSK", 1, 200000, COHERENT, COHERENT),
	MEDIA(0x62, NULL, "FlexO-2-DO 16QAM", 1, 200000, COHERENT, COHERENT),
	MEDIA(0x63, NULL, "FlexO-1-DO QPSK", 1, 100000, COHERENT, COHERENT),
	MEDIA(0x64, NULL, "FlexO-4e-DO QPSK", 1, 400000, COHERENT, COHERENT),
	MEDIA(0x65, NULL, "FlexO-4-DO QPSK", 1, 400000, COHERENT, COHERENT),
	MEDIA(0x66, NULL, "FlexO-8e-DO 16QAM", 1, 800000, COHERENT, COHERENT),
	MEDIA(0x67, NULL, "FlexO-8-DO 16QAM", 1, 800000, COHERENT, COHERENT),
	MEDIA(0x68, NULL, "FlexO-8e-DPO 16QAM", 1, 800000, COHERENT, COHERENT),
	MEDIA(0x69, NULL, "FlexO-8-DPO 16QAM", 1, 800000, COHERENT, COHERENT),
	MEDIA(0x6a, NULL, "FlexO-6e-DPO 16QAM", 1, 600000, COHERENT, COHERENT),
	MEDIA(0x6b, NULL, "FlexO-6-DPO 16QAM", 1, 600000, COHERENT, COHERENT),
	MEDIA(0x6c, NULL, "800ZR-A", 1, 800000, COHERENT, COHERENT),
	MEDIA(0x6d, NULL, "800ZR-B", 1, 800000, COHERENT, COHERENT),
	MEDIA(0x6e, NULL, "800ZR-C", 1, 800000, COHERENT, COHERENT),
	MEDIA(0x6f, "400g-er4", "400GBASE-ER4-30", 4, 100000, PAM4, WDM),
	MEDIA(0x70, NULL, "1I1-5D1F", 1, 0, PAM4, SINGLE),
	MEDIA(0x71, NULL, "1R1-5D1F", 1, 0, PAM4, SINGLE),
	MEDIA(0x72, NULL, "FOIC1.1-RS", 1, 0, PAM4, SINGLE),
	MEDIA(0x73, "200g-dr1", "200GBASE-DR1", 1, 200000, PAM4, SINGLE),
	MEDIA(0x74, "200g-dr1-2", "200GBASE-DR1-2", 1, 200000, PAM4, SINGLE),
	MEDIA(0x75, "400g-dr2", "400GBASE-DR2", 2, 200000, PAM4, PARALLEL),
	MEDIA(0x76, "400g-dr2-2", "400GBASE-DR2-2", 2, 200000, PAM4, PARALLEL),
	MEDIA(0x77, "800g-dr4", "800GBASE-DR4", 4, 200000, PAM4, PARALLEL),
	MEDIA(0x78, "800g-dr4-2", "800GBASE-DR4-2", 4, 200000, PAM4, PARALLEL),
	MEDIA(0x79, NULL, "800GBASE-FR4-500", 4, 200000, PAM4, WDM),
	MEDIA(0x7a, "800g-fr4", "800GBASE-FR4", 4, 200000, PAM4, WDM),
	MEDIA(0x7b, "800g-lr4", "800GBASE-LR4", 4, 200000, PAM4, WDM),
	MEDIA(0x7c, NULL, "800GBASE-LR1", 1, 800000, COHERENT, COHERENT),
	MEDIA(0x7d, NULL, "800GBASE-ER1-20", 1, 800000, COHERENT, COHERENT),
	MEDIA(0x7e, NULL, "800GBASE-ER1", 1, 800000, COHERENT, COHERENT),
	MEDIA(0x7f, "1.6t-dr8", "1.6TBASE-DR8", 8, 200000, PAM4, PARALLEL),
	MEDIA(0x80, "1.6t-dr8-2", "1.6TBASE-DR8-2", 8, 200000, PAM4, PARALLEL),
	MEDIA(0x81, NULL, "OpenXR 400G 16QAM", 1, 400000, COHERENT, COHERENT),
	MEDIA(0x82, NULL, "OpenXR 300G 8QAM", 1, 300000, COHERENT, COHERENT),
	MEDIA(0x83, NULL, "OpenXR 200G QPSK", 1, 200000, COHERENT, COHERENT),
	MEDIA(0x84, NULL, "OpenXR 200G 16QAM", 1, 200000, COHERENT, COHERENT),
	MEDIA(0x85, NULL, "OpenXR 100G QPSK", 1, 100000, COHERENT, COHERENT),
	MEDIA(0x86, NULL, "OpenXR 100G 16QAM", 1, 100000, COHERENT, COHERENT),
	MEDIA(0x87, NULL, "OpenXR 400G 16QAM, one band", 1, 400000, COHERENT, COHERENT),
	MEDIA(0x88, NULL, "OpenXR 200G QPSK, one band", 1, 200000, COHERENT, COHERENT),
	MEDIA(0x89, NULL, "OpenXR 200G 16QAM, one band", 1, 200000, COHERENT, COHERENT),
	MEDIA(0x8a, NULL, "OpenXR 100G QPSK, one band", 1, 100000, COHERENT, COHERENT),
	MEDIA(0x8b, NULL, "OpenXR 100G 16QAM, one band", 1, 100000, COHERENT, COHERENT),
	MEDIA(0x8c, NULL, "OpenXR 200G 16QAM, BiDi", 1, 200000, COHERENT, COHERENT),
	MEDIA(0x8d, NULL, "OpenXR 100G QPSK, BiDi", 1, 100000, COHERENT, COHERENT),
	MEDIA(0x8e, NULL, "OpenXR 100G 16QAM, BiDi", 1, 100000, COHERENT, COHERENT),
	MEDIA(0x8f, "100g-dr-lpo", "100G-DR1-LPO", 1, 100000, PAM4, SINGLE),
	MEDIA(0x90, "200g-dr2-lpo", "200G-DR2-LPO", 2, 100000, PAM4, PARALLEL),
	MEDIA(0x91, "400g-dr4-lpo", "400G-DR4-LPO", 4, 100000, PAM4, PARALLEL),
	MEDIA(0x92, "800g-dr8-lpo", "800G-DR8-LPO", 8, 100000, PAM4, PARALLEL),
	MEDIA(0x93, NULL, "400G-FR4-LPO", 4, 100000, PAM4, WDM),
	MEDIA(0xbe, NULL, "named in page 1Ch", 0, 0, UNKNOWN, UNKNOWN),
	MEDIA(0xbf, NULL, "passive loopback", 0, 0, UNKNOWN, UNKNOWN),
};

/* Table 4-8. Passive and active cables: the rate is that of the host interface. */
static const struct media_interface copper[] = {
	MEDIA(0x01, NULL, "copper cable", 0, 0, UNKNOWN, CABLE),
	MEDIA(0xbe, NULL, "named in page 1Ch", 0, 0, UNKNOWN, UNKNOWN),
	MEDIA(0xbf, NULL, "passive loopback", 0, 0, UNKNOWN, UNKNOWN),
};

/* Table 4-9. */
static const struct media_interface active[] = {
	MEDIA(0x01, NULL, "active cable, BER < 1e-12", 0, 0, UNKNOWN, CABLE),
	MEDIA(0x02, NULL, "active cable, BER < 5e-5", 0, 0, UNKNOWN, CABLE),
	MEDIA(0x03, NULL, "active cable, BER < 2.6e-4", 0, 0, UNKNOWN, CABLE),
	MEDIA(0x04, NULL, "active cable, BER < 1e-6", 0, 0, UNKNOWN, CABLE),
	MEDIA(0xbf, NULL, "active loopback", 0, 0, UNKNOWN, UNKNOWN),
};

/* Table 4-10. */
static const struct media_interface base_t[] = {
	MEDIA(0x01, "1g-t", "1000BASE-T", 1, 1000, UNKNOWN, SINGLE),
	MEDIA(0x02, NULL, "2.5GBASE-T", 1, 2500, UNKNOWN, SINGLE),
	MEDIA(0x03, NULL, "5GBASE-T", 1, 5000, UNKNOWN, SINGLE),
	MEDIA(0x04, "10g-t", "10GBASE-T", 1, 10000, UNKNOWN, SINGLE),
	MEDIA(0x05, NULL, "25GBASE-T", 1, 25000, UNKNOWN, SINGLE),
	MEDIA(0x06, NULL, "40GBASE-T", 1, 40000, UNKNOWN, SINGLE),
	MEDIA(0x07, NULL, "50GBASE-T", 1, 50000, UNKNOWN, SINGLE),
};

#define TABLE(rows) { rows, sizeof(rows) / sizeof((rows)[0]) }

static const struct {
	const struct media_interface *rows;
	size_t count;
} media_tables[] = {
	[MEDIA_TYPE_UNDEFINED] = { NULL, 0 },
	[MEDIA_TYPE_MMF] = TABLE(mmf),
	[MEDIA_TYPE_SMF] = TABLE(smf),
	[MEDIA_TYPE_COPPER] = TABLE(copper),
	[MEDIA_TYPE_ACTIVE] = TABLE(active),
	[MEDIA_TYPE_BASET] = TABLE(base_t),
};

const struct host_interface *host_interface_find(uint8_t code)
{
	for (size_t i = 0; i < sizeof(host_interfaces) / sizeof(host_interfaces[0]); i++) {
		if (host_interfaces[i].code == code)
			return &host_interfaces[i];
	}
	return NULL;
}

const struct media_interface *media_interface_find(uint8_t media_type, uint8_t code)
{
	if (media_type >= sizeof(media_tables) / sizeof(media_tables[0]))
		return NULL;
	for (size_t i = 0; i < media_tables[media_type].count; i++) {
		if (media_tables[media_type].rows[i].code == code)
			return &media_tables[media_type].rows[i];
	}
	return NULL;
}

/* Types that are several of a smaller one, each on fibres of its own. */
static const struct {
	const char *part;
	uint8_t count;
	const char *whole;
} wholes[] = {
	{ "50g-sr", 2, "100g-sr2" },     { "50g-sr", 4, "200g-sr4" },     { "50g-sr", 8, "400g-sr8" },
	{ "100g-sr2", 2, "200g-sr4" },   { "100g-sr2", 4, "400g-sr8" },   { "200g-sr4", 2, "400g-sr8" },
	{ "100g-bidi", 4, "400g-sr4.2" }, { "100g-sr1", 2, "200g-sr2" },  { "100g-sr1", 4, "400g-sr4" },
	{ "100g-sr1", 8, "800g-sr8" },   { "200g-sr2", 2, "400g-sr4" },   { "200g-sr2", 4, "800g-sr8" },
	{ "400g-sr4", 2, "800g-sr8" },   { "100g-vr1", 2, "200g-vr2" },   { "100g-vr1", 4, "400g-vr4" },
	{ "100g-vr1", 8, "800g-vr8" },   { "200g-vr2", 2, "400g-vr4" },   { "200g-vr2", 4, "800g-vr8" },
	{ "400g-vr4", 2, "800g-vr8" },   { "10g-sr", 4, "40g-sr4" },      { "25g-sr", 4, "100g-sr4" },
	{ "100g-dr", 2, "200g-dr2" },    { "100g-dr", 4, "400g-dr4" },
	{ "100g-dr", 8, "800g-dr8" },    { "200g-dr2", 2, "400g-dr4" },   { "200g-dr2", 4, "800g-dr8" },
	{ "400g-dr4", 2, "800g-dr8" },   { "100g-fr", 4, "400g-xdr4" },   { "100g-fr", 8, "800g-dr8-2" },
	{ "400g-xdr4", 2, "800g-dr8-2" }, { "100g-lr", 4, "400g-plr4" },  { "200g-dr1", 2, "400g-dr2" },
	{ "200g-dr1", 4, "800g-dr4" },   { "200g-dr1", 8, "1.6t-dr8" },   { "400g-dr2", 2, "800g-dr4" },
	{ "400g-dr2", 4, "1.6t-dr8" },   { "800g-dr4", 2, "1.6t-dr8" },   { "200g-fr4", 2, "400g-2xfr4" },
	{ "200g-dr1-2", 2, "400g-dr2-2" }, { "200g-dr1-2", 4, "800g-dr4-2" },
	{ "200g-dr1-2", 8, "1.6t-dr8-2" }, { "400g-dr2-2", 2, "800g-dr4-2" },
	{ "400g-dr2-2", 4, "1.6t-dr8-2" }, { "800g-dr4-2", 2, "1.6t-dr8-2" },
	{ "100g-dr-lpo", 2, "200g-dr2-lpo" }, { "100g-dr-lpo", 4, "400g-dr4-lpo" },
	{ "100g-dr-lpo", 8, "800g-dr8-lpo" }, { "400g-dr4-lpo", 2, "800g-dr8-lpo" },
	{ "50g-fr", 2, "100g-2xfr" },    { "800g-fr4", 2, "1.6t-2xfr4" },  { "100g-sr1.2", 4, "400g-sr4.2" },
	{ "100g-sr4", 2, "200g-2xsr4" },  { "100g-psm4", 2, "200g-2xpsm4" }, { "25g-sr", 8, "200g-2xsr4" },
	{ "100g-cwdm4", 2, "200g-2xcwdm4" }, { "100g-lr4", 2, "200g-2xlr4" }, { "25g-lr", 8, "200g-2xpsm4" },
	{ "32gfc-sw", 4, "128gfc-sw4" },  { "32gfc-lw", 4, "128gfc-psm4" },
	{ "400g-fr4", 2, "800g-2xfr4" }, { "400g-lr4", 2, "800g-2xlr4" },
};

const struct module_type *media_type_of_parts(const char *token, unsigned count)
{
	if (!token || count == 1)
		return token ? module_type_find(token) : NULL;
	for (size_t i = 0; i < sizeof(wholes) / sizeof(wholes[0]); i++) {
		if (wholes[i].count == count && strcmp(wholes[i].part, token) == 0)
			return module_type_find(wholes[i].whole);
	}
	return NULL;
}

const struct module_type *cable_type_find(enum medium medium, unsigned lanes, uint32_t lane_mbps)
{
	for (const struct module_type *t = module_types; t->token; t++) {
		if (t->layout == LAYOUT_CABLE && t->medium == medium && t->lanes == lanes &&
		    t->lane_mbps == lane_mbps)
			return t;
	}
	return NULL;
}
