/* SPDX-License-Identifier: BSD-3-Clause */
/* Module memory, made by the encoder. */
#include "common/type_image.h"

#include "eeprom/eeprom.h"

size_t type_image(const struct module_type *type, uint32_t seed, uint8_t *bytes, size_t size)
{
	struct eeprom_identity id = { .seed = seed };
	struct module *m = module_new();
	struct image *img = image_new();
	size_t len = 0;

	if (!m || !img || eeprom_module_of_type(type, &id, m) < 0 || eeprom_encode(m, img) < 0 ||
	    image_store_linear(img, bytes, size, &len) < 0)
		len = 0;
	image_free(img);
	module_unref(m);
	return len;
}

/* The sum of `first` to `at` - 1 into `at`. */
static void put_sum(uint8_t *bytes, size_t len, size_t first, size_t at)
{
	uint8_t sum = 0;

	if (at >= len)
		return;
	for (size_t i = first; i < at; i++)
		sum = (uint8_t)(sum + bytes[i]);
	bytes[at] = sum;
}

void type_image_fix(uint8_t *bytes, size_t len)
{
	if (len == 0)
		return;
	if (image_identifier_two_devices(bytes[0])) {
		put_sum(bytes, len, 0, 63);
		put_sum(bytes, len, 64, 95);
		return;
	}
	if (len > 128)
		bytes[128] = bytes[0];
	if (eeprom_family(bytes[0]) == FAMILY_CMIS) {
		put_sum(bytes, len, 128, 222);
		put_sum(bytes, len, 256 + 2, 256 + 127);
		put_sum(bytes, len, 384, 384 + 127);
		return;
	}
	put_sum(bytes, len, 128, 191);
	put_sum(bytes, len, 192, 223);
}
