/* SPDX-License-Identifier: BSD-3-Clause */
/* Source "i2c" on a simulated adapter that counts transfers. */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdio.h>
#include <string.h>

#include "scratch.h"
#include "source/i2c.h"

/* One adapter and what is on it. */
static struct {
	unsigned long funcs;
	bool missing, empty, no_a2, blocks_lie, messages_one;
	uint8_t a0[4][128], a2[256]; /* of A0h: lower memory, then pages 0 to 2 */
	uint8_t select[2];           /* bank, page */
	bool paged;
	int error;                   /* of the next `errors` transfers */
	unsigned errors;
	size_t longest;              /* longer reads fail with EIO; 0: none */
	bool thief;                  /* selects another page after a transfer of upper memory, once */
	bool thief_always;
	uint8_t thief_page;
	unsigned failing_reads;      /* fail in mid-transfer */
	unsigned fault_after;        /* so many of them `error` comes for `errors` transfers; 0: never */
	bool words_lie;
	uint16_t slave;
	uint8_t pointer;
	unsigned opened, transfers, bytes, writes, words, slept;
} sim;

static const uint8_t *memory(uint16_t address, uint8_t offset)
{
	uint8_t page = sim.paged && sim.select[0] == 0 && sim.select[1] < 3 ? sim.select[1] : 0;

	if (address == 0x51)
		return &sim.a2[offset];
	if (sim.paged && offset >= 126 && offset < 128)
		return &sim.select[offset - 126];
	return offset < 128 ? &sim.a0[0][offset] : &sim.a0[1 + page][offset - 128];
}

static void store(uint8_t offset, uint8_t value)
{
	sim.writes++;
	if (offset == 126 || offset == 127)
		sim.select[offset - 126] = offset == 127 && value > 2 ? 0 : value;
}

static int fault(uint16_t address)
{
	sim.transfers++;
	if (sim.errors) {
		sim.errors--;
		return sim.error;
	}
	return sim.empty || (address == 0x51 && sim.no_a2) ? -ENXIO : 0;
}

static int sim_open(const char *path)
{
	(void)path;
	if (sim.missing)
		return -ENOENT;
	sim.opened++;
	return 99;
}

static void sim_close(int fd)
{
	assert_int_equal(fd, 99);
	sim.opened--;
}

static void sim_sleep(unsigned ms)
{
	sim.slept += ms;
}

static int sim_rdwr(const struct i2c_rdwr_ioctl_data *data)
{
	int rc;

	assert_in_range(data->nmsgs, 1, I2C_RDWR_IOCTL_MAX_MSGS);
	if (sim.messages_one && data->nmsgs > 2)
		return -EOPNOTSUPP;
	rc = fault(data->msgs[0].addr);
	for (unsigned i = 0; rc == 0 && i < data->nmsgs; i++) {
		const struct i2c_msg *m = &data->msgs[i];

		sim.bytes += m->len;
		if (m->flags & I2C_M_RD) {
			if (sim.longest && m->len > sim.longest)
				return -EIO;
			if (sim.failing_reads) {
				sim.failing_reads--;
				if (sim.fault_after && --sim.fault_after == 0)
					sim.errors = 1;
				return -EIO;
			}
			for (unsigned k = 0; k < m->len; k++)
				m->buf[k] = *memory(m->addr, sim.pointer++);
			continue;
		}
		sim.pointer = m->buf[0];
		for (unsigned k = 1; k < m->len; k++)
			store(sim.pointer++, m->buf[k]);
	}
	return rc < 0 ? rc : (int)data->nmsgs;
}

static int sim_smbus(const struct i2c_smbus_ioctl_data *arg)
{
	int rc = fault(sim.slave);

	if (rc < 0)
		return rc;
	if (arg->read_write == I2C_SMBUS_WRITE) {
		store(arg->command, arg->size == I2C_SMBUS_BYTE_DATA ? arg->data->byte : arg->data->word & 0xff);
		if (arg->size == I2C_SMBUS_WORD_DATA)
			store((uint8_t)(arg->command + 1), arg->data->word >> 8);
		return 0;
	}
	if (arg->size == I2C_SMBUS_BYTE_DATA) {
		arg->data->byte = *memory(sim.slave, arg->command);
	} else if (arg->size == I2C_SMBUS_WORD_DATA) {
		sim.words++;
		arg->data->word = *memory(sim.slave, arg->command);
		if (!sim.words_lie)
			arg->data->word |= (uint16_t)(*memory(sim.slave, (uint8_t)(arg->command + 1)) << 8);
	} else {
		for (unsigned k = 0; k < arg->data->block[0]; k++)
			arg->data->block[1 + k] = sim.blocks_lie && arg->command >= 128
							  ? sim.a0[1][arg->command - 128 + k]
							  : *memory(sim.slave, (uint8_t)(arg->command + k));
	}
	if (sim.thief && arg->command >= 128) {
		sim.thief = sim.thief_always;
		sim.select[1] = sim.thief_page;
	}
	return 0;
}

static int sim_ioctl(int fd, unsigned long request, void *arg)
{
	assert_int_equal(fd, 99);
	switch (request) {
	case I2C_FUNCS:
		*(unsigned long *)arg = sim.funcs;
		return 0;
	case I2C_SLAVE:
		sim.slave = (uint16_t)(uintptr_t)arg;
		return 0;
	case I2C_RDWR:
		return sim_rdwr(arg);
	default:
		assert_int_equal(request, I2C_SMBUS);
		return sim_smbus(arg);
	}
}

static const struct i2c_kernel sim_kernel = { sim_open, sim_ioctl, sim_close, sim_sleep };

#define SMBUS (I2C_FUNC_SMBUS_BYTE_DATA | I2C_FUNC_SMBUS_WORD_DATA)
#define FULL (I2C_FUNC_I2C | SMBUS)
#define BLOCKS (SMBUS | I2C_FUNC_SMBUS_READ_I2C_BLOCK)

static struct source *plug_in_with(unsigned long funcs, uint8_t identifier, const char *root,
                                   const char *presence)
{
	const struct i2c_cage cage = { .path = "/dev/i2c-3", .root = root, .presence_path = presence };
	struct source *s;

	memset(&sim, 0, sizeof(sim));
	sim.funcs = funcs;
	sim.paged = identifier != 0x03;
	for (unsigned p = 0; p < 4; p++) {
		for (unsigned i = 0; i < 128; i++)
			sim.a0[p][i] = (uint8_t)(p * 64 + i);
	}
	for (unsigned i = 0; i < 256; i++)
		sim.a2[i] = (uint8_t)(255 - i);
	sim.a0[0][0] = identifier;
	sim.a0[0][92] = 0;
	assert_int_equal(source_i2c_open(&cage, &sim_kernel, &s), 0);
	return s;
}

static struct source *plug_in(unsigned long funcs, uint8_t identifier, const char *root)
{
	return plug_in_with(funcs, identifier, root, NULL);
}

static void unplug(struct source *s)
{
	source_close(s);
	assert_int_equal(sim.opened, 0);
}

static int get(struct source *s, uint8_t device, uint8_t page, uint8_t offset, size_t len, uint8_t *buf)
{
	return source_read(s, (struct image_addr){ .device = device, .page = page, .offset = offset }, len, buf);
}

/* Everything is one transfer, and leaves page 0. */
static void a_page_is_one_transfer(void **state)
{
	struct source *s = plug_in(FULL, 0x11, "");
	uint8_t buf[256];

	(void)state;
	assert_int_equal(source_presence(s), 1);
	assert_int_equal(sim.transfers, 1);
	/* Whether it has pages is asked for once. */
	assert_int_equal(get(s, IMAGE_A0, 0, 0, 128, buf), 0);
	sim.transfers = sim.bytes = 0;
	assert_int_equal(get(s, IMAGE_A0, 2, 128, 128, buf), 0);
	assert_memory_equal(buf, sim.a0[3], 128);
	assert_int_equal(sim.transfers, 1);
	/* The page, 8 offsets, 128 bytes, the look and page 0 again. */
	assert_int_equal(sim.bytes, 2 + 8 + 128 + 2 + 2);
	assert_int_equal(sim.select[1], 0);
	/* Lower memory and page 0, which somebody left in page 1. */
	sim.select[1] = 1;
	assert_int_equal(get(s, IMAGE_A0, 0, 0, 256, buf), 0);
	assert_memory_equal(buf + 128, sim.a0[1], 128);
	assert_int_equal(sim.transfers, 1 + 1 + 2);
	assert_int_equal(sim.select[1], 0);
	/* Where page 0 is selected, nothing is written. */
	sim.transfers = sim.writes = 0;
	assert_int_equal(get(s, IMAGE_A0, 0, 191, 33, buf), 0);
	assert_memory_equal(buf, sim.a0[1] + 63, 33);
	assert_int_equal(sim.transfers, 1);
	assert_int_equal(sim.writes, 0);
	/* That it does not have. */
	assert_int_equal(get(s, IMAGE_A0, 3, 128, 4, buf), -ENODATA);
	unplug(s);

	s = plug_in(FULL, 0x18, "");
	sim.select[0] = 1;
	assert_int_equal(get(s, IMAGE_A0, 1, 130, 2, buf), 0);
	assert_memory_equal(buf, sim.a0[2] + 2, 2);
	assert_int_equal(sim.select[0], 0);
	unplug(s);
}

static void an_sfp_is_not_written(void **state)
{
	struct source *s = plug_in(FULL, 0x03, "");
	uint8_t buf[256];

	(void)state;
	assert_int_equal(get(s, IMAGE_A0, 0, 0, 256, buf), 0);
	assert_memory_equal(buf + 128, sim.a0[1], 128);
	assert_int_equal(get(s, IMAGE_A2, 0, 96, 10, buf), 0);
	assert_memory_equal(buf, sim.a2 + 96, 10);
	assert_int_equal(get(s, IMAGE_A0, 1, 128, 1, buf), -ENODATA);
	assert_int_equal(sim.writes, 0);
	unplug(s);

	s = plug_in(FULL, 0x03, "");
	sim.a0[0][92] = 0x04;
	assert_int_equal(get(s, IMAGE_A2, 0, 96, 10, buf), -ENOTSUP);
	assert_non_null(strstr(source_why(s), "address change"));
	unplug(s);
}

static void smbus_reads_words(void **state)
{
	struct source *s = plug_in(SMBUS, 0x11, "");
	uint8_t buf[128];

	(void)state;
	assert_int_equal(get(s, IMAGE_A0, 0, 22, 4, buf), 0);
	assert_memory_equal(buf, sim.a0[0] + 22, 4);
	assert_int_equal(sim.transfers, 2);
	assert_int_equal(sim.words, 2);
	assert_int_equal(get(s, IMAGE_A0, 1, 128, 128, buf), 0);
	assert_memory_equal(buf, sim.a0[2], 128);
	assert_int_equal(sim.select[1], 0);
	/* Where page 0 is selected, nothing is written. */
	sim.writes = 0;
	assert_int_equal(get(s, IMAGE_A0, 0, 128, 128, buf), 0);
	assert_memory_equal(buf, sim.a0[1], 128);
	assert_int_equal(sim.writes, 0);
	unplug(s);
	/* An adapter that has I2C by name. */
	s = plug_in(FULL, 0x11, "");
	sim.messages_one = true;
	assert_int_equal(get(s, IMAGE_A0, 1, 128, 128, buf), 0);
	assert_memory_equal(buf, sim.a0[2], 128);
	unplug(s);
}

/* Another reader between ours: seen, and read again. */
static void a_stolen_page_is_read_again(void **state)
{
	uint8_t buf[128];

	(void)state;
	for (uint8_t theirs = 0; theirs < 3; theirs++) {
		for (uint8_t ours = 0; ours < 3; ours++) {
			struct source *s = plug_in(SMBUS, 0x11, "");

			sim.thief = true;
			sim.thief_page = theirs;
			assert_int_equal(get(s, IMAGE_A0, ours, 128, 16, buf), 0);
			assert_memory_equal(buf, sim.a0[1 + ours], 16);
			/* Theirs is left to them. */
			assert_int_equal(sim.select[1], 0);
			if (theirs != ours) {
				sim.thief = sim.thief_always = true;
				assert_int_equal(get(s, IMAGE_A0, ours, 128, 16, buf), -EAGAIN);
				assert_non_null(strstr(source_why(s), "another reader"));
				sim.thief = false;
			}
			assert_int_equal(get(s, IMAGE_A0, 3, 128, 16, buf), -ENODATA);
			unplug(s);
		}
	}
}

/* A cable of one page: byte 127 is no register, whatever it reads. */
static void one_page_is_not_selected(void **state)
{
	static const unsigned long adapters[] = { FULL, SMBUS };
	uint8_t buf[128];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(adapters); i++) {
		struct source *s = plug_in(adapters[i], 0x11, "");

		sim.paged = false;
		sim.a0[0][2] = 0x04;
		sim.a0[0][127] = 0xff;
		assert_int_equal(get(s, IMAGE_A0, 0, 128, 128, buf), 0);
		assert_memory_equal(buf, sim.a0[1], 128);
		assert_int_equal(get(s, IMAGE_A0, 1, 128, 1, buf), -ENODATA);
		assert_int_equal(sim.writes, 0);
		unplug(s);
	}
}

static void page_0_is_left_after_failures(void **state)
{
	struct source *s = plug_in(FULL, 0x18, "");
	uint8_t buf[128];

	(void)state;
	assert_int_equal(source_presence(s), 1);
	assert_int_equal(get(s, IMAGE_A0, 0, 0, 128, buf), 0);
	sim.failing_reads = 4;
	assert_int_equal(get(s, IMAGE_A0, 2, 128, 1, buf), -EIO);
	assert_int_equal(sim.select[1], 0);
	/* Where that failed as well, when the module answers again. */
	sim.failing_reads = 4;
	sim.fault_after = 4;
	sim.error = -EIO;
	assert_int_equal(get(s, IMAGE_A0, 2, 128, 1, buf), -EIO);
	assert_int_equal(sim.select[1], 2);
	assert_int_equal(source_presence(s), 1);
	assert_int_equal(sim.select[1], 0);
	unplug(s);
}

/* A module that is busy for a moment was not pulled. */
static void a_busy_module_is_not_absent(void **state)
{
	struct source *s = plug_in(FULL, 0x11, "");

	(void)state;
	sim.error = -ENXIO;
	sim.errors = 1;
	assert_int_equal(source_presence(s), 0);
	/* An empty cage takes no time. */
	assert_int_equal(sim.slept, 0);
	assert_int_equal(source_presence(s), 1);
	sim.errors = 3;
	assert_int_equal(source_presence(s), 1);
	assert_int_equal(sim.slept, 5 + 20 + 80);
	sim.errors = 4;
	assert_int_equal(source_presence(s), 0);
	/* A bus that hangs is not asked for long. */
	assert_int_equal(source_presence(s), 1);
	sim.error = -ETIMEDOUT;
	sim.errors = 100;
	sim.transfers = 0;
	assert_int_equal(source_presence(s), -ETIMEDOUT);
	assert_int_equal(sim.transfers, 2);
	unplug(s);
}

/* A paged module, with a presence file. */
static struct source *plug_in_present(struct scratch *sc)
{
	static char path[SCRATCH_PATH];
	struct source *s;

	scratch_write(sc, "present", "1", 1);
	scratch_path(sc, "present", path);
	s = plug_in_with(FULL, 0x11, "", path);
	assert_int_equal(source_presence(s), 1);
	return s;
}

/* An SFP in an adapter took the module's place: it is read, and not written to. */
static void check_sfp_in_its_place(struct source *s)
{
	uint8_t buf[128];

	sim.writes = 0;
	sim.paged = false;
	sim.a0[0][0] = 0x03;
	sim.a0[0][127] = 0xff;
	assert_int_equal(get(s, IMAGE_A0, 0, 128, 128, buf), 0);
	assert_memory_equal(buf, sim.a0[1], 128);
	assert_int_equal(get(s, IMAGE_A0, 2, 128, 1, buf), -ENODATA);
	assert_int_equal(sim.writes, 0);
}

/* With a presence file, which module it is is asked before anything is written, and only then. */
static void nothing_is_written_to_strangers(void **state)
{
	struct source *s = plug_in_present(*state);
	uint8_t buf[128];

	assert_int_equal(sim.transfers, 0);
	assert_int_equal(get(s, IMAGE_A0, 0, 0, 128, buf), 0);
	assert_int_equal(source_presence(s), 1);
	sim.transfers = 0;
	assert_int_equal(get(s, IMAGE_A0, 0, 191, 33, buf), 0);
	assert_int_equal(sim.transfers, 1);
	assert_int_equal(get(s, IMAGE_A0, 2, 128, 16, buf), 0);
	assert_int_equal(sim.transfers, 3);
	/* Page 1 is there: to write, one must know. */
	assert_int_equal(source_presence(s), 1);
	sim.select[1] = 1;
	assert_int_equal(get(s, IMAGE_A0, 0, 128, 128, buf), 0);
	assert_memory_equal(buf, sim.a0[1], 128);
	assert_int_equal(sim.select[1], 0);
	/* An SFP in an adapter, since the last look. */
	assert_int_equal(source_presence(s), 1);
	check_sfp_in_its_place(s);
	unplug(s);
}

/* Nor to one that came after no module had answered, without a look in between. */
static void no_acknowledge_forgets_the_module(void **state)
{
	struct source *s = plug_in_present(*state);
	uint8_t buf[128];

	assert_int_equal(get(s, IMAGE_A0, 0, 0, 128, buf), 0);
	sim.empty = true;
	assert_int_equal(get(s, IMAGE_A0, 0, 0, 1, buf), -ENXIO);
	sim.empty = false;
	check_sfp_in_its_place(s);
	unplug(s);
}

static void blocks_that_lie_are_found_out(void **state)
{
	struct source *s = plug_in(BLOCKS, 0x11, "");
	uint8_t buf[128];

	(void)state;
	sim.blocks_lie = true;
	assert_int_equal(get(s, IMAGE_A0, 1, 128, 128, buf), 0);
	assert_memory_equal(buf, sim.a0[2], 128);
	unplug(s);
	s = plug_in(BLOCKS, 0x11, "");
	assert_int_equal(get(s, IMAGE_A0, 1, 128, 128, buf), 0);
	assert_memory_equal(buf, sim.a0[2], 128);
	sim.transfers = 0;
	assert_int_equal(get(s, IMAGE_A0, 1, 128, 128, buf), 0);
	/* The page, 8 blocks, the look, page 0. */
	assert_int_equal(sim.transfers, 11);
	unplug(s);
}

/* Of i2c-stub neither words nor blocks are what they seem. */
static void a_stub_is_read_by_bytes(void **state)
{
	static const char name[] = "SMBus stub driver\n";
	struct scratch *sc = *state;
	struct source *s = plug_in(BLOCKS | I2C_FUNC_SMBUS_WRITE_WORD_DATA, 0x18, sc->dir);
	uint8_t buf[128];

	scratch_write(sc, "sys/bus/i2c/devices/i2c-3/name", name, sizeof(name) - 1);
	sim.blocks_lie = sim.words_lie = true;
	assert_int_equal(get(s, IMAGE_A0, 1, 128, 128, buf), 0);
	assert_memory_equal(buf, sim.a0[2], 128);
	assert_int_equal(sim.words, 0);
	unplug(s);
}

static void faults_keep_their_names(void **state)
{
	struct source *s = plug_in(FULL, 0x11, "");
	uint8_t buf[32];

	(void)state;
	sim.empty = true;
	assert_int_equal(source_presence(s), 0);
	assert_int_equal(get(s, IMAGE_A0, 0, 0, 16, buf), -ENXIO);
	sim.empty = false;
	/* A passing one is not seen. */
	sim.slept = 0;
	sim.error = -EREMOTEIO;
	sim.errors = 2;
	assert_int_equal(get(s, IMAGE_A0, 0, 0, 16, buf), 0);
	assert_int_equal(sim.slept, 5 + 20);
	sim.error = -ETIMEDOUT;
	sim.errors = 100;
	assert_int_equal(get(s, IMAGE_A0, 0, 0, 16, buf), -ETIMEDOUT);
	assert_int_equal(source_presence(s), -ETIMEDOUT);
	sim.error = -EIO;
	assert_int_equal(source_presence(s), -EIO);
	sim.errors = 0;
	sim.missing = true;
	assert_int_equal(source_presence(s), -ENOENT);
	sim.missing = false;
	assert_int_equal(source_presence(s), 1);
	unplug(s);
}

static void long_reads_become_short(void **state)
{
	static const size_t longest[] = { 1, 2, 4, 8 };
	uint8_t buf[128];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(longest); i++) {
		struct source *s = plug_in(FULL, 0x11, "");

		sim.longest = longest[i];
		assert_int_equal(get(s, IMAGE_A0, 2, 128, 128, buf), 0);
		assert_memory_equal(buf, sim.a0[3], 128);
		sim.transfers = 0;
		assert_int_equal(get(s, IMAGE_A0, 0, 22, 16, buf), 0);
		/* Remembered: nothing fails any more. */
		assert_int_equal(sim.transfers, 1);
		unplug(s);
	}
}

static void a_driver_is_not_fought(void **state)
{
	struct scratch *sc = *state;
	uint8_t image[256] = { 0x11 }, buf[16];
	struct source *s = plug_in(FULL, 0x11, sc->dir);

	scratch_mkdir(sc, "sys/bus/i2c/drivers/ee1004");
	scratch_symlink(sc, "../../drivers/ee1004", "sys/bus/i2c/devices/3-0050/driver");
	assert_int_equal(source_presence(s), -EBUSY);
	assert_string_equal(source_why(s), "kernel driver ee1004 has address 0x50 and shows no eeprom");
	assert_int_equal(get(s, IMAGE_A0, 0, 40, 1, buf), -EBUSY);
	image[40] = 77;
	scratch_write(sc, "sys/bus/i2c/devices/3-0050/eeprom", image, sizeof(image));
	assert_int_equal(source_presence(s), 1);
	assert_int_equal(get(s, IMAGE_A0, 0, 40, 1, buf), 0);
	assert_int_equal(buf[0], 77);
	assert_int_equal(sim.transfers, 0);
	unplug(s);
}

static void nor_one_at_a2h(void **state)
{
	struct scratch *sc = *state;
	uint8_t a0[256] = { 0x03 }, a2[256] = { 0 }, buf[16];
	struct source *s = plug_in(FULL, 0x03, sc->dir);

	/* At 0x51 only. */
	scratch_mkdir(sc, "sys/bus/i2c/drivers/at24");
	scratch_symlink(sc, "../../drivers/at24", "sys/bus/i2c/devices/3-0051/driver");
	assert_int_equal(get(s, IMAGE_A0, 0, 0, 16, buf), 0);
	assert_memory_equal(buf, sim.a0[0], 16);
	assert_int_equal(get(s, IMAGE_A2, 0, 96, 10, buf), -EBUSY);
	assert_string_equal(source_why(s), "kernel driver at24 has address 0x51 and shows no eeprom");
	a2[96] = 88;
	scratch_write(sc, "sys/bus/i2c/devices/3-0051/eeprom", a2, sizeof(a2));
	assert_int_equal(get(s, IMAGE_A2, 0, 96, 10, buf), 0);
	assert_int_equal(buf[0], 88);
	/* At both. */
	scratch_symlink(sc, "../../drivers/at24", "sys/bus/i2c/devices/3-0050/driver");
	scratch_write(sc, "sys/bus/i2c/devices/3-0050/eeprom", a0, sizeof(a0));
	sim.transfers = 0;
	assert_int_equal(get(s, IMAGE_A2, 0, 96, 10, buf), 0);
	assert_int_equal(buf[0], 88);
	assert_int_equal(sim.transfers, 0);
	/* At 0x50 only, which does not show the other. */
	scratch_unlink(sc, "sys/bus/i2c/devices/3-0051/eeprom");
	scratch_unlink(sc, "sys/bus/i2c/devices/3-0051/driver");
	assert_int_equal(get(s, IMAGE_A2, 0, 96, 10, buf), 0);
	assert_memory_equal(buf, sim.a2 + 96, 10);
	/* Or does: a driver that has both addresses shows them as one. */
	scratch_symlink(sc, "../../drivers/at24", "sys/bus/i2c/devices/3-0051/driver");
	{
		uint8_t both[512] = { 0x03 };

		both[256 + 96] = 99;
		scratch_write(sc, "sys/bus/i2c/devices/3-0050/eeprom", both, sizeof(both));
	}
	assert_int_equal(get(s, IMAGE_A2, 0, 96, 10, buf), 0);
	assert_int_equal(buf[0], 99);
	unplug(s);
}

/* What the simulation stands for, on files that are no adapters. */
static void the_kernel_says_no(void **state)
{
	const struct i2c_kernel *k = &i2c_kernel_default;
	struct scratch *sc = *state;
	struct i2c_cage cage = { .root = "" };
	char path[SCRATCH_PATH];
	unsigned long funcs = 0;
	struct source *s;
	int fd;

	cage.path = scratch_path(sc, "i2c-3", path);
	assert_int_equal(k->open(path), -ENOENT);
	assert_int_equal(source_i2c_open(&cage, k, &s), 0);
	assert_int_equal(source_presence(s), -ENOENT);
	assert_string_equal(source_why(s), "opening the I2C adapter");
	scratch_write(sc, "i2c-3", "", 0);
	assert_int_equal(source_presence(s), -ENOTTY);
	source_close(s);
	fd = k->open(path);
	assert_in_range(fd, 3, 1000);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(k->ioctl(fd, I2C_FUNCS, &funcs), -ENOTTY);
	k->close(fd);
	assert_int_equal(k->ioctl(fd, I2C_FUNCS, &funcs), -EBADF);
	k->sleep_ms(1);
}

#define WITH_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_one_transfer),
		cmocka_unit_test(an_sfp_is_not_written),
		cmocka_unit_test(smbus_reads_words),
		cmocka_unit_test(a_stolen_page_is_read_again),
		cmocka_unit_test(one_page_is_not_selected),
		cmocka_unit_test(page_0_is_left_after_failures),
		cmocka_unit_test(a_busy_module_is_not_absent),
		WITH_SCRATCH(nothing_is_written_to_strangers),
		WITH_SCRATCH(no_acknowledge_forgets_the_module),
		cmocka_unit_test(blocks_that_lie_are_found_out),
		WITH_SCRATCH(a_stub_is_read_by_bytes),
		cmocka_unit_test(faults_keep_their_names),
		cmocka_unit_test(long_reads_become_short),
		WITH_SCRATCH(a_driver_is_not_fought),
		WITH_SCRATCH(nor_one_at_a2h),
		WITH_SCRATCH(the_kernel_says_no),
	};

	return cmocka_run_group_tests_name("source_i2c", tests, NULL, NULL);
}
