/* SPDX-License-Identifier: BSD-3-Clause */
/* The key=value words of the simulator: what they mean, what is allowed. */
#ifndef BREAKOUT_SIM_SIM_KEY_H
#define BREAKOUT_SIM_SIM_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "eeprom/eeprom.h"
#include "model/module.h"

/* How an image is spoilt before it is written. */
enum sim_fault {
	SIM_FAULT_NONE,
	SIM_FAULT_CHECKSUM,   /* checksum of the identity does not match */
	SIM_FAULT_TRUNCATED,  /* the memory ends in the middle of the identity */
	SIM_FAULT_FF,         /* a bus that nobody drives */
	SIM_FAULT_ZERO,
	SIM_FAULT_SWAPPED,    /* pages in each other's place: A0h and A2h of an SFP, 02h and 03h of a QSFP */
};

/* What is particular about a module that is plugged in. Strings are borrowed. */
struct sim_insertion {
	struct eeprom_identity identity;
	bool seed_given;
	uint32_t wavelength;   /* 0.01 nm; 0: of the type */
	int connector;         /* SFF-8024 code; -1: of the type */
	bool dual_rate;        /* a module of 25G lanes says that it also runs at 10G */
	enum sim_fault fault;
};

/* Nothing particular. */
extern const struct sim_insertion sim_insertion_usual;

/*
 * Apply one "key=value" to `how`. 0, or -EINVAL or -ERANGE with a message
 * that says what is possible.
 */
int sim_insertion_parse(const char *word, struct sim_insertion *how, char *error, size_t size);

/* One change of a module. */
struct sim_key;
struct sim_change {
	const struct sim_key *key;
	struct value value;    /* in the unit of the monitor (value.h), or a signal: 0 or 1 */
};

/* Parse one "key=value". As sim_insertion_parse(). */
int sim_change_parse(const char *word, struct sim_change *ret_change, char *error, size_t size);

/*
 * Change lane `lane` of `m` (0: the module, or all lanes where the key is
 * about lanes), and the alarm and warning flags that follow from the
 * thresholds. -EINVAL with a message if the module has no such lane, monitor or signal.
 */
int sim_change_apply(const struct sim_change *change, struct module *m, unsigned lane, char *error,
		     size_t size);

/* Does `is`, which went through its memory, show what was changed in `wanted`? */
bool sim_change_holds(const struct sim_change *change, const struct module *wanted, const struct module *is,
                      unsigned lane);

/* Keys with a line of explanation each, for help: false past the end. */
bool sim_insertion_key(size_t n, const char **ret_name, const char **ret_about);
bool sim_change_key(size_t n, const char **ret_name, const char **ret_about);

/* The key's name: for messages. */
const char *sim_change_name(const struct sim_change *change);

#endif
