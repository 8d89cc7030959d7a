/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * fill_stub /dev/i2c-N FILE: write a module's memory to the kernel's i2c-stub,
 * which starts empty. FILE is linear: an SFP's 256 bytes are followed by those of
 * A2h; of others lower memory is followed by pages, selected by byte 127.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define SFP 0x03
#define HALF 128
#define PAGE_SELECT 127

static int put(int fd, int address, size_t offset, uint8_t byte)
{
	union i2c_smbus_data data = { .byte = byte };
	struct i2c_smbus_ioctl_data arg = {
		.read_write = I2C_SMBUS_WRITE,
		.command = (uint8_t)offset,
		.size = I2C_SMBUS_BYTE_DATA,
		.data = &data,
	};

	return ioctl(fd, I2C_SLAVE, (void *)(uintptr_t)address) < 0 || ioctl(fd, I2C_SMBUS, &arg) < 0 ? -errno : 0;
}

static int put_linear(int fd, size_t at, uint8_t byte)
{
	size_t page = at / HALF - (at >= HALF);
	int rc = 0;

	if (at % HALF == 0)
		rc = put(fd, 0x50, PAGE_SELECT, (uint8_t)page);
	return rc < 0 || at == PAGE_SELECT ? rc : put(fd, 0x50, at < HALF ? at : HALF + at % HALF, byte);
}

static int fill(int fd, FILE *image)
{
	size_t at = 0;
	int c, rc = 0, first = fgetc(image);

	for (c = first; c != EOF && rc == 0; c = fgetc(image), at++)
		rc = first == SFP ? put(fd, 0x50 + (at >= 256), at % 256, (uint8_t)c)
		                  : put_linear(fd, at, (uint8_t)c);
	return rc < 0 || first == SFP ? rc : put(fd, 0x50, PAGE_SELECT, 0);
}

int main(int argc, char **argv)
{
	FILE *image = argc == 3 ? fopen(argv[2], "rbe") : NULL;
	int fd = image ? open(argv[1], O_RDWR | O_CLOEXEC) : -1;
	int rc = fd < 0 ? -errno : fill(fd, image);

	if (rc < 0)
		fprintf(stderr, "fill_stub: %s\n", strerror(-rc));
	if (fd >= 0)
		close(fd);
	if (image)
		fclose(image);
	return rc < 0;
}
