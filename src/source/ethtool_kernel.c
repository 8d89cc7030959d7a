/* SPDX-License-Identifier: BSD-3-Clause */
/* Module EEPROMs of network devices, by ethtool's netlink messages and by its older ioctl(). */
#include "source/ethtool_kernel.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/ethtool_netlink.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "source/genl.h"

/* 7-bit addresses of A0h and A2h. */
#define ADDRESS_A0 0x50
#define ADDRESS_A2 0x51

struct real_kernel {
	struct ethtool_kernel base;
	struct genl *genl;    /* NULL until it is needed */
	uint16_t family;      /* 0: not known yet */
	bool no_family;       /* this kernel has none */
};

static struct real_kernel *real_of(struct ethtool_kernel *k)
{
	return (struct real_kernel *)k;
}

static uint32_t real_index(struct ethtool_kernel *k, const char *name)
{
	(void)k;
	return if_nametoindex(name);
}

static bool real_exists(struct ethtool_kernel *k, uint32_t if_index)
{
	char name[IF_NAMESIZE];

	(void)k;
	return if_indextoname(if_index, name) != NULL;
}

static int open_socket(struct real_kernel *k)
{
	return k->genl ? 0 : genl_open(&k->genl);
}

static int find_family(struct real_kernel *k)
{
	int r = open_socket(k);

	if (r == 0 && k->family == 0 && !k->no_family) {
		r = genl_family(k->genl, ETHTOOL_GENL_NAME, &k->family);
		k->no_family = r == -EOPNOTSUPP;
	}
	return r < 0 ? r : k->no_family ? -EOPNOTSUPP : 0;
}

int ethtool_take_eeprom(const struct nlmsghdr *message, void *arg)
{
	static const uint8_t types[ETHTOOL_A_MODULE_EEPROM_DATA + 1] = {
		[ETHTOOL_A_MODULE_EEPROM_DATA] = MNL_TYPE_BINARY,
	};
	const struct nlattr *attributes[ETHTOOL_A_MODULE_EEPROM_DATA + 1];
	struct ethtool_answer *answer = arg;
	int r = genl_attributes(message, types, ETHTOOL_A_MODULE_EEPROM_DATA, attributes);
	const struct nlattr *data = r == 0 ? attributes[ETHTOOL_A_MODULE_EEPROM_DATA] : NULL;
	size_t len = data ? mnl_attr_get_payload_len(data) : 0;

	/* Fewer are what the driver got; more, or a second answer, nobody asked for. */
	if (r < 0 || len == 0 || len > answer->len || answer->got > 0)
		return -EBADMSG;
	memcpy(answer->buf, mnl_attr_get_payload(data), len);
	answer->got = len;
	return 0;
}

static int real_page(struct ethtool_kernel *kernel, uint32_t if_index, struct image_addr at, size_t len,
                     uint8_t *buf)
{
	struct ethtool_answer answer = { .buf = buf, .len = len };
	struct real_kernel *k = real_of(kernel);
	struct nlmsghdr *request;
	struct nlattr *header;
	int r = find_family(k);

	if (r < 0)
		return r;
	request = genl_request(k->genl, k->family, ETHTOOL_MSG_MODULE_EEPROM_GET, 0);
	header = mnl_attr_nest_start(request, ETHTOOL_A_MODULE_EEPROM_HEADER);
	mnl_attr_put_u32(request, ETHTOOL_A_HEADER_DEV_INDEX, if_index);
	mnl_attr_nest_end(request, header);
	mnl_attr_put_u32(request, ETHTOOL_A_MODULE_EEPROM_OFFSET, at.offset);
	mnl_attr_put_u32(request, ETHTOOL_A_MODULE_EEPROM_LENGTH, (uint32_t)len);
	mnl_attr_put_u8(request, ETHTOOL_A_MODULE_EEPROM_PAGE, at.page);
	mnl_attr_put_u8(request, ETHTOOL_A_MODULE_EEPROM_BANK, at.bank);
	mnl_attr_put_u8(request, ETHTOOL_A_MODULE_EEPROM_I2C_ADDRESS,
	                at.device == IMAGE_A2 ? ADDRESS_A2 : ADDRESS_A0);
	r = genl_talk(k->genl, ethtool_take_eeprom, &answer);
	if (r < 0)
		return r;
	return answer.got > 0 ? (int)answer.got : -EBADMSG;
}

/* SIOCETHTOOL on a device, by the name that it has now. */
static int control(struct real_kernel *k, uint32_t if_index, void *command)
{
	struct ifreq request = { .ifr_data = command };
	int r = open_socket(k);

	if (r < 0)
		return r;
	if (!if_indextoname(if_index, request.ifr_name))
		return -ENODEV;
	return ioctl(genl_fd(k->genl), SIOCETHTOOL, &request) < 0 ? -errno : 0;
}

static int real_info(struct ethtool_kernel *k, uint32_t if_index, uint32_t *ret_type, uint32_t *ret_len)
{
	struct ethtool_modinfo info = { .cmd = ETHTOOL_GMODULEINFO };
	int r = control(real_of(k), if_index, &info);

	if (r < 0)
		return r;
	*ret_type = info.type;
	*ret_len = info.eeprom_len;
	return 0;
}

static int real_linear(struct ethtool_kernel *k, uint32_t if_index, uint32_t offset, size_t len, uint8_t *buf)
{
	union {
		struct ethtool_eeprom head;
		uint8_t bytes[sizeof(struct ethtool_eeprom) + ETHTOOL_HALF];
	} command = { .head = { .cmd = ETHTOOL_GMODULEEEPROM, .offset = offset, .len = (uint32_t)len } };
	int r;

	if (len > ETHTOOL_HALF)
		return -EINVAL;
	r = control(real_of(k), if_index, &command);
	if (r < 0)
		return r;
	if (command.head.len != len)
		return -ENODATA;
	memcpy(buf, command.bytes + sizeof(command.head), len);
	return 0;
}

static const char *real_why(const struct ethtool_kernel *kernel)
{
	const struct real_kernel *k = (const struct real_kernel *)kernel;

	return k->genl ? genl_why(k->genl) : "";
}

static void real_close(struct ethtool_kernel *k)
{
	genl_close(real_of(k)->genl);
	free(k);
}

static const struct ethtool_kernel_ops real_ops = {
	.index = real_index,
	.exists = real_exists,
	.page = real_page,
	.info = real_info,
	.linear = real_linear,
	.why = real_why,
	.close = real_close,
};

int ethtool_kernel_open(struct ethtool_kernel **ret_kernel)
{
	struct real_kernel *k = calloc(1, sizeof(*k));

	if (!k)
		return -ENOMEM;
	k->base.ops = &real_ops;
	*ret_kernel = &k->base;
	return 0;
}
