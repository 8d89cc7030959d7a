/* SPDX-License-Identifier: BSD-3-Clause */
/* A scripted box of cages for tests. */
#include "fake_source.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "test.h"

#define FAKE_MEMORY (257 * 128)

#define FAKE_LATCHES 16

struct fake_latched {
	size_t offset;
	uint8_t lasting;
};

struct fake_cage {
	uint8_t *memory; /* NULL: empty */
	size_t len;
	int presence_error;
	struct fake_fault fault;
	unsigned garbled; /* reads to come that are wrong */
	bool removing;
	unsigned reads_left;
	unsigned delay_ms;
	bool hangs;
	struct fake_counts counts;
	struct fake_latched latched[FAKE_LATCHES];
	size_t latched_count;
	unsigned *read_at; /* how often each byte was asked for */
};

struct fake_box {
	bool steady; /* modules are not replaced by others in no time */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	size_t count;
	struct fake_cage *cages;
};

struct fake_source {
	struct source base;
	struct fake_box *box;
	uint32_t cage;
};

struct fake_box *fake_box_new(size_t cages)
{
	struct fake_box *box = calloc(1, sizeof(*box));

	assert_non_null(box);
	box->cages = calloc(cages, sizeof(*box->cages));
	assert_non_null(box->cages);
	box->count = cages;
	pthread_mutex_init(&box->lock, NULL);
	pthread_cond_init(&box->changed, NULL);
	for (size_t i = 0; i < cages; i++) {
		box->cages[i].read_at = calloc(FAKE_MEMORY, sizeof(unsigned));
		assert_non_null(box->cages[i].read_at);
	}
	return box;
}

void fake_box_free(struct fake_box *box)
{
	if (!box)
		return;
	for (size_t i = 0; i < box->count; i++) {
		free(box->cages[i].memory);
		free(box->cages[i].read_at);
	}
	free(box->cages);
	pthread_cond_destroy(&box->changed);
	pthread_mutex_destroy(&box->lock);
	free(box);
}

static struct fake_cage *lock_cage(struct fake_box *box, uint32_t cage)
{
	assert_in_range(cage, 1, box->count);
	pthread_mutex_lock(&box->lock);
	return &box->cages[cage - 1];
}

static void unlock(struct fake_box *box)
{
	pthread_mutex_unlock(&box->lock);
}

static void empty(struct fake_cage *c)
{
	free(c->memory);
	c->memory = NULL;
	c->len = 0;
	c->removing = false;
	c->latched_count = 0;
}

void fake_insert(struct fake_box *box, uint32_t cage, const void *memory, size_t len)
{
	uint8_t *copy = malloc(len + 1);
	struct fake_cage *c;

	assert_non_null(copy);
	memcpy(copy, memory, len);
	c = lock_cage(box, cage);
	empty(c);
	c->memory = copy;
	c->len = len;
	unlock(box);
}

void fake_insert_image(struct fake_box *box, uint32_t cage, const struct image *img)
{
	uint8_t memory[FAKE_MEMORY];
	size_t len;

	assert_int_equal(image_store_linear(img, memory, sizeof(memory), &len), 0);
	fake_insert(box, cage, memory, len);
}

void fake_remove(struct fake_box *box, uint32_t cage)
{
	empty(lock_cage(box, cage));
	unlock(box);
}

void fake_poke(struct fake_box *box, uint32_t cage, size_t offset, const void *data, size_t len)
{
	struct fake_cage *c = lock_cage(box, cage);
	bool fits = offset <= c->len && len <= c->len - offset;

	if (fits)
		memcpy(c->memory + offset, data, len);
	unlock(box);
	assert_true(fits);
}

void fake_latch(struct fake_box *box, uint32_t cage, size_t offset, uint8_t bits, uint8_t lasting)
{
	struct fake_cage *c = lock_cage(box, cage);
	size_t i = 0;

	while (i < c->latched_count && c->latched[i].offset != offset)
		i++;
	assert_true(i < FAKE_LATCHES && offset < c->len);
	c->latched_count += i == c->latched_count;
	c->latched[i] = (struct fake_latched){ offset, lasting };
	c->memory[offset] |= bits | lasting;
	unlock(box);
}

void fake_remove_after(struct fake_box *box, uint32_t cage, unsigned reads)
{
	struct fake_cage *c = lock_cage(box, cage);

	c->removing = true;
	c->reads_left = reads;
	unlock(box);
}

void fake_presence_error(struct fake_box *box, uint32_t cage, int error)
{
	lock_cage(box, cage)->presence_error = error;
	unlock(box);
}

void fake_read_fault(struct fake_box *box, uint32_t cage, struct fake_fault fault)
{
	lock_cage(box, cage)->fault = fault;
	unlock(box);
}

void fake_garble(struct fake_box *box, uint32_t cage, unsigned times)
{
	lock_cage(box, cage)->garbled = times;
	unlock(box);
}

void fake_delay(struct fake_box *box, uint32_t cage, unsigned ms)
{
	lock_cage(box, cage)->delay_ms = ms;
	unlock(box);
}

void fake_hang(struct fake_box *box, uint32_t cage, bool hangs)
{
	lock_cage(box, cage)->hangs = hangs;
	pthread_cond_broadcast(&box->changed);
	unlock(box);
}

unsigned fake_bytes_read(struct fake_box *box, uint32_t cage, size_t from, size_t to)
{
	struct fake_cage *c = lock_cage(box, cage);
	unsigned sum = 0;

	for (size_t i = from; i < to && i < FAKE_MEMORY; i++)
		sum += c->read_at[i];
	unlock(box);
	return sum;
}

struct fake_counts fake_counts(struct fake_box *box, uint32_t cage)
{
	struct fake_counts counts = lock_cage(box, cage)->counts;

	unlock(box);
	return counts;
}

static struct fake_source *fake_of(struct source *s)
{
	return (struct fake_source *)s;
}

/* Outside the lock: a slow cage does not slow the others. */
static void wait_delay(struct fake_source *f)
{
	struct fake_cage *c = lock_cage(f->box, f->cage);
	unsigned ms = c->delay_ms;
	struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };

	while (c->hangs) {
		c->counts.hanging = true;
		pthread_cond_wait(&f->box->changed, &f->box->lock);
	}
	c->counts.hanging = false;
	unlock(f->box);
	while (ms > 0 && nanosleep(&t, &t) < 0 && errno == EINTR)
		;
}

static int fake_presence(struct source *s)
{
	struct fake_source *f = fake_of(s);
	struct fake_cage *c;
	int r;

	wait_delay(f);
	c = lock_cage(f->box, f->cage);
	c->counts.presence++;
	r = c->presence_error ? c->presence_error : c->memory != NULL;
	unlock(f->box);
	return r;
}

/* The error this read meets, by script; 0 none. */
static int scripted_error(struct fake_cage *c, size_t offset, size_t len)
{
	struct fake_fault *fault = &c->fault;

	if (fault->error == 0 || (fault->to > 0 && (offset > fault->to || offset + len <= fault->from)))
		return 0;
	if (fault->after > 0) {
		fault->after--;
		return 0;
	}
	int error = fault->error;
	if (fault->times > 0 && --fault->times == 0)
		fault->error = 0;
	return error;
}

static int read_cage(struct fake_cage *c, size_t offset, size_t len, uint8_t *buf)
{
	int error;

	c->counts.reads++;
	c->counts.bytes += (unsigned)len;
	for (size_t i = offset; i < offset + len && i < FAKE_MEMORY; i++)
		c->read_at[i]++;
	if (c->removing && c->reads_left == 0)
		empty(c);
	if (c->removing)
		c->reads_left--;
	if (!c->memory)
		return -ENXIO;
	error = scripted_error(c, offset, len);
	if (error < 0)
		return error;
	if (offset > c->len || len > c->len - offset)
		return -ENODATA;
	memcpy(buf, c->memory + offset, len);
	if (c->garbled > 0 && len > 0)
		buf[0] ^= (uint8_t)(1u << (c->garbled-- & 7));
	for (size_t i = 0; i < c->latched_count; i++) {
		const struct fake_latched *l = &c->latched[i];

		if (l->offset >= offset && l->offset < offset + len)
			c->memory[l->offset] = l->lasting;
	}
	return 0;
}

static int fake_read(struct source *s, struct image_addr at, size_t len, uint8_t *buf)
{
	struct fake_source *f = fake_of(s);
	int r;

	/* Asking for what can't be is the caller's bug, and tests are there to find it. */
	assert_true(at.device <= IMAGE_A2 && len <= 256u - at.offset);
	assert_true(at.offset >= 128 || (at.bank == 0 && at.page == 0));
	wait_delay(f);
	r = read_cage(lock_cage(f->box, f->cage), image_linear_offset(at), len, buf);
	unlock(f->box);
	return at.bank == 0 ? r : -ENODATA;
}

static void fake_close(struct source *s)
{
	struct fake_source *f = fake_of(s);

	lock_cage(f->box, f->cage)->counts.closed++;
	unlock(f->box);
	free(f);
}

static const struct source_ops fake_ops = {
	.name = "fake",
	.presence = fake_presence,
	.read = fake_read,
	.close = fake_close,
};

void fake_steady(struct fake_box *box)
{
	box->steady = true;
}

int fake_open(const struct port_decl *port, const char *root, void *arg, struct source **ret_source)
{
	struct fake_box *box = arg;
	struct fake_source *f;

	(void)root;
	if (port->index < 1 || port->index > box->count)
		return -ENODEV;
	f = calloc(1, sizeof(*f));
	assert_non_null(f);
	*f = (struct fake_source){ .base = { .ops = &fake_ops, .instant = !box->steady }, .box = box, .cage = port->index };
	lock_cage(box, port->index)->counts.opened++;
	unlock(box);
	*ret_source = &f->base;
	return 0;
}
