/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The memory of an optical module, as a file in debugfs: linear layout, lower
 * half, pages 00h, 01h... of 0x50; for an SFP 256 bytes of 0x50, then 0x51 in
 * the same way. Writing at offset 0 replaces it.
 */
#ifndef BREAKOUT_IMAGE_H
#define BREAKOUT_IMAGE_H

#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#define HALF 128
#define SFP_A0_SIZE 256
#define IMAGE_SIZE (SFP_A0_SIZE + HALF + 256 * HALF)

struct image {
	struct mutex lock;
	u8 *bytes;
	size_t size;
	size_t a0_size; /* of 0x50; the rest is of 0x51 */
	void (*changed)(struct image *image); /* under the lock; may be NULL */
};

static inline int image_init(struct image *image)
{
	mutex_init(&image->lock);
	image->bytes = vzalloc(IMAGE_SIZE);
	return image->bytes ? 0 : -ENOMEM;
}

static inline void image_free(struct image *image)
{
	vfree(image->bytes);
}

static inline ssize_t image_file_read(struct file *file, char __user *to, size_t len, loff_t *at)
{
	struct image *image = file->private_data;
	ssize_t r;

	mutex_lock(&image->lock);
	r = simple_read_from_buffer(to, len, at, image->bytes, image->size);
	mutex_unlock(&image->lock);
	return r;
}

static inline ssize_t image_file_write(struct file *file, const char __user *from, size_t len, loff_t *at)
{
	struct image *image = file->private_data;
	bool first = *at == 0;
	ssize_t r;

	mutex_lock(&image->lock);
	r = simple_write_to_buffer(image->bytes, IMAGE_SIZE, at, from, len);
	if (r > 0) {
		image->size = first ? r : max_t(size_t, image->size, *at);
		image->a0_size = image->size;
		if (image->bytes[0] == 0x03 || image->bytes[0] == 0x0b)
			image->a0_size = min_t(size_t, image->size, SFP_A0_SIZE);
		if (image->changed)
			image->changed(image);
	}
	mutex_unlock(&image->lock);
	return r;
}

static const struct file_operations image_operations = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.read = image_file_read,
	.write = image_file_write,
	.llseek = default_llseek,
};

#endif
