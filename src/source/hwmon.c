/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading libsensors' chips, one thread at a time. */
#include "source/hwmon.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/text.h"
#include "model/refs.h"
#include "source/hwmon_module.h"
#include "source/node.h"

#define FOLDER "/sys/class/hwmon"

/* Bounds of what hostile hardware may make of us. */
#define CHIPS_MAX 512
#define FEATURES_MAX 256

/* Limits change by hand if at all, and some drivers read a module's memory for them. */
#define LIMITS_EVERY 30

struct hwmon {
	const struct hwmon_library *library;
	char folder[HWMON_PATH];

	pthread_mutex_t lock;
	pthread_cond_t idle;
	unsigned how;                    /* locked: of the last hwmon_read() */
	bool busy;                       /* locked: somebody reads; what follows is theirs */

	bool open;
	uint64_t found;                  /* as in struct hwmon_picture */
	struct hwmon_chip *chips;
	size_t chip_count;
	uint64_t pictures;

	struct hwmon_picture *latest;    /* locked; owned reference */
};

/* From the library's unit to ours. */
static const double scale[HWMON_KINDS] = {
	[HWMON_TEMPERATURE] = 100,       /* degC to 0.01 degC */
	[HWMON_VOLTAGE] = 1e6,           /* V to uV */
	[HWMON_CURRENT] = 1e6,           /* A to uA */
	[HWMON_POWER] = 1e9,             /* W to nW */
};

/* 0.01 degC */
#define ABSOLUTE_ZERO (-27315)

void hwmon_picture_unref(const struct hwmon_picture *p)
{
	struct hwmon_picture *own;

	if (!p || !refs_put(&p->refs))
		return;
	own = refs_owned(p);
	free(own->chips);
	free(own->features);
	free(own);
}

struct hwmon *hwmon_new(const struct hwmon_library *library, const char *folder)
{
	struct hwmon *h = calloc(1, sizeof(*h));
	pthread_condattr_t attr;

	if (!h)
		return NULL;
	h->library = library;
	TEXT_SET(h->folder, folder);
	pthread_mutex_init(&h->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&h->idle, &attr);
	pthread_condattr_destroy(&attr);
	return h;
}

static void forget_chips(struct hwmon *h)
{
	for (size_t i = 0; i < h->chip_count; i++)
		free(h->chips[i].features);
	free(h->chips);
	h->chips = NULL;
	h->chip_count = 0;
	if (h->open)
		h->library->close();
	h->open = false;
}

void hwmon_free(struct hwmon *h)
{
	if (!h)
		return;
	forget_chips(h);
	hwmon_picture_unref(h->latest);
	pthread_cond_destroy(&h->idle);
	pthread_mutex_destroy(&h->lock);
	free(h);
}

/* As libsensors' state is the process's, so is the one who guards it. */
static struct hwmon *process;

static void make_process(void)
{
	process = hwmon_new(&hwmon_libsensors, FOLDER);
}

struct hwmon *hwmon_process(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, make_process);
	return process;
}

/* Which chips there are. Their numbers are used again, but what the kernel makes anew has a new inode. */
static uint64_t look(const char *folder)
{
	DIR *dir = opendir(folder);
	uint64_t sum = 0;
	struct dirent *e;

	while (dir && (e = readdir(dir)) != NULL) {
		uint64_t hash = UINT64_C(0xcbf29ce484222325);
		struct stat st;

		if (e->d_name[0] == '.' || fstatat(dirfd(dir), e->d_name, &st, 0) < 0)
			continue;
		for (const char *c = e->d_name; *c; c++)
			hash = (hash ^ (uint8_t)*c) * UINT64_C(0x100000001b3);
		/* In whatever order they are listed. */
		sum += (hash ^ (uint64_t)st.st_ino) * UINT64_C(0x9e3779b97f4a7c15) + 1;
	}
	if (dir)
		closedir(dir);
	return sum;
}

uint64_t hwmon_chip_id(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (uint64_t)st.st_ino : 0;
}

/* What comes from drivers and sensors.conf goes to terminals and managers. */
static void clean(char *text)
{
	for (; *text; text++) {
		if (!isprint((unsigned char)*text) || (unsigned char)*text >= 0x80)
			*text = '?';
	}
}

static void find_device(struct hwmon_chip *chip)
{
	static const char tail[] = "/device";
	size_t len = strlen(chip->path);
	char path[HWMON_PATH + sizeof(tail)];
	char *real;

	/* Drivers of old have their attributes in the device itself. */
	if (len >= sizeof(tail) - 1 && strcmp(chip->path + len - (sizeof(tail) - 1), tail) == 0)
		TEXT_SET(path, chip->path);
	else
		snprintf(path, sizeof(path), "%s%s", chip->path, tail);
	real = realpath(path, NULL);
	if (!real || !TEXT_SET(chip->device, real))
		chip->device[0] = '\0';
	free(real);
}

static void read_driver_label(const struct hwmon_chip *chip, struct hwmon_feature *f)
{
	char path[HWMON_PATH + 32];

	snprintf(path, sizeof(path), "%s/%s_label", chip->path, f->name);
	if (node_read_text(path, f->driver_label, sizeof(f->driver_label)) < 0)
		f->driver_label[0] = '\0';
	clean(f->driver_label);
}

/* All that is no temperature is read of modules' chips only. */
static void keep_wanted(struct hwmon_chip *chip)
{
	size_t kept = 0;

	if (hwmon_is_module(chip))
		return;
	for (size_t i = 0; i < chip->feature_count; i++) {
		if (chip->features[i].kind == HWMON_TEMPERATURE)
			chip->features[kept++] = chip->features[i];
	}
	chip->feature_count = kept;
}

static int find_features(const struct hwmon_library *library, struct hwmon_chip *chip)
{
	struct hwmon_feature f = { 0 };
	int at = 0;

	while (chip->feature_count < FEATURES_MAX && library->feature(chip, &at, &f)) {
		struct hwmon_feature *more =
			reallocarray(chip->features, chip->feature_count + 1, sizeof(*more));

		if (!more)
			return -ENOMEM;
		chip->features = more;
		clean(f.name);
		clean(f.label);
		read_driver_label(chip, &f);
		chip->features[chip->feature_count++] = f;
		f = (struct hwmon_feature){ 0 };
	}
	keep_wanted(chip);
	return 0;
}

static int find_chips(struct hwmon *h)
{
	struct hwmon_chip chip = { 0 };
	int at = 0, r;

	forget_chips(h);
	/* Before the chips: what comes meanwhile is seen the next time. */
	h->found = look(h->folder);
	r = h->library->open();
	if (r < 0)
		return r;
	h->open = true;
	while (h->chip_count < CHIPS_MAX && h->library->chip(&at, &chip)) {
		struct hwmon_chip *more = reallocarray(h->chips, h->chip_count + 1, sizeof(*more));

		if (!more)
			return -ENOMEM;
		h->chips = more;
		chip.id = hwmon_chip_id(chip.path);
		find_device(&chip);
		clean(chip.name);
		h->chips[h->chip_count++] = chip;
		r = find_features(h->library, &h->chips[h->chip_count - 1]);
		if (r < 0)
			return r;
		chip = (struct hwmon_chip){ 0 };
	}
	return 0;
}

/* A number of the library's in our unit. */
static struct value value_from(enum hwmon_kind kind, enum hwmon_attr attr, double number)
{
	double scaled = hwmon_is_flag(attr) ? number : number * scale[kind];
	const struct value corrupt = { .state = VALUE_CORRUPT };

	/* Not a number is not within anything either. */
	if (!(scaled >= INT32_MIN && scaled <= INT32_MAX))
		return corrupt;
	if (hwmon_is_flag(attr))
		return value_of(number != 0);
	if (kind == HWMON_TEMPERATURE && scaled < ABSOLUTE_ZERO)
		return corrupt;
	return value_of((int32_t)lround(scaled));
}

static void read_feature(const struct hwmon *h, const struct hwmon_chip *chip, struct hwmon_feature *f,
                         bool limits)
{
	for (enum hwmon_attr a = 0; a < HWMON_ATTRS; a++) {
		double number;

		if (hwmon_is_limit(a) && !limits)
			continue;
		if (f->attr[a] < 0)
			f->value[a] = (struct value){ .state = VALUE_ABSENT };
		else if (h->library->get(chip, f->attr[a], &number) < 0)
			f->value[a] = (struct value){ .state = VALUE_UNREADABLE };
		else
			f->value[a] = value_from(f->kind, a, number);
	}
	/* It says itself that what it measures means nothing. */
	if (value_ok(f->value[HWMON_FAULT]) && f->value[HWMON_FAULT].v && value_ok(f->value[HWMON_INPUT]))
		f->value[HWMON_INPUT] = (struct value){ .state = VALUE_UNREADABLE };
}

static void spoil(struct hwmon_chip *chip)
{
	chip->reads = 0;
	for (size_t i = 0; i < chip->feature_count; i++) {
		for (enum hwmon_attr a = 0; a < HWMON_ATTRS; a++) {
			if (chip->features[i].attr[a] >= 0)
				chip->features[i].value[a] = (struct value){ .state = VALUE_UNREADABLE };
		}
	}
}

static bool is_wanted(const struct hwmon_chip *chip, const struct hwmon_feature *f, unsigned how)
{
	return (how & HWMON_ALL) || hwmon_is_module(chip) || hwmon_is_of_module(chip, f);
}

static void read_chip(const struct hwmon *h, struct hwmon_chip *chip, unsigned how,
                      const struct timespec *end)
{
	bool limits = chip->reads++ % LIMITS_EVERY == 0, late = false;
	struct timespec now;

	for (size_t i = 0; i < chip->feature_count && !late; i++) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		late = clock_ms_between(&now, end) <= 0;
		if (!late && is_wanted(chip, &chip->features[i], how))
			read_feature(h, chip, &chip->features[i], limits);
	}
	clock_gettime(CLOCK_MONOTONIC, &chip->read_mono);
	/* While we read it, another one may have taken its place. */
	if (late || hwmon_chip_id(chip->path) != chip->id)
		spoil(chip);
}

static int publish(struct hwmon *h)
{
	struct hwmon_picture *p = calloc(1, sizeof(*p)), *before;
	struct hwmon_feature *f;
	size_t count = 0;

	for (size_t i = 0; i < h->chip_count; i++)
		count += h->chips[i].feature_count;
	if (!p)
		return -ENOMEM;
	p->refs = 1;
	p->chips = calloc(h->chip_count + 1, sizeof(*p->chips));
	p->features = f = calloc(count + 1, sizeof(*p->features));
	if (!p->chips || !f) {
		hwmon_picture_unref(p);
		return -ENOMEM;
	}
	p->number = ++h->pictures;
	p->found = h->found;
	for (size_t i = 0; i < h->chip_count; i++) {
		struct hwmon_chip *chip = &p->chips[p->chip_count++];

		*chip = h->chips[i];
		chip->handle = NULL;
		chip->features = f;
		for (size_t k = 0; k < chip->feature_count; k++)
			*f++ = h->chips[i].features[k];
	}
	pthread_mutex_lock(&h->lock);
	before = h->latest;
	h->latest = p;
	pthread_mutex_unlock(&h->lock);
	hwmon_picture_unref(before);
	return 0;
}

static int read_all(struct hwmon *h, unsigned how, const struct timespec *end)
{
	int r = 0;

	if (!h->open || look(h->folder) != h->found)
		r = find_chips(h);
	if (r < 0) {
		forget_chips(h);
		return r;
	}
	for (size_t i = 0; i < h->chip_count; i++)
		read_chip(h, &h->chips[i], how, end);
	return publish(h);
}

/* Be the one who reads: false if somebody else still does at `end`. */
static bool begin(struct hwmon *h, unsigned how, const struct timespec *end)
{
	bool mine;

	pthread_mutex_lock(&h->lock);
	while (h->busy && pthread_cond_timedwait(&h->idle, &h->lock, end) == 0)
		;
	mine = !h->busy;
	h->busy = true;
	h->how = how;
	pthread_mutex_unlock(&h->lock);
	return mine;
}

static void end_reading(struct hwmon *h)
{
	pthread_mutex_lock(&h->lock);
	h->busy = false;
	pthread_cond_signal(&h->idle);
	pthread_mutex_unlock(&h->lock);
}

int hwmon_read(struct hwmon *h, unsigned how, uint32_t budget_ms)
{
	struct timespec end;
	int r;

	clock_gettime(CLOCK_MONOTONIC, &end);
	clock_add_ms(&end, budget_ms);
	if (!begin(h, how, &end))
		return -ETIMEDOUT;
	/* Having waited must not take the time of reading. */
	clock_gettime(CLOCK_MONOTONIC, &end);
	clock_add_ms(&end, budget_ms);
	r = read_all(h, how, &end);
	end_reading(h);
	return r;
}

int hwmon_follow(struct hwmon *h, uint32_t budget_ms)
{
	uint64_t found = look(h->folder);
	bool same;
	unsigned how;

	pthread_mutex_lock(&h->lock);
	same = h->latest && h->latest->found == found;
	how = h->how;
	pthread_mutex_unlock(&h->lock);
	return same ? 0 : hwmon_read(h, how, budget_ms);
}

const struct hwmon_picture *hwmon_latest(struct hwmon *h)
{
	const struct hwmon_picture *p;

	pthread_mutex_lock(&h->lock);
	p = h->latest ? refs_get(h->latest, &h->latest->refs) : NULL;
	pthread_mutex_unlock(&h->lock);
	return p;
}
