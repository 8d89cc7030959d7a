// SPDX-License-Identifier: GPL-2.0-only
/*
 * I2C buses with optical modules on them, for tests.
 *
 * A bus has a cage at 0x50 and 0x51; one of the parameter `mux` has eight, each
 * behind a channel of a PCA9548 at 0x70. Below debugfs, breakout_i2c/BUS/CAGE/
 * (cage 0 is on the bus, 1 to 8 are behind channels 0 to 7) has
 *
 *   image      memory of the module (image.h)
 *   adapter    number of the adapter to reach the cage
 *   present    0: nothing answers
 *   nack, eio, timeout   that many next transfers fail like this (4294967295: all)
 *   vanish     after that many more bytes the module is pulled, in mid-transfer
 *   cut        after that many more bytes the transfer fails with EIO, once
 *   thief      page + 1 that another master selects after every transfer
 *   thefts     so many times (4294967295, which it begins with: always)
 *   corrupt    1 + an offset in the image: that byte has its bits flipped on the wire
 *   delay_us   that a transfer takes longer, as with a stretched clock
 *   transfers, bytes     on the wire, the register's number included
 *   upper, paged         bytes read from the upper half of 0x50, of these from pages other than 00h
 *
 * Selecting a page that the module does not have selects page 00h.
 */
#include <linux/acpi.h>
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/i2c-mux.h>
#include <linux/i2c.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/version.h>

#include "image.h"

#define MAX_BUSES 16
#define CHANNELS 8
#define CAGES (1 + CHANNELS)
#define MUX_ADDRESS 0x70
#define FOREVER 0xffffffffu

#define PAGE_REGISTER 127

static unsigned int buses = 1;
module_param(buses, uint, 0444);
MODULE_PARM_DESC(buses, "how many buses");
static unsigned int smbus;
module_param(smbus, uint, 0444);
MODULE_PARM_DESC(smbus, "bit mask of buses without I2C_FUNC_I2C");
static unsigned int mux;
module_param(mux, uint, 0444);
MODULE_PARM_DESC(mux, "bit mask of buses with a PCA9548");

/* One I2C address. */
struct memory {
	u8 *bytes;
	size_t size;
	u8 next; /* where a read without a register number goes on */
	u8 page;
};

struct cage {
	struct image image;
	struct memory memory[2]; /* 0x50, 0x51 */
	u32 adapter;
	u32 present;
	u32 nack;
	u32 eio;
	u32 timeout;
	u32 vanish;
	u32 cut;
	u32 thief;
	u32 thefts;
	u32 corrupt;
	u32 delay_us;
	u64 transfers;
	u64 bytes;
	u64 upper;
	u64 paged;
};

struct bus {
	struct i2c_adapter adapter;
	struct platform_device *parent;
	struct i2c_mux_core *mux;
	u8 channels; /* control register of the PCA9548 */
	struct cage cages[CAGES];
};

static struct bus *all[MAX_BUSES];
static struct dentry *folder;

/* The module's memory. */

static void lay_out(struct image *image)
{
	struct cage *c = container_of(image, struct cage, image);

	memset(c->memory, 0, sizeof(c->memory));
	c->memory[0].bytes = image->bytes;
	c->memory[0].size = image->a0_size;
	c->memory[1].bytes = image->bytes + image->a0_size;
	c->memory[1].size = image->size - image->a0_size;
}

/* A byte that the module does not store reads as FFh. */
static u8 *cell(struct memory *m, u8 at)
{
	size_t offset = at < HALF ? at : at + (size_t)m->page * HALF;

	return offset < m->size ? &m->bytes[offset] : NULL;
}

static void select_page(struct memory *m, u8 page)
{
	u8 *shown = m->size > PAGE_REGISTER ? &m->bytes[PAGE_REGISTER] : NULL;

	m->page = HALF + (size_t)page * HALF < m->size ? page : 0;
	if (shown)
		*shown = m->page;
}

/* A module of one page, or an A0h of SFP, has no page register. */
static bool paged(const struct memory *m)
{
	return m->size > 2 * HALF;
}

static void store(struct memory *m, u8 at, u8 byte)
{
	u8 *where = cell(m, at);

	if (at == PAGE_REGISTER && paged(m))
		select_page(m, byte);
	else if (where)
		*where = byte;
}

/* Transfers. */

static bool take(u32 *count)
{
	if (*count == 0)
		return false;
	if (*count != FOREVER)
		(*count)--;
	return true;
}

static int count_byte(struct cage *c)
{
	c->bytes++;
	if (c->vanish && --c->vanish == 0)
		c->present = 0;
	if (c->cut && --c->cut == 0)
		return -EIO;
	return c->present ? 0 : -EIO;
}

/* The byte as a reader gets it. */
static u8 fetch(struct cage *c, struct memory *m, u8 at)
{
	u8 *from = cell(m, at);

	if (m == &c->memory[0] && at >= HALF && paged(m)) {
		c->upper++;
		c->paged += m->page > 0;
	}
	if (!from)
		return 0xff;
	return c->corrupt && from == &c->image.bytes[c->corrupt - 1] ? ~*from : *from;
}

static int move_bytes(struct cage *c, struct i2c_msg *msg)
{
	struct memory *m = &c->memory[msg->addr & 1];

	for (unsigned int i = 0; i < msg->len; i++) {
		int r = count_byte(c);

		if (r < 0)
			return r;
		if (msg->flags & I2C_M_RD)
			msg->buf[i] = fetch(c, m, m->next++);
		else if (i == 0)
			m->next = msg->buf[0];
		else
			store(m, m->next++, msg->buf[i]);
	}
	return 0;
}

static int cage_fault(struct cage *c)
{
	if (!c->present || take(&c->nack))
		return -ENXIO;
	if (take(&c->eio))
		return -EIO;
	return take(&c->timeout) ? -ETIMEDOUT : 0;
}

static int mux_message(struct bus *b, struct i2c_msg *msg)
{
	for (unsigned int i = 0; i < msg->len; i++) {
		if (msg->flags & I2C_M_RD)
			msg->buf[i] = b->channels;
		else
			b->channels = msg->buf[i];
	}
	return 0;
}

/* What answers: the bus's own cage or, with two channels on, a mess that nobody wants. */
static struct cage *cage_on(struct bus *b)
{
	if (!b->mux || !b->channels)
		return &b->cages[0];
	return hweight8(b->channels) == 1 ? &b->cages[ffs(b->channels)] : NULL;
}

static int cage_transfer(struct cage *c, struct i2c_msg *msgs, int n)
{
	int r = cage_fault(c);

	c->transfers++;
	for (int i = 0; i < n && r == 0; i++) {
		if ((msgs[i].addr & ~1) != 0x50 || !c->memory[msgs[i].addr & 1].size)
			r = -ENXIO;
		else
			r = move_bytes(c, &msgs[i]);
	}
	if (c->thief && take(&c->thefts))
		select_page(&c->memory[0], c->thief - 1);
	return r;
}

/* The adapter is locked. */
static int bus_transfer(struct i2c_adapter *adapter, struct i2c_msg *msgs, int n)
{
	struct bus *b = i2c_get_adapdata(adapter);
	struct cage *c = cage_on(b);
	int r;

	if (b->mux && msgs[0].addr == MUX_ADDRESS)
		r = mux_message(b, msgs);
	else if (!c)
		r = -EIO;
	else {
		if (c->delay_us)
			usleep_range(c->delay_us, c->delay_us + c->delay_us / 16 + 1);
		mutex_lock(&c->image.lock);
		r = cage_transfer(c, msgs, n);
		mutex_unlock(&c->image.lock);
	}
	return r < 0 ? r : n;
}

/* The transfers that an SMBus controller makes, of those that reach a module. */
static int bus_smbus(struct i2c_adapter *adapter, u16 address, unsigned short flags, char direction, u8 command,
		     int size, union i2c_smbus_data *data)
{
	u8 out[2 + I2C_SMBUS_BLOCK_MAX] = { command };
	u8 in[I2C_SMBUS_BLOCK_MAX] = { 0 };
	bool read = direction == I2C_SMBUS_READ;
	struct i2c_msg msgs[2] = {
		{ .addr = address, .buf = out, .len = 1 },
		{ .addr = address, .buf = in, .flags = I2C_M_RD },
	};
	unsigned int len;
	int r;

	switch (size) {
	case I2C_SMBUS_BYTE:
		msgs[1].len = 1;
		r = bus_transfer(adapter, &msgs[read], 1);
		data->byte = read ? in[0] : data->byte;
		return r < 0 ? r : 0;
	case I2C_SMBUS_BYTE_DATA:
		len = 1;
		break;
	case I2C_SMBUS_WORD_DATA:
		len = 2;
		break;
	case I2C_SMBUS_I2C_BLOCK_DATA:
		len = min_t(unsigned int, data->block[0], I2C_SMBUS_BLOCK_MAX);
		break;
	default:
		return -EOPNOTSUPP;
	}
	if (!read) {
		memcpy(out + 1, size == I2C_SMBUS_I2C_BLOCK_DATA ? &data->block[1] : &data->byte, len);
		msgs[0].len = 1 + len;
		r = bus_transfer(adapter, msgs, 1);
		return r < 0 ? r : 0;
	}
	msgs[1].len = len;
	r = bus_transfer(adapter, msgs, 2);
	if (r >= 0)
		memcpy(size == I2C_SMBUS_I2C_BLOCK_DATA ? &data->block[1] : &data->byte, in, len);
	return r < 0 ? r : 0;
}

static u32 i2c_functions(struct i2c_adapter *adapter)
{
	return I2C_FUNC_I2C | I2C_FUNC_SMBUS_EMUL;
}

static u32 smbus_functions(struct i2c_adapter *adapter)
{
	return I2C_FUNC_SMBUS_BYTE | I2C_FUNC_SMBUS_BYTE_DATA | I2C_FUNC_SMBUS_WORD_DATA | I2C_FUNC_SMBUS_I2C_BLOCK;
}

static const struct i2c_algorithm i2c_bus = { .master_xfer = bus_transfer, .functionality = i2c_functions };
static const struct i2c_algorithm smbus_bus = { .smbus_xfer = bus_smbus, .functionality = smbus_functions };

static int mux_set(struct i2c_mux_core *core, u8 channels)
{
	struct i2c_msg msg = { .addr = MUX_ADDRESS, .len = 1, .buf = &channels };
	union i2c_smbus_data unused;
	int r;

	if (core->parent->algo->master_xfer)
		r = __i2c_transfer(core->parent, &msg, 1);
	else
		r = __i2c_smbus_xfer(core->parent, MUX_ADDRESS, 0, I2C_SMBUS_WRITE, channels, I2C_SMBUS_BYTE, &unused);
	return r < 0 ? r : 0;
}

static int mux_select(struct i2c_mux_core *core, u32 channel)
{
	return mux_set(core, BIT(channel));
}

static int mux_deselect(struct i2c_mux_core *core, u32 channel)
{
	return mux_set(core, 0);
}

/* debugfs. */

static void cage_files(struct cage *c, struct dentry *bus_folder, unsigned int number)
{
	char name[8];
	struct dentry *d;

	snprintf(name, sizeof(name), "%u", number);
	d = debugfs_create_dir(name, bus_folder);
	debugfs_create_file("image", 0600, d, &c->image, &image_operations);
	debugfs_create_u32("adapter", 0400, d, &c->adapter);
	debugfs_create_u32("present", 0600, d, &c->present);
	debugfs_create_u32("nack", 0600, d, &c->nack);
	debugfs_create_u32("eio", 0600, d, &c->eio);
	debugfs_create_u32("timeout", 0600, d, &c->timeout);
	debugfs_create_u32("vanish", 0600, d, &c->vanish);
	debugfs_create_u32("cut", 0600, d, &c->cut);
	debugfs_create_u32("thief", 0600, d, &c->thief);
	debugfs_create_u32("thefts", 0600, d, &c->thefts);
	debugfs_create_u32("corrupt", 0600, d, &c->corrupt);
	debugfs_create_u32("delay_us", 0600, d, &c->delay_us);
	debugfs_create_u64("transfers", 0600, d, &c->transfers);
	debugfs_create_u64("bytes", 0600, d, &c->bytes);
	debugfs_create_u64("upper", 0600, d, &c->upper);
	debugfs_create_u64("paged", 0600, d, &c->paged);
}

/* Buses. */

static void bus_free(struct bus *b)
{
	if (b->mux)
		i2c_mux_del_adapters(b->mux);
	if (b->adapter.nr >= 0)
		i2c_del_adapter(&b->adapter);
	if (!IS_ERR_OR_NULL(b->parent))
		platform_device_unregister(b->parent);
	for (unsigned int i = 0; i < CAGES; i++)
		image_free(&b->cages[i].image);
	kfree(b);
}

static int bus_add_mux(struct bus *b)
{
	int r = 0;

	/* Freed with the platform device. */
	b->mux = i2c_mux_alloc(&b->adapter, &b->parent->dev, CHANNELS, 0, 0, mux_select, mux_deselect);
	if (!b->mux)
		return -ENOMEM;
	for (unsigned int i = 0; i < CHANNELS && r == 0; i++) {
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
		r = i2c_mux_add_adapter(b->mux, 0, i);
#else
		r = i2c_mux_add_adapter(b->mux, 0, i, 0);
#endif
		if (r == 0)
			b->cages[1 + i].adapter = b->mux->adapter[i]->nr;
	}
	return r;
}

static int bus_add_adapter(struct bus *b, unsigned int number)
{
	char uid[8];
	int r;

	snprintf(uid, sizeof(uid), "%u", number);
	b->parent = platform_device_register_simple("breakout_i2c", number, NULL, 0);
	if (IS_ERR(b->parent))
		return PTR_ERR(b->parent);
	b->adapter.owner = THIS_MODULE;
	b->adapter.algo = smbus & BIT(number) ? &smbus_bus : &i2c_bus;
	b->adapter.dev.parent = &b->parent->dev;
	/* A device of an ACPI table may name the bus as its own. */
	ACPI_COMPANION_SET(&b->adapter.dev, acpi_dev_get_first_match_dev("BRKT0001", uid, -1));
	snprintf(b->adapter.name, sizeof(b->adapter.name), "breakout test bus %u", number);
	i2c_set_adapdata(&b->adapter, b);
	r = i2c_add_adapter(&b->adapter);
	if (r < 0)
		b->adapter.nr = -1;
	return r;
}

static int bus_make(unsigned int number)
{
	struct bus *b = kzalloc(sizeof(*b), GFP_KERNEL);
	struct dentry *d;
	char name[8];
	int r = 0;

	if (!b)
		return -ENOMEM;
	b->adapter.nr = -1;
	for (unsigned int i = 0; i < CAGES && r == 0; i++) {
		b->cages[i].image.changed = lay_out;
		b->cages[i].thefts = FOREVER;
		r = image_init(&b->cages[i].image);
	}
	if (r == 0)
		r = bus_add_adapter(b, number);
	if (r == 0 && (mux & BIT(number)))
		r = bus_add_mux(b);
	if (r < 0) {
		bus_free(b);
		return r;
	}
	b->cages[0].adapter = b->adapter.nr;
	snprintf(name, sizeof(name), "%u", number);
	d = debugfs_create_dir(name, folder);
	for (unsigned int i = 0; i < (b->mux ? CAGES : 1); i++)
		cage_files(&b->cages[i], d, i);
	all[number] = b;
	return 0;
}

static void breakout_i2c_exit(void)
{
	debugfs_remove_recursive(folder);
	for (unsigned int i = 0; i < MAX_BUSES; i++) {
		if (all[i])
			bus_free(all[i]);
		all[i] = NULL;
	}
}

static int __init breakout_i2c_init(void)
{
	int r = 0;

	if (buses > MAX_BUSES)
		return -EINVAL;
	folder = debugfs_create_dir("breakout_i2c", NULL);
	for (unsigned int i = 0; i < buses && r == 0; i++)
		r = bus_make(i);
	if (r < 0)
		breakout_i2c_exit();
	return r;
}

module_init(breakout_i2c_init);
module_exit(breakout_i2c_exit);
MODULE_DESCRIPTION("I2C buses with optical modules, for breakoutd's tests");
MODULE_LICENSE("GPL");
