/* SPDX-License-Identifier: BSD-3-Clause */
/* SMBIOS by /sys/class/dmi/id; where there is none, the device tree. */
#include "source/chassis.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "source/node.h"

/* What vendors leave in where a number belongs. */
static const char *const placeholders[] = {
	"To be filled by O.E.M.", "Default string", "System Serial Number", "System Product Name",
	"System manufacturer", "System Version", "Not Specified", "Not Applicable", "None", "N/A", "0123456789",
	"0",
};

static bool meaningful(const char *s)
{
	for (size_t i = 0; i < sizeof(placeholders) / sizeof(placeholders[0]); i++) {
		if (strcasecmp(s, placeholders[i]) == 0)
			return false;
	}
	return s[0] != '\0';
}

/* ASCII only: firmware has been seen to hold anything. */
static void clean(char *s)
{
	for (; *s; s++) {
		if ((unsigned char)*s < 0x20 || (unsigned char)*s > 0x7e)
			*s = '?';
	}
}

/* The first of `names` in `folder` that says something. */
static void read_first(const char *root, const char *folder, const char *const names[2], char *ret_text,
                       size_t size)
{
	for (unsigned i = 0; i < 2 && names[i]; i++) {
		char path[PATH_MAX], text[256];
		int n = snprintf(path, sizeof(path), "%s%s/%s", root, folder, names[i]);

		if (n < 0 || (size_t)n >= sizeof(path) || node_read_text(path, text, sizeof(text)) < 0)
			continue;
		clean(text);
		if (!meaningful(text))
			continue;
		text_copy(ret_text, size, text);
		return;
	}
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* "4c4c4544-0042-3510-8052-b4c04f4e3932". All 0 or all F is none (SMBIOS 7.2.1). */
static bool parse_uuid(const char *s, uint8_t ret_uuid[16])
{
	uint8_t uuid[16];
	unsigned zero = 0, ones = 0;

	for (unsigned i = 0; i < 16; i++) {
		int high, low;

		if (i == 4 || i == 6 || i == 8 || i == 10) {
			if (*s++ != '-')
				return false;
		}
		high = hex_digit(s[0]);
		low = high < 0 ? -1 : hex_digit(s[1]);
		if (low < 0)
			return false;
		uuid[i] = (uint8_t)(high << 4 | low);
		zero += uuid[i] == 0;
		ones += uuid[i] == 0xff;
		s += 2;
	}
	if (*s || zero == 16 || ones == 16)
		return false;
	memcpy(ret_uuid, uuid, sizeof(uuid));
	return true;
}

void chassis_read(const char *root, struct chassis *ret_chassis)
{
	static const char dmi[] = "/sys/class/dmi/id", tree[] = "/sys/firmware/devicetree/base";
	static const char *const maker[2] = { "sys_vendor", "board_vendor" };
	static const char *const model[2] = { "product_name", "board_name" };
	static const char *const revision[2] = { "product_version", "board_version" };
	static const char *const serial[2] = { "product_serial", "board_serial" };
	static const char *const uuid[2] = { "product_uuid", NULL };
	static const char *const tree_model[2] = { "model", NULL };
	static const char *const tree_serial[2] = { "serial-number", NULL };
	struct chassis c = { .has_uuid = false };
	char text[64] = "";

	read_first(root, dmi, maker, c.maker, sizeof(c.maker));
	read_first(root, dmi, model, c.model, sizeof(c.model));
	read_first(root, dmi, revision, c.revision, sizeof(c.revision));
	read_first(root, dmi, serial, c.serial, sizeof(c.serial));
	read_first(root, dmi, uuid, text, sizeof(text));
	c.has_uuid = parse_uuid(text, c.uuid);
	if (!c.model[0])
		read_first(root, tree, tree_model, c.model, sizeof(c.model));
	if (!c.serial[0])
		read_first(root, tree, tree_serial, c.serial, sizeof(c.serial));
	*ret_chassis = c;
}
