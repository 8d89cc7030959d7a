/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A module as its EEPROM describes it, whatever the register family.
 *
 * Made by eeprom_decode() from an image, or filled by a simulator and
 * written with eeprom_encode(). Immutable once it is in a snapshot, where it
 * is shared by reference count.
 */
#ifndef BREAKOUT_MODEL_MODULE_H
#define BREAKOUT_MODEL_MODULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/codes.h"
#include "model/mode.h"
#include "model/type.h"
#include "model/value.h"

#define MODULE_MAX_LANES 16        /* OSFP-XD */
#define MODULE_MAX_APPLICATIONS 15 /* CMIS AppSel codes */

/* A 16-byte EEPROM string as UTF-8: every byte may have become U+FFFD (3 bytes). */
#define MODULE_TEXT (16 * 3 + 1)

enum register_family {
	FAMILY_UNKNOWN,
	FAMILY_SFF8472,
	FAMILY_SFF8636,
	FAMILY_CMIS,
	FAMILY_SFP_DD_MIS,   /* SFP-DD before CMIS: only the identity is known here */
};

/* Outcome of reading and decoding a module (the MIB's brkPortReadStatus). */
/* Why something can't be read, in words, with its NUL. */
#define READ_WHY 160

enum read_status {
	READ_OK = 1,
	READ_ABSENT,       /* no module */
	READ_IO_ERROR,     /* the source failed */
	READ_CORRUPT,      /* checksum of the identity wrong, all-FF, all-00, identifiers contradict */
	READ_UNSUPPORTED,  /* an identifier whose register map is not known here */
	READ_TIMEOUT,
	READ_STALE,        /* older than it should be: the source does not answer */
	READ_TRUNCATED,    /* the identity is not complete: a short dump */
	READ_MONITORS,     /* its source has no identity, only what hwmon measures */
	READ_LOCAL_ERROR,  /* this program lacks memory or descriptors: nothing is known about the module */
};

enum checksum_state {
	CHECKSUM_ABSENT,   /* bytes not read */
	CHECKSUM_OK,
	CHECKSUM_BAD,
};

/*
 * What about a module's memory can't be believed. A doubt is a remark: what
 * it touches claims nothing already (values corrupt or unsupported, no type),
 * or is identity that is shown as it was read.
 */
enum module_doubt {
	DOUBT_BASE_CHECKSUM = 1 << 0,    /* of the identity */
	DOUBT_EXT_CHECKSUM = 1 << 1,     /* of serial number, date and options */
	DOUBT_DMI_CHECKSUM = 1 << 2,     /* of thresholds and calibration */
	DOUBT_IDENTIFIERS = 1 << 3,      /* two copies of the identifier differ */
	DOUBT_BLANK = 1 << 4,            /* the lower memory is all 00h or all FFh */
	DOUBT_TRUNCATED = 1 << 5,        /* bytes that it should have were not read */
	DOUBT_TEXT = 1 << 6,             /* vendor, part number... have bytes that are not text */
	DOUBT_OUI = 1 << 7,              /* vendor OUI 00:00:00 or ff:ff:ff */
	DOUBT_DATE = 1 << 8,             /* a date code that is no date */
	DOUBT_CODES = 1 << 9,            /* codes that contradict each other */
	DOUBT_REVISION = 1 << 10,        /* a revision of its specification that is not known here */
	DOUBT_DOM_ON_COPPER = 1 << 11,   /* a passive cable says that it has monitors */
	DOUBT_DOM_UNADVERTISED = 1 << 12,/* monitor registers hold values, but it says that it has none */
	DOUBT_MONITORS = 1 << 13,        /* monitors that it has are all 00h or all FFh */
	DOUBT_THRESHOLDS = 1 << 14,      /* a high threshold that is not above the low one */
	DOUBT_CALIBRATION = 1 << 15,     /* calibration constants that make no values */
	DOUBT_REPEATED = 1 << 16,        /* a page is a copy of another: page select does not work */
	DOUBT_WAVELENGTH = 1 << 17,      /* a wavelength that no module has */
	DOUBT_MAP = 1 << 18,             /* what its registers mean is not known, or of the identity only */
	DOUBT_FIBRES = 1 << 19,          /* by its wavelength it may be for a single fibre, or for CWDM */
};

/* Monitors of a module; the last three are per lane. Also the MIB's BrkSensor numbers. */
enum monitor {
	MONITOR_TEMPERATURE = 1,
	MONITOR_SUPPLY,
	MONITOR_RX_POWER,
	MONITOR_TX_POWER,
	MONITOR_TX_BIAS,
	MONITOR_END,
};

/* Thresholds of a monitor, in the unit of the monitor (value.h). */
struct thresholds {
	struct value high_alarm;
	struct value high_warning;
	struct value low_warning;
	struct value low_alarm;
};

/* Bits of the alarm masks: 4 per monitor, from bit alarm_bit(monitor, level). */
enum alarm_level {
	ALARM_HIGH_ALARM,
	ALARM_HIGH_WARNING,
	ALARM_LOW_WARNING,
	ALARM_LOW_ALARM,
};

static inline uint32_t alarm_bit(enum monitor monitor, enum alarm_level level)
{
	return UINT32_C(1) << (((unsigned)monitor - 1) * 4 + (unsigned)level);
}

/* Lane signals; a signal means something only where `signals_known` has its bit. */
enum signal {
	SIGNAL_RX_LOS = 1 << 0,
	SIGNAL_TX_LOS = 1 << 1,       /* no electrical input from the host */
	SIGNAL_RX_LOL = 1 << 2,
	SIGNAL_TX_LOL = 1 << 3,
	SIGNAL_TX_FAULT = 1 << 4,
	SIGNAL_TX_DISABLED = 1 << 5,
};

/* What a CMIS module tells of itself (00h:8); latched. */
enum module_event {
	EVENT_OF_STATE = 1 << 0,      /* its state changed */
	EVENT_OF_FIRMWARE = 1 << 1,   /* an error of the module's firmware */
	EVENT_OF_DATA_PATH = 1 << 2,  /* an error of the data path's firmware */
};

/* Worst thing said of a lane, for a one-word view (the MIB's brkLaneStatus). */
enum lane_status {
	LANE_UNKNOWN = 1,
	LANE_OK,
	LANE_WARNING,
	LANE_ALARM,
	LANE_FAULT,      /* transmitter fault */
	LANE_DARK,       /* no light received */
	LANE_DISABLED,   /* transmitter disabled by the host */
};

/* State of the module's state machine: CMIS table 8-7, and the MIB's brkModuleState. 0: not known. */
enum module_state {
	MODULE_STATE_LOW_POWER = 1,
	MODULE_STATE_POWERING_UP,
	MODULE_STATE_READY,
	MODULE_STATE_POWERING_DOWN,
	MODULE_STATE_FAULT,
	MODULE_STATE_NOT_READY,    /* all that modules before CMIS can say */
};

/* State of a data path: CMIS table 8-75, and the MIB's brkLaneDataPathState. 0: not known. */
enum data_path_state {
	DATA_PATH_DEACTIVATED = 1,
	DATA_PATH_INITIALIZING,
	DATA_PATH_DEINITIALIZING,
	DATA_PATH_ACTIVATED,
	DATA_PATH_TX_TURN_ON,
	DATA_PATH_TX_TURN_OFF,
	DATA_PATH_INITIALIZED,
};

/* A media lane. */
struct lane {
	struct value rx_power;     /* nW */
	struct value tx_power;     /* nW */
	struct value tx_bias;      /* uA */
	struct value snr;          /* 0.01 dB, effective, of the received signal */
	struct value ber;          /* ratio (value.h) before FEC, now */
	struct value ber_average;
	uint8_t signals;           /* enum signal; of modules with latches: since the reading before */
	uint8_t signals_known;
	uint32_t alarms;           /* alarm_bit()s of the lane monitors */
	uint32_t alarms_known;
	uint8_t tx_mapping;        /* CMIS 11h:240, 248: wavelength << 4 | fibre, both from 1; 0: not told */
	uint8_t rx_mapping;
	uint8_t application;       /* number of the application that it runs; 0: none, or not known */
	uint8_t data_path;         /* enum data_path_state of the data path that it belongs to */
};

/* Configuration status of a host lane: CMIS table 8-82. Codes between are reasons of rejection. */
enum {
	CONFIG_UNDEFINED,
	CONFIG_SUCCESS,
	CONFIG_REJECTED,           /* the first of them */
	CONFIG_IN_PROGRESS = 0xc,
};

/* A host lane, as far as modules tell of them. */
struct host_lane {
	uint8_t data_path;         /* enum data_path_state */
	uint8_t active;            /* CMIS 11h:206: application << 4 | first lane << 1 | explicit */
	uint8_t config_status;     /* CMIS 11h:202 */
	struct value snr;          /* as of a media lane, of the signal from the host */
	struct value ber;
	struct value ber_average;
};

/*
 * One use of the module that it advertises (CMIS application descriptor):
 * host lanes that are carried by media lanes, perhaps several times side by
 * side. Stored bytes first, then what they mean.
 */
struct application {
	uint8_t host_id;           /* SFF-8024 host electrical interface; 0: this one is not used */
	uint8_t media_id;          /* SFF-8024 media interface of the module's media_type */
	uint8_t lane_counts;       /* of one instance: host << 4 | media */
	uint8_t host_starts;       /* bit n: an instance may start at host lane n + 1 */
	uint8_t media_starts;      /* the same of media lanes; 0: not told */
	uint8_t host_lanes;        /* of one instance; 0: not known */
	uint8_t media_lanes;
	uint8_t instances;         /* that can run at the same time; 0: not known */
	uint32_t rate_mbps;        /* of one instance; 0: not known */
	enum modulation modulation;  /* of the media lanes */
	const char *host_name;     /* "400GAUI-8"; NULL: a code that is not known here */
	const char *media_name;    /* "400GBASE-DR4" */
	const struct module_type *type;  /* that one instance is, or NULL */
};

/* Which of its two rates an SFP is set to run at (SFF-8472 A2h:110, 118): pin or software, high where set. */
enum rate_select {
	RATE_SELECT_RX_PIN = 1 << 0,
	RATE_SELECT_TX_PIN = 1 << 1,
	RATE_SELECT_RX = 1 << 2,
	RATE_SELECT_TX = 1 << 3,
};

/* What the module says it monitors (the MIB's brkModuleDomSupport BITS, in this order). */
enum dom_support {
	DOM_TEMPERATURE = 1 << 0,
	DOM_SUPPLY = 1 << 1,
	DOM_RX_POWER = 1 << 2,
	DOM_TX_POWER = 1 << 3,
	DOM_TX_BIAS = 1 << 4,
	DOM_RX_AVERAGE = 1 << 5,   /* receive power is average power, not OMA */
	DOM_FLAGS = 1 << 6,        /* alarm and warning flags */
};

/* Registers behind the identity's checksum that claims rest on. */
enum module_unread {
	UNREAD_REVISION = 1 << 0,
	UNREAD_OPTIONS = 1 << 1,   /* 8472 A0h:64 */
	UNREAD_FAR_END = 1 << 2,   /* 8636 00h:113 */
	UNREAD_CDRS = 1 << 3,      /* 8636 00h:98 */
	UNREAD_TYPE = 1 << 4,      /* CMIS 00h:85-89: media type and first application */
};

struct module {
	unsigned refs;             /* managed by module_ref() and module_unref() */

	/* How far the bytes could be trusted. */
	enum read_status status;
	char why[READ_WHY];              /* in words where status is not READ_OK, else "" */
	enum register_family family;
	enum checksum_state base_checksum;  /* identity: type, vendor, part number */
	enum checksum_state ext_checksum;   /* serial number, date, options; CMIS: page 01h, what it can do */
	uint32_t doubts;                    /* enum module_doubt */
	enum checksum_state dmi_checksum;   /* thresholds: 8472 A2h, with calibration; CMIS 02h */

	/* Identity as stored. Strings are trimmed, clean UTF-8. */
	uint8_t identifier;        /* SFF-8024 */
	uint8_t identifier_copy;   /* 8636 and CMIS 00h:128; equal to identifier elsewhere */
	uint8_t ext_identifier;
	uint8_t connector;         /* SFF-8024 */
	uint8_t encoding;          /* SFF-8024, by family */
	uint8_t ext_compliance;    /* SFF-8024 extended specification compliance */
	uint8_t ext_compliance2;   /* 8636 00h:116 */
	uint8_t compliance[8];     /* 8472 A0h:3-10; 8636 00h:131-138 */
	uint8_t revision_code;     /* 8472 A0h:94; 8636 00h:1; CMIS 00h:1 */
	uint8_t technology;        /* 8636 00h:147 */
	uint8_t far_end;           /* 8636 00h:113; CMIS 00h:211 */
	uint8_t diagnostic_type;   /* 8472 A0h:92; 8636 00h:220 */
	uint8_t enhanced_options;  /* 8472 A0h:93; 8636 00h:221 */
	uint8_t options[4];        /* 8472 A0h:64-65; 8636 00h:193-195 */
	uint8_t lengths[6];        /* 8472 A0h:14-19; 8636 00h:142-146 */
	uint8_t laser[2];          /* 8636 00h:186-187: wavelength, of copper attenuation */
	uint8_t cdr_control;       /* 8636 00h:98: CDRs that are on */
	uint8_t unread;            /* enum module_unread */
	bool rate_is_fine;         /* 8472 A0h:12, 8636 00h:140 are FFh: above 25.4 GBd, in another byte */
	uint8_t media_type;        /* CMIS 00h:85: which table its media interfaces are of */
	uint8_t fibre_face;        /* SFF-8024 4-12: 1 PC/UPC, 2 APC; CMIS 00h:61 */
	uint8_t lanes_missing;     /* CMIS 00h:210: bit n: media lane n + 1 is not implemented */
	uint8_t support[19];       /* CMIS 01h:142-160: pages, monitors, flags that it has */
	uint8_t versions[6];       /* CMIS active and inactive firmware, hardware: major, minor */
	uint8_t fault_cause;       /* CMIS 00h:41 */
	bool flat_memory;          /* only the lower and page 00h exist */
	char vendor[MODULE_TEXT];
	uint8_t oui[3];
	char part_number[MODULE_TEXT];
	char revision[MODULE_TEXT];
	char serial[MODULE_TEXT];
	char date_code[MODULE_TEXT];   /* YYMMDD and up to two lot characters, as stored */

	/* What that means. */
	enum form_factor form;
	const struct module_type *type;      /* NULL: the bytes don't name one we know */
	const struct module_type *slow_type; /* second, slower one it declares (10G of a 25G part), or NULL */
	char type_name[32];                  /* "100GBASE-SR4", "unknown(0x7e)" */
	char type_evidence[64];              /* registers and bytes that said so: "00h:192=02h" */
	/*
	 * No code names the type: the registers of type_evidence prove it together. Medium,
	 * lanes and rate are theirs, the rest (name, limits of light, FEC) is what such modules have.
	 */
	bool type_derived;
	enum medium medium;
	char medium_evidence[64];
	enum modulation modulation;
	enum layout layout;
	struct value wavelength;             /* 0.01 nm, of a lane; UNSUPPORTED on copper */
	struct value wavelength_tolerance;   /* +/- 0.01 nm */
	char wavelength_evidence[48];
	struct value nominal_mbaud;          /* line rate of a lane as stored */
	struct value lane_mbps;              /* nominal rate of a lane */
	uint8_t lanes;                       /* media lanes; 0 unknown */
	struct value reach_m;
	enum connector_class connector_class;
	enum tristate splittable;
	enum tristate downshift_10g;         /* can its lanes run at 10.3 GBd? */
	enum fec line_fec;                   /* that the line needs for the reach of its type */
	bool supposed;                       /* stands for a type: what it advertises is made up */
	enum tristate fec_in_module;         /* does the module terminate it, so that the host must not? */
	uint8_t power_class;                 /* 1-8; 0 unknown */
	struct value max_power_mw;
	struct application *application;     /* number n is [n - 1] */
	uint8_t application_count;           /* up to the last one that is used */
	uint8_t host_lanes;                  /* that applications use; 0 unknown */
	uint8_t banks;                       /* of 8 lanes each, 0 is 1 */
	uint8_t bias_multiplier;             /* of bias registers, 0 is 1 */
	uint8_t far_ends;                    /* of a cable: ends at the other side; 0 not known */
	char far_end_text[24];               /* "4x2": ends x lanes, "2x1+1x2"; "" not known */
	char firmware[12];                   /* "2.7": active; "" none or not known */
	char firmware_inactive[12];
	char hardware[12];
	char management[24];                 /* "SFF-8636 rev 2.8": management revision */

	/* Live. */
	uint8_t dom;                         /* enum dom_support */
	struct value temperature;            /* 0.01 degC */
	struct value supply;                 /* uV */
	uint32_t alarms;                     /* alarm_bit()s of temperature and supply */
	uint32_t alarms_known;
	uint8_t events;                      /* enum module_event */
	uint8_t events_known;
	struct thresholds thresholds[MONITOR_END];
	enum tristate data_ready;
	uint8_t rate_select;                 /* enum rate_select */
	uint8_t rate_select_known;
	uint8_t state;                       /* enum module_state */
	struct lane *lane;                   /* number n is [n - 1]; at least one */
	struct host_lane *host_lane;

	/*
	 * How many there are in these arrays, which are part of the module's memory. Most modules
	 * have one lane and no applications: that of others would be most of what all of them take.
	 */
	uint8_t application_room;
	uint8_t lane_room;
	uint8_t host_lane_room;
};

/* A zeroed module with one reference, and room for all that there may be; NULL when out of memory. */
struct module *module_new(void);
/* Likewise, as another one is. */
struct module *module_copy(const struct module *m);
/* Zero all but the references; the room stays. */
void module_reset(struct module *m);
/*
 * A module that is finished, with room for no more than it has: replaces `m`, to
 * which nobody else may have a reference. `m` itself when out of memory.
 */
struct module *module_pack(struct module *m);
struct module *module_ref(const struct module *m);
/* Drop a reference; the last one frees. Accepts NULL. Thread-safe. */
void module_unref(const struct module *m);

/* Same vendor, part number and serial number (and not all three empty). */
bool module_same_unit(const struct module *a, const struct module *b);

/*
 * Are its flags latched, and cleared by reading them (SFF-8636, CMIS)? What is
 * the host's own setting (SIGNAL_TX_DISABLED) is not. Those of SFF-8472 are
 * taken as they are: nothing says that all its modules latch them.
 */
bool module_latches(const struct module *m);

/* 1-based lane, or NULL if the module has no such lane. */
const struct lane *module_lane(const struct module *m, unsigned number);

/* Likewise; one of which nothing is known where there is no such lane. */
const struct lane *module_any_lane(const struct module *m, unsigned number);

/* 1-based host lane; one of which nothing is known where the module tells of none. */
const struct host_lane *module_host_lane(const struct module *m, unsigned number);

/* The application of this number, likewise. */
const struct application *module_application(const struct module *m, unsigned number);

/* "QSFP28 100GBASE-SR4, 850 nm, MMF": one line for people. Returns buf. */
const char *module_summary(const struct module *m, char *buf, size_t size);

/*
 * The n-th mode (from 0) that the module advertises itself: by its
 * applications, each once, without those that its fibres can't be split into.
 * False past the last, and for modules that don't advertise any.
 */
bool module_offered_mode(const struct module *m, size_t n, struct mode *ret_mode);

/*
 * Are these all? Not where an application that can run several times has a
 * host interface that is not known here: it may be any mode.
 */
bool module_modes_known(const struct module *m);

/*
 * How well founded is what only its type says (windows, limits of light)? SURE_NOT
 * without one, and where the type is derived.
 */
enum confidence module_type_sure(const struct module *m);

/* Rate of all lanes, Mb/s; 0 unknown. */
uint32_t module_rate_mbps(const struct module *m);

extern const struct code read_status_labels[];   /* "ok", "absent", "ioError"... */
extern const struct code register_family_labels[];
extern const struct code lane_status_labels[];
extern const struct code monitor_labels[];       /* "temperature", "supply", "rxPower"... */
extern const struct code module_state_labels[];  /* "lowPower", "ready"... */
extern const struct code module_fault_labels[];  /* of fault_cause: "TEC runaway"... */
extern const struct code data_path_labels[];     /* "deactivated", "activated"... */
extern const struct code config_status_labels[]; /* "success", "rejected, lanes in use"... */
extern const struct code checksum_labels[];      /* of module_checksum() */
extern const struct code doubt_labels[];         /* "baseChecksum"..., by bit of enum module_doubt */
extern const struct code doubt_words[];          /* the same for people */

/* Both checksums in one word (the MIB's brkModuleChecksumStatus). */
enum module_checksum {
	MODULE_CHECKSUM_UNKNOWN = 1,
	MODULE_CHECKSUM_OK,
	MODULE_CHECKSUM_BASE_BAD,
	MODULE_CHECKSUM_EXT_BAD,
	MODULE_CHECKSUM_BOTH_BAD,
};
enum module_checksum module_checksum(const struct module *m);

/* Was its identity read, right or wrong: all that the first checksum is over, connector and codes included? */
bool module_identity_read(const struct module *m);

#endif
