/* SPDX-License-Identifier: BSD-3-Clause */
/* Stands in for libsensors. */
#include "fake_hwmon.h"

#include "test.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

#define CHIPS 8

#define SFP_LIMITS(low_alarm, low, high, high_alarm) \
	[HWMON_LCRIT] = V(low_alarm), [HWMON_MIN] = V(low), [HWMON_MAX] = V(high), [HWMON_CRIT] = V(high_alarm), \
	[HWMON_LCRIT_ALARM] = V(0), [HWMON_MIN_ALARM] = V(0), [HWMON_MAX_ALARM] = V(0), [HWMON_CRIT_ALARM] = V(0)

const struct fake_feature fake_sfp[5] = {
	{ .name = "in0", .label = "VCC", VALUES([HWMON_INPUT] = V(3.301), SFP_LIMITS(2.97, 3.135, 3.465, 3.63)) },
	{ .name = "temp1", .label = "temperature", VALUES([HWMON_INPUT] = V(35.5), SFP_LIMITS(-10, -5, 70, 75)) },
	{ .name = "power1", .label = "TX_power",
	  VALUES([HWMON_INPUT] = V(0.000562), SFP_LIMITS(0.0001, 0.000126, 0.001, 0.001259)) },
	{ .name = "power2", .label = "RX_power",
	  VALUES([HWMON_INPUT] = V(0.0004), SFP_LIMITS(0.00001, 0.00002, 0.001, 0.001259)) },
	{ .name = "curr1", .label = "bias", VALUES([HWMON_INPUT] = V(0.006), SFP_LIMITS(0.002, 0.003, 0.01, 0.012)) },
};

static struct {
	const struct scratch *scratch;
	const struct fake_chip *chips[CHIPS];
	size_t count;
	void (*hook)(void);
	unsigned opened, reads, made;
	bool open;
} fake;

void fake_hwmon_begin(const struct scratch *s)
{
	memset(&fake, 0, sizeof(fake));
	fake.scratch = s;
	scratch_mkdir(s, FAKE_CLASS);
}

void fake_hwmon_add(const struct fake_chip *chip)
{
	char folder[128], path[256], target[256];

	/* The link is always new, its target too, as objects of the kernel are: files may get an old inode again. */
	snprintf(folder, sizeof(folder), "made/%u", ++fake.made);
	snprintf(path, sizeof(path), "%s/name", folder);
	scratch_text(fake.scratch, path, chip->name);
	for (size_t i = 0; i < chip->feature_count; i++) {
		if (!chip->features[i].label)
			continue;
		snprintf(path, sizeof(path), "%s/%s_label", folder, chip->features[i].name);
		scratch_text(fake.scratch, path, chip->features[i].label);
	}
	if (chip->device) {
		snprintf(path, sizeof(path), "sys/%s/uevent", chip->device);
		scratch_text(fake.scratch, path, "");
		snprintf(target, sizeof(target), "../../sys/%s", chip->device);
		snprintf(path, sizeof(path), "%s/device", folder);
		scratch_symlink(fake.scratch, target, path);
	}
	snprintf(target, sizeof(target), "../../../%s", folder);
	snprintf(path, sizeof(path), FAKE_CLASS "/%s", chip->hwmon);
	scratch_symlink(fake.scratch, target, path);
	assert_true(fake.count < CHIPS);
	fake.chips[fake.count++] = chip;
}

void fake_hwmon_remove(const struct fake_chip *chip)
{
	char path[256];

	snprintf(path, sizeof(path), FAKE_CLASS "/%s", chip->hwmon);
	scratch_unlink(fake.scratch, path);
	for (size_t i = 0; i < fake.count; i++) {
		if (fake.chips[i] == chip) {
			fake.chips[i] = fake.chips[--fake.count];
			return;
		}
	}
}

void fake_hwmon_hook(void (*hook)(void))
{
	fake.hook = hook;
}

unsigned fake_hwmon_opened(void)
{
	return fake.opened;
}

unsigned fake_hwmon_reads(void)
{
	return fake.reads;
}

bool fake_hwmon_is_open(void)
{
	return fake.open;
}

static int fake_open(void)
{
	assert_false(fake.open);
	fake.open = true;
	fake.opened++;
	return 0;
}

static void fake_close(void)
{
	assert_true(fake.open);
	fake.open = false;
}

static bool fake_chip(int *at, struct hwmon_chip *chip)
{
	char path[SCRATCH_PATH], name[64];

	assert_true(fake.open);
	if ((size_t)*at >= fake.count)
		return false;
	chip->handle = fake.chips[(*at)++];
	TEXT_SET(chip->name, ((const struct fake_chip *)chip->handle)->name);
	snprintf(name, sizeof(name), FAKE_CLASS "/%s", ((const struct fake_chip *)chip->handle)->hwmon);
	assert_true(TEXT_SET(chip->path, scratch_path(fake.scratch, name, path)));
	return true;
}

static bool fake_feature(const struct hwmon_chip *chip, int *at, struct hwmon_feature *feature)
{
	static const char *const prefixes[HWMON_KINDS] = { "temp", "in", "curr", "power" };
	const struct fake_chip *f = chip->handle;
	const struct fake_feature *row;

	assert_true(fake.open);
	if ((size_t)*at >= f->feature_count)
		return false;
	row = &f->features[(*at)++];
	for (size_t i = 0; i < HWMON_KINDS; i++) {
		size_t len = strlen(prefixes[i]);

		if (strncmp(row->name, prefixes[i], len) == 0) {
			feature->kind = (enum hwmon_kind)i;
			feature->number = (unsigned)atoi(row->name + len);
		}
	}
	TEXT_SET(feature->name, row->name);
	TEXT_SET(feature->label, row->label ? row->label : row->name);
	for (int a = 0; a < HWMON_ATTRS; a++)
		feature->attr[a] = row->value[a].has ? (int)(row - f->features) * HWMON_ATTRS + a : -1;
	return true;
}

static int fake_get(const struct hwmon_chip *chip, int attr, double *ret_value)
{
	const struct fake_chip *f = chip->handle;
	const struct fake_feature *row = &f->features[attr / HWMON_ATTRS];

	assert_true(fake.open);
	fake.reads++;
	if (fake.hook)
		fake.hook();
	if (row->fails)
		return -EIO;
	*ret_value = row->value[attr % HWMON_ATTRS].v;
	return 0;
}

const struct hwmon_library fake_hwmon = {
	.open = fake_open,
	.close = fake_close,
	.chip = fake_chip,
	.feature = fake_feature,
	.get = fake_get,
};
