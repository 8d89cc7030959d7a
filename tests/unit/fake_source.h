/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A scripted box of cages for tests: what is plugged in, which calls fail
 * and how often, how long they take, and how many there were.
 *
 * Cages are numbered from 1, as port_decl.index is. All functions may be
 * called while another thread reads.
 */
#ifndef BREAKOUT_TESTS_FAKE_SOURCE_H
#define BREAKOUT_TESTS_FAKE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "eeprom/image.h"
#include "model/topology.h"
#include "source/source.h"

struct fake_box;

/* `cages` empty cages; never NULL. Free after its sources were closed. */
struct fake_box *fake_box_new(size_t cages);
void fake_box_free(struct fake_box *box);

/* Sources opened from now on are of real cages, where a swap takes its time. */
void fake_steady(struct fake_box *box);

/* A collect_open_fn: `arg` is the box, the cage is port->index. -ENODEV if there is no such cage. */
int fake_open(const struct port_decl *port, const char *root, void *arg, struct source **ret_source);

/* Plug in a module with this memory in linear layout (copied), or the memory of an image. */
void fake_insert(struct fake_box *box, uint32_t cage, const void *memory, size_t len);
void fake_insert_image(struct fake_box *box, uint32_t cage, const struct image *img);
void fake_remove(struct fake_box *box, uint32_t cage);

/* Change bytes of the module that is plugged in, at a linear offset. */
void fake_poke(struct fake_box *box, uint32_t cage, size_t offset, const void *data, size_t len);

/*
 * The byte at a linear offset is cleared by reading it, from now on and up to 16 of them: `bits` rise
 * now, and those in `lasting` again whenever they were read, until this is called anew.
 */
void fake_latch(struct fake_box *box, uint32_t cage, size_t offset, uint8_t bits, uint8_t lasting);

/* Pull the module after `reads` more reads: the one after that finds none. */
void fake_remove_after(struct fake_box *box, uint32_t cage, unsigned reads);

/* Presence can't be told: a negative errno, 0 to end that. */
void fake_presence_error(struct fake_box *box, uint32_t cage, int error);

/*
 * After `after` more reads that touch linear offsets from..to, the next
 * `times` of them fail with `error` (0 times: all). One fault per cage;
 * error 0 ends it.
 */
struct fake_fault {
	int error;
	unsigned after;
	unsigned times;
	size_t from, to;   /* to 0: any offset */
};
void fake_read_fault(struct fake_box *box, uint32_t cage, struct fake_fault fault);

/* The next `times` reads have a wrong bit in their first byte, another one each time. */
void fake_garble(struct fake_box *box, uint32_t cage, unsigned times);

/* Each call takes this long: a slow bus. */
void fake_delay(struct fake_box *box, uint32_t cage, unsigned ms);

/* Calls don't come back until this is over. */
void fake_hang(struct fake_box *box, uint32_t cage, bool hangs);

/* How many bytes at linear offsets from..to - 1 were asked for, each as often as it was. */
unsigned fake_bytes_read(struct fake_box *box, uint32_t cage, size_t from, size_t to);

struct fake_counts {
	unsigned opened, closed, presence, reads, bytes;
	bool hanging;      /* a call has not come back */
};
struct fake_counts fake_counts(struct fake_box *box, uint32_t cage);

#endif
