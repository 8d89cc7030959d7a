/* SPDX-License-Identifier: BSD-3-Clause */
/* A new simulated switch: folder, modules, configuration. */
#include "sim/sim.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/codes.h"
#include "base/file.h"
#include "base/text.h"
#include "eeprom/eeprom.h"
#include "sim/sim_error.h"
#include "sim/sim_host.h"
#include "sim/sim_image.h"
#include "sim/sim_light.h"

#define IMAGE_SUFFIX ".eeprom"

/* Room for the text of a configuration, with generous margins. */
#define CONFIG_SIZE 1024
#define TRUNK_SIZE 2048
#define LEG_SIZE 512

static int fail(char *error, int r, const char *what)
{
	return sim_error(error, r, "%s: %s", what, strerror(-r));
}

static bool path_join(char *buf, size_t size, const char *dir, const char *name)
{
	int n = snprintf(buf, size, "%s/%s", dir, name);

	return n > 0 && (size_t)n < size;
}

/* The port of leg `leg` of trunk `trunk`, both from 1: legs are numbered behind all trunks. */
static unsigned leg_port(const struct sim_layout *l, unsigned trunk, unsigned leg)
{
	return l->trunks + (trunk - 1) * l->mode.count + leg;
}

/* -ENOTEMPTY if there is anything in the folder. */
static int check_empty(const char *dir)
{
	const struct dirent *entry;
	DIR *d = opendir(dir);
	int r = 0;

	if (!d)
		return -errno;
	while (r == 0 && (entry = readdir(d))) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			r = -ENOTEMPTY;
	}
	closedir(d);
	return r;
}

/* Modules of a switch that was here before: all images, nothing else. */
static int remove_images(const char *ports)
{
	const struct dirent *entry;
	DIR *d = opendir(ports);
	int r = 0;

	if (!d)
		return -errno;
	while (r == 0 && (entry = readdir(d))) {
		const char *suffix = strrchr(entry->d_name, '.');

		if (suffix && strcmp(suffix, IMAGE_SUFFIX) == 0 && unlinkat(dirfd(d), entry->d_name, 0) < 0)
			r = -errno;
	}
	closedir(d);
	return r;
}

static int make_folder(const char *path)
{
	return mkdir(path, 0777) < 0 && errno != EEXIST ? -errno : 0;
}

/* Without `force` the folder must be empty or not be there; *ret_new: it was not there. */
static int open_folder(const char *dir, bool force, bool *ret_new, char *error)
{
	int r = mkdir(dir, 0777) < 0 ? -errno : 0;

	*ret_new = r == 0;
	if (r < 0 && r != -EEXIST)
		return fail(error, r, dir);
	r = force ? 0 : check_empty(dir);
	if (r == -ENOTEMPTY)
		return sim_error(error, r,
				 "%s is not empty: choose another folder, or replace the switch in it "
				 "with --force",
				 dir);
	return r < 0 ? fail(error, r, dir) : 0;
}

static int prepare_folders(const char *dir, const char *ports, char *error)
{
	int r = make_folder(ports);

	if (r == 0)
		r = remove_images(ports);
	if (r < 0)
		return fail(error, r, ports);
	r = sim_host_clear(dir);
	return r < 0 ? fail(error, r, dir) : 0;
}

/* What all ends of a fan-out cable have in common: the part number, and the serial number but for the end. */
struct cable {
	char part[32];
	char serial[32];
};

static void describe_end(const struct sim_layout *l, unsigned trunk, unsigned leg, struct cable *cable,
			 struct eeprom_identity *id)
{
	char mode[MODE_TEXT];

	if (l->trunk->layout != LAYOUT_CABLE)
		return;
	snprintf(cable->part, sizeof(cable->part), "%s-%s", l->trunk->token,
		 mode_text(&l->mode, mode, sizeof(mode)));
	for (char *p = cable->part; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	/* A module holds 16 characters. */
	cable->part[16] = '\0';
	snprintf(cable->serial, sizeof(cable->serial), "SIM%07u-%u", trunk, leg);
	id->part_number = cable->part;
	id->serial = cable->serial;
	/* What a mixed cable says of its ends follows from the mode. */
	id->legs = leg == 0 && !mode_is_mixed(&l->mode) ? (uint8_t)l->mode.count : 0;
}

/* The trunk's module (leg 0) or that of a leg of it. */
static int make_module(const struct sim_layout *l, unsigned trunk, unsigned leg, struct sim_bytes *ret_bytes,
                       char *error)
{
	struct sim_insertion how = sim_insertion_usual;
	struct cable cable;

	how.identity.seed = leg ? leg_port(l, trunk, leg) : trunk;
	if (leg == 0)
		how.identity.mode = l->mode;
	how.dual_rate = leg == 0 && l->dual_rate;
	describe_end(l, trunk, leg, &cable, &how.identity);
	return sim_image_make(leg ? l->legs[leg - 1] : l->trunk, &how, ret_bytes, NULL, error, SIM_MESSAGE);
}

static int write_module(const char *ports, const struct sim_layout *l, unsigned trunk, unsigned leg,
			char *error)
{
	unsigned port = leg ? leg_port(l, trunk, leg) : trunk;
	struct sim_bytes bytes;
	char path[PATH_MAX], name[32];
	int r = make_module(l, trunk, leg, &bytes, error);

	if (r < 0)
		return r;
	snprintf(name, sizeof(name), "swp%u" IMAGE_SUFFIX, port);
	if (!path_join(path, sizeof(path), ports, name))
		return fail(error, -ENAMETOOLONG, ports);
	r = file_replace(path, bytes.data, bytes.len);
	return r < 0 ? fail(error, r, path) : 0;
}

/* Can all of them be made? Those of one trunk are as those of another. */
static int check_modules(const struct sim_layout *l, char *error)
{
	struct sim_bytes bytes;
	int r = 0;

	for (unsigned leg = 0; leg <= l->mode.count && r == 0; leg++)
		r = make_module(l, 1, leg, &bytes, error);
	return r;
}

static int write_modules(const char *ports, const struct sim_layout *l, char *error)
{
	int r = 0;

	for (unsigned trunk = 1; trunk <= l->trunks && r == 0; trunk++) {
		for (unsigned leg = 0; leg <= l->mode.count && r == 0; leg++)
			r = write_module(ports, l, trunk, leg, error);
	}
	return r;
}

static void print_port(struct text *t, unsigned port, const struct module_type *type)
{
	text_printf(t, "\nport \"swp%u\" {\n\tindex = %u\n\tcage = \"%s\"\n\tsource = \"file\"\n", port, port,
		    code_name(cage_tokens, type->form));
	text_printf(t, "\tpath = \"ports/swp%u" IMAGE_SUFFIX "\"\n", port);
}

static void print_trunk(struct text *t, const struct sim_layout *l, unsigned port)
{
	char mode[MODE_TEXT];

	print_port(t, port, l->trunk);
	if (eeprom_type_is_declared(l->trunk))
		text_printf(t, "\toverride-type = \"%s\"\n", l->trunk->token);
	text_printf(t, "\tnetdevs = {");
	for (unsigned i = 0; i < l->mode.count; i++)
		text_printf(t, "%s \"swp%us%u\"", i ? "," : "", port, i);
	text_printf(t, " }\n\tsplit-supported = {");
	for (unsigned i = 0; i < l->supported_count; i++)
		text_printf(t, "%s \"%s\"", i ? "," : "", mode_text(&l->supported[i], mode, sizeof(mode)));
	text_printf(t, " }\n\tsplit = \"%s\"\n}\n", mode_text(&l->mode, mode, sizeof(mode)));
}

static void print_breakout(struct text *t, const struct sim_layout *l, unsigned trunk)
{
	char mode[MODE_TEXT];

	text_printf(t, "\nbreakout \"bo%u\" {\n\tindex = %u\n\ttrunk = \"swp%u\"\n\tmode = \"%s\"\n", trunk,
		    trunk, trunk, mode_text(&l->mode, mode, sizeof(mode)));
	if (l->harness)
		text_printf(t, "\tharness = \"%s\"\n", l->harness);
	for (unsigned leg = 1; leg <= l->mode.count; leg++)
		text_printf(t, "\tleg %u { port = \"swp%u\" }\n", leg, leg_port(l, trunk, leg));
	text_printf(t, "}\n");
}

static void print_config(struct text *t, const struct sim_layout *l)
{
	text_printf(t, "# A simulated switch, made by breakoutctl(1). 'breakoutctl sim insert', 'remove'\n"
		       "# and 'set' change the modules in ports/ while breakoutd(8) runs.\n\n"
		       "presence-interval = 0.5\ndom-interval = 2\nstate-directory = \"state\"\n"
		       "control-socket = \"control.sock\"\n"
		       "root = \".\"  # where 'breakoutctl sim host' puts its network devices\n");
	for (unsigned trunk = 1; trunk <= l->trunks; trunk++)
		print_trunk(t, l, trunk);
	for (unsigned port = l->trunks + 1; port <= leg_port(l, l->trunks, l->mode.count); port++) {
		print_port(t, port, l->legs[(port - l->trunks - 1) % l->mode.count]);
		text_printf(t, "\tnetdevs = { \"swp%u\" }\n}\n", port);
	}
	for (unsigned trunk = 1; trunk <= l->trunks; trunk++)
		print_breakout(t, l, trunk);
}

/* The configuration comes last: it makes the folder a switch. */
static int write_config(const char *dir, const struct sim_layout *l, char *error)
{
	size_t size = CONFIG_SIZE + l->trunks * (TRUNK_SIZE + l->mode.count * (size_t)LEG_SIZE);
	char path[PATH_MAX];
	char *buf = malloc(size);
	struct text t;
	int r;

	if (!buf)
		return fail(error, -ENOMEM, dir);
	text_init(&t, buf, size);
	print_config(&t, l);
	if (t.truncated || !path_join(path, sizeof(path), dir, "breakoutd.conf"))
		r = -ENAMETOOLONG;
	else
		r = file_replace(path, t.buf, t.len);
	free(buf);
	return r < 0 ? fail(error, r, dir) : 0;
}

/* What the modules receive is what the others send. */
static int light_up(const char *dir, char *error)
{
	struct sim sim;
	int r = sim_open_port(dir, "swp1", &sim, error);

	if (r < 0)
		return r;
	r = sim_light_all(&sim);
	sim_close(&sim);
	return r < 0 ? fail(error, r, dir) : 0;
}

/* Of a switch that could not be made. `keep` the folder itself: it was there before. */
static void remove_made(const char *dir, const char *ports, bool keep)
{
	char path[PATH_MAX];

	remove_images(ports);
	rmdir(ports);
	if (path_join(path, sizeof(path), dir, "breakoutd.conf"))
		unlink(path);
	if (!keep)
		rmdir(dir);
}

int sim_init(const char *dir, const struct sim_layout *layout, bool force, char *error)
{
	char ports[PATH_MAX];
	bool is_new = false;
	int r;

	if (!path_join(ports, sizeof(ports), dir, "ports"))
		return fail(error, -ENAMETOOLONG, dir);
	r = check_modules(layout, error);
	if (r == 0)
		r = open_folder(dir, force, &is_new, error);
	if (r < 0)
		return r;
	r = prepare_folders(dir, ports, error);
	if (r == 0)
		r = write_modules(ports, layout, error);
	if (r == 0)
		r = write_config(dir, layout, error);
	if (r == 0)
		r = light_up(dir, error);
	if (r < 0 && !force)
		remove_made(dir, ports, !is_new);
	return r;
}
