/* SPDX-License-Identifier: BSD-3-Clause */
/* Modules read through network devices: of a kernel made up here, and "none" of the real one. */
#include "test.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/ethtool_netlink.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "netlink_answer.h"
#include "source/ethtool.h"

#define A0(p, o) ((struct image_addr){ .device = IMAGE_A0, .page = (p), .offset = (o) })
#define A2(p, o) ((struct image_addr){ .device = IMAGE_A2, .page = (p), .offset = (o) })

/* A driver with one or two devices, and how it shows their module. */
struct fake {
	struct ethtool_kernel base;
	char names[2][NETDEV_NAME];   /* those of ifIndex 10 and 11; "": there is none */
	int page_error;               /* what reading by page comes to; 0: bytes */
	int beyond_error;             /* the same beyond page 0 of A0h */
	size_t most;                  /* bytes that it gives at once; 0: all */
	int info_error;
	uint32_t type, size;          /* of GMODULEINFO */
	unsigned pages, linears;      /* calls */
};

static struct fake *fake_of(struct ethtool_kernel *k)
{
	return (struct fake *)k;
}

/* Every place has its own byte, as far as a byte goes. */
static uint8_t page_byte(struct image_addr at)
{
	return (uint8_t)(at.offset + 7 * at.page + 13 * at.device + 29 * at.bank);
}

static uint32_t fake_index(struct ethtool_kernel *k, const char *name)
{
	for (unsigned i = 0; i < 2; i++) {
		if (strcmp(fake_of(k)->names[i], name) == 0)
			return 10 + i;
	}
	return 0;
}

static bool fake_exists(struct ethtool_kernel *k, uint32_t if_index)
{
	assert_in_range(if_index, 10, 11);
	return fake_of(k)->names[if_index - 10][0];
}

static int fake_page(struct ethtool_kernel *k, uint32_t if_index, struct image_addr at, size_t len,
                     uint8_t *buf)
{
	struct fake *f = fake_of(k);
	bool first = at.device == IMAGE_A0 && at.page == 0 && at.bank == 0;
	int error = first ? f->page_error : f->beyond_error;

	/* As the kernel checks it. */
	assert_true(len > 0 && at.offset / 128 == (at.offset + len - 1) / 128);
	f->pages++;
	if (!fake_exists(k, if_index))
		return -ENODEV;
	if (error)
		return error;
	if (f->most && len > f->most)
		len = f->most;
	for (size_t i = 0; i < len; i++, at.offset++)
		buf[i] = page_byte(at);
	return (int)len;
}

static int fake_info(struct ethtool_kernel *k, uint32_t if_index, uint32_t *ret_type, uint32_t *ret_len)
{
	const struct fake *f = fake_of(k);

	if (!fake_exists(k, if_index))
		return -ENODEV;
	*ret_type = f->type;
	*ret_len = f->size;
	return f->info_error;
}

static int fake_linear(struct ethtool_kernel *k, uint32_t if_index, uint32_t offset, size_t len, uint8_t *buf)
{
	assert_true(len <= ETHTOOL_HALF && offset + len <= fake_of(k)->size);
	assert_true(fake_exists(k, if_index));
	fake_of(k)->linears++;
	for (size_t i = 0; i < len; i++)
		buf[i] = (uint8_t)((offset + i) ^ (offset + i) >> 8);
	return 0;
}

static const char *fake_why(const struct ethtool_kernel *k)
{
	return ((const struct fake *)k)->page_error == -EIO ? "module is asleep" : "";
}

static void fake_close(struct ethtool_kernel *k)
{
	(void)k;
}

static const struct ethtool_kernel_ops fake_ops = { fake_index,  fake_exists, fake_page, fake_info,
	                                            fake_linear, fake_why,    fake_close };

static struct source *open_fake(struct fake *f, unsigned netdev_count)
{
	char path[] = "swp1";
	struct port_decl port = { .path = path, .netdevs = { "swp1", "swp1s0" }, .netdev_count = netdev_count };
	struct source *source;

	f->base.ops = &fake_ops;
	assert_int_equal(source_ethtool_open(&port, &f->base, &source), 0);
	assert_string_equal(source->ops->name, "ethtool");
	return source;
}

static int read_byte(struct source *source, struct image_addr at)
{
	uint8_t byte;
	int r = source_read(source, at, 1, &byte);

	return r < 0 ? r : byte;
}

static void ranges_are_read_by_halves(void **state)
{
	static const size_t most[] = { 0, 1, 16, 100 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(most); i++) {
		struct fake f = { .names = { "swp1" }, .most = most[i], .info_error = -EOPNOTSUPP };
		struct source *source = open_fake(&f, 1);
		struct image_addr at = A0(0, 3);
		uint8_t buf[256];

		assert_int_equal(source_presence(source), 1);
		assert_int_equal(source_read(source, at, 253, buf), 0);
		for (size_t k = 0; k < 253; k++, at.offset++)
			assert_int_equal(buf[k], page_byte(at));
		assert_int_equal(read_byte(source, A0(3, 255)), page_byte(A0(3, 255)));
		assert_int_equal(read_byte(source, A2(0, 96)), page_byte(A2(0, 96)));
		assert_int_equal(source_read(source, A0(0, 200), 100, buf), -EINVAL);
		assert_int_equal(source_read(source, A0(1, 0), 1, buf), -EINVAL);
		source_close(source);
	}
}

/* Where the kernel makes pages of a linear memory, it does not look whether that has them. */
static void what_the_type_has_not_is_not_read(void **state)
{
	static const struct {
		const char *label;
		uint32_t type;
		struct image_addr at;
		int expect; /* -1: a byte */
	} rows[] = {
		{ "8079, A0h", ETH_MODULE_SFF_8079, A0(0, 200), -1 },
		{ "8079, A2h", ETH_MODULE_SFF_8079, A2(0, 96), -ENODATA },
		{ "8079, page", ETH_MODULE_SFF_8079, A0(1, 128), -ENODATA },
		{ "8472, A2h", ETH_MODULE_SFF_8472, A2(0, 96), -1 },
		{ "8472, page", ETH_MODULE_SFF_8472, A0(1, 128), -ENODATA },
		{ "8636, page", ETH_MODULE_SFF_8636, A0(3, 128), -1 },
		{ "8636, A2h", ETH_MODULE_SFF_8636, A2(0, 0), -ENODATA },
		{ "8636, bank", ETH_MODULE_SFF_8636, { .bank = 1, .page = 0x11, .offset = 128 }, -ENODATA },
		{ "8436, page", ETH_MODULE_SFF_8436, A0(3, 128), -1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct fake f = { .names = { "swp1" }, .type = rows[i].type, .size = 640 };
		struct source *source = open_fake(&f, 1);
		int r;

		assert_int_equal(source_presence(source), 1);
		r = read_byte(source, rows[i].at);
		assert_row(r == (rows[i].expect == -1 ? page_byte(rows[i].at) : rows[i].expect), rows[i].label);
		assert_int_equal(f.linears, 0);
		source_close(source);
	}
}

/* Another module in the cage may be of another type. */
static void types_are_of_the_module(void **state)
{
	struct fake f = { .names = { "swp1" }, .type = ETH_MODULE_SFF_8079, .size = 256 };
	struct source *source = open_fake(&f, 1);
	uint8_t buf[128];

	(void)state;
	assert_int_equal(source_presence(source), 1);
	assert_int_equal(read_byte(source, A2(0, 96)), -ENODATA);
	f.type = ETH_MODULE_SFF_8472;
	assert_int_equal(read_byte(source, A2(0, 96)), -ENODATA);
	assert_int_equal(source_read(source, A0(0, 0), 128, buf), 0);
	assert_int_equal(read_byte(source, A2(0, 96)), page_byte(A2(0, 96)));
	source_close(source);
}

static void old_kernels_have_linear_memory(void **state)
{
	static const struct {
		const char *label;
		uint32_t type, size;
		struct image_addr at;
		int expect; /* offset, or an error */
	} rows[] = {
		{ "8079", ETH_MODULE_SFF_8079, 256, A0(0, 255), 255 },
		{ "8079, A2h", ETH_MODULE_SFF_8079, 256, A2(0, 0), -ENODATA },
		{ "8472, A2h", ETH_MODULE_SFF_8472, 512, A2(0, 96), 352 },
		{ "8472, A2h page", ETH_MODULE_SFF_8472, 512, A2(1, 128), -ENODATA },
		{ "8472, page", ETH_MODULE_SFF_8472, 512, A0(1, 128), -ENODATA },
		{ "8636, page", ETH_MODULE_SFF_8636, 640, A0(3, 128), 512 },
		{ "8636, page that is not there", ETH_MODULE_SFF_8636, 256, A0(3, 128), -ENODATA },
		{ "8636, A2h", ETH_MODULE_SFF_8636, 640, A2(0, 0), -ENODATA },
		{ "no type", 0, 640, A0(1, 128), -ENODATA },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct fake f = { .names = { "swp1" }, .page_error = -EOPNOTSUPP, .beyond_error = -EOPNOTSUPP,
			          .type = rows[i].type, .size = rows[i].size };
		struct source *source = open_fake(&f, 1);
		int expect = rows[i].expect < 0 ? rows[i].expect : (rows[i].expect ^ rows[i].expect >> 8) & 0xff;

		assert_row(source_presence(source) == 1, rows[i].label);
		assert_row(read_byte(source, rows[i].at) == expect, rows[i].label);
		source_close(source);
	}
}

static void errors_are_told_apart(void **state)
{
	static const struct {
		const char *label;
		int page, beyond, info;
		int presence, beyond_expect;
		const char *why;
	} rows[] = {
		{ "no module", -ENODEV, -ENODEV, -EOPNOTSUPP, 0, -ENXIO, "" },
		{ "no acknowledge", -ENXIO, -ENXIO, -EOPNOTSUPP, 0, -ENXIO, "" },
		{ "no such thing at all", -EOPNOTSUPP, -EOPNOTSUPP, -EOPNOTSUPP, -ENOTSUP, -ENODATA, "" },
		{ "not allowed", -EPERM, -EPERM, -EOPNOTSUPP, -EPERM, -EPERM, "" },
		{ "driver", -EIO, -EIO, -EOPNOTSUPP, -EIO, -EIO, "module is asleep" },
		{ "time", -ETIMEDOUT, -ETIMEDOUT, -EOPNOTSUPP, -ETIMEDOUT, -ETIMEDOUT, "" },
		{ "no pages of sfp", 0, -EOPNOTSUPP, -EOPNOTSUPP, 1, -ENODATA, "" },
		{ "end of linear memory", 0, -EINVAL, -EOPNOTSUPP, 1, -ENODATA, "" },
		{ "no idea of the type", 0, 0, -EINVAL, 1, 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct fake f = { .names = { "swp1" }, .page_error = rows[i].page, .beyond_error = rows[i].beyond,
			          .info_error = rows[i].info };
		struct source *source = open_fake(&f, 1);
		uint8_t byte;
		int r;

		assert_row(source_presence(source) == rows[i].presence, rows[i].label);
		assert_row(strcmp(source_why(source), rows[i].why) == 0, rows[i].label);
		r = source_read(source, A0(1, 128), 1, &byte);
		if (rows[i].page != -EOPNOTSUPP)
			assert_row(r == rows[i].beyond_expect, rows[i].label);
		source_close(source);
	}
}

static void devices_are_followed(void **state)
{
	struct fake f = { .names = { "swp1" }, .info_error = -EOPNOTSUPP };
	struct source *source = open_fake(&f, 2);

	(void)state;
	assert_int_equal(source_presence(source), 1);
	/* A new name. */
	TEXT_SET(f.names[0], "uplink");
	assert_int_equal(source_presence(source), 1);
	/* Split: the port's device goes, that of the first subport comes. */
	TEXT_SET(f.names[0], "");
	assert_int_equal(source_presence(source), 0);
	assert_int_equal(read_byte(source, A0(0, 0)), -ENXIO);
	TEXT_SET(f.names[1], "swp1s0");
	assert_int_equal(source_presence(source), 1);
	/* And back between two calls. */
	TEXT_SET(f.names[0], "swp1");
	TEXT_SET(f.names[1], "");
	assert_int_equal(read_byte(source, A0(0, 5)), page_byte(A0(0, 5)));
	source_close(source);
}

static void begin_answer(void *arg)
{
	((struct ethtool_answer *)arg)->got = 0;
}

static void answers_fit_what_was_asked(void **state)
{
	static const struct {
		size_t asked, sent;
		int expect;
	} rows[] = { { 16, 16, 1 }, { 16, 3, 1 }, { 16, 17, -EBADMSG }, { 16, 0, -EBADMSG }, { 128, 128, 1 } };
	uint8_t bytes[256], buf[128];

	(void)state;
	memset(bytes, 0x5a, sizeof(bytes));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct ethtool_answer answer = { .buf = buf, .len = rows[i].asked };
		struct answer a = { .len = 0 };
		struct nlmsghdr *message = answer_begin(&a, ETHTOOL_MSG_MODULE_EEPROM_GET_REPLY);

		mnl_attr_put(message, ETHTOOL_A_MODULE_EEPROM_DATA, rows[i].sent, bytes);
		answer_end(&a, message);
		memset(buf, 0, sizeof(buf));
		assert_int_equal(answer_take(&a, ethtool_take_eeprom, &answer, NULL), rows[i].expect);
		assert_int_equal(answer.got, rows[i].expect == 1 ? rows[i].sent : 0);
		assert_int_equal(buf[0], rows[i].expect == 1 ? 0x5a : 0);
		/* A second answer to the same question. */
		if (rows[i].expect == 1)
			assert_int_equal(answer_take(&a, ethtool_take_eeprom, &answer, NULL), -EBADMSG);
	}
}

static void spoilt_answers_stay_in_their_place(void **state)
{
	uint8_t *buf = malloc(16);
	struct ethtool_answer answer = { .buf = buf, .len = 16 };
	struct answer a = { .len = 0 };
	struct nlmsghdr *message = answer_begin(&a, ETHTOOL_MSG_MODULE_EEPROM_GET_REPLY);

	(void)state;
	assert_non_null(buf);
	mnl_attr_put(message, ETHTOOL_A_MODULE_EEPROM_DATA, 16, "0123456789abcdef");
	answer_end(&a, message);
	answer_error(&a, 0, NULL);
	answer_mutate(&a, 20000, ethtool_take_eeprom, begin_answer, &answer);
	free(buf);
}

static struct source *open_real(const char *name, const char *root, int expect)
{
	char path[16];
	struct port_decl port = { .source = SOURCE_ETHTOOL, .path = path };
	struct source *source = NULL;

	TEXT_SET(path, name);
	assert_int_equal(source_open(&port, root, &source), expect);
	return source;
}

/* A simulated box must not show what this machine has. */
static void roots_have_no_kernel(void **state)
{
	(void)state;
	assert_null(open_real("lo", "/srv/box", -ENOTSUP));
}

/* In network namespaces of our own, where we may ask; lo has no module, and other devices don't exist. */
static void the_kernel_has_none(void **state)
{
	struct source *lo, *none;

	(void)state;
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET) < 0) {
		print_message("no namespaces here: %s\n", strerror(errno));
		skip();
	}
	lo = open_real("lo", "", 0);
	none = open_real("no-such-netdev", "", 0);
	assert_int_equal(source_presence(lo), -ENOTSUP);
	assert_int_equal(read_byte(lo, A0(0, 0)), -ENOTSUP);
	assert_int_equal(source_presence(none), 0);
	assert_int_equal(read_byte(none, A0(0, 0)), -ENXIO);
	source_close(lo);
	source_close(none);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges_are_read_by_halves),
		cmocka_unit_test(what_the_type_has_not_is_not_read),
		cmocka_unit_test(types_are_of_the_module),
		cmocka_unit_test(old_kernels_have_linear_memory),
		cmocka_unit_test(errors_are_told_apart),
		cmocka_unit_test(devices_are_followed),
		cmocka_unit_test(answers_fit_what_was_asked),
		cmocka_unit_test(spoilt_answers_stay_in_their_place),
		cmocka_unit_test(roots_have_no_kernel),
		cmocka_unit_test(the_kernel_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
