/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The files of the state directory: one thread writes all of them, so that
 * nothing else waits for a disk.
 *
 * What is put into a file is written at most once a second, as a whole: beside the old
 * file, synced, renamed over it. A write that fails is tried again, with growing
 * pauses, until it succeeds or something newer was put. The first failure and the end of the
 * trouble are logged.
 *
 * Only a file that is not there counts as empty. One that cannot be read or that makes
 * no sense is kept beside under another name (".damaged"); where not even that is
 * possible it is not overwritten.
 */
#ifndef BREAKOUT_STATE_STATE_H
#define BREAKOUT_STATE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct state;
struct state_file;

/* Bytes of a file from what was put: allocated. Called by the writer's thread. NULL: out of memory. */
typedef char *state_print_fn(const void *content, size_t *ret_len);
typedef void state_free_fn(void *content);

/* Start the thread. 0 or negative errno. */
int state_new(struct state **ret_state);

/*
 * Write what is left, each file once, and end; wait for that for `patience_ms`
 * at most: a thread that a disk holds up is left to itself. Accepts NULL.
 */
void state_free(struct state *s, unsigned patience_ms);

/*
 * A file, in a folder that is made when it is written. `what` it holds, for messages, is borrowed
 * ("what managers were told"). `print` may be NULL: what is put is a text then, as of
 * state_put_text(). The same file as before if `path` is open already. NULL if out of memory. Freed
 * by state_free().
 */
struct state_file *state_open(struct state *s, const char *path, const char *what, state_print_fn *print,
                              state_free_fn *free_content);

const char *state_path(const struct state_file *f);

/*
 * The whole file, with a NUL behind it, to be freed; a text that was put and is not written yet, if there is one. 0; -ENOENT: there is none;
 * another negative errno: it was logged, and the file is kept aside.
 */
int state_read(struct state_file *f, size_t max, char **ret_text, size_t *ret_len);

/* What was read makes no sense in whole or in part: log that, and keep the file aside. */
void state_reject(struct state_file *f);

/* From now on the file is to be this. Takes `content` over. Does not wait. Its number, for state_is_saved(). */
uint64_t state_put(struct state_file *f, void *content);

/* Write what waits as soon as the disk allows, without the pause between two writes. */
void state_hurry(struct state_file *f);

/*
 * Is what was put with this number written, or something newer? Also true where there is no use in waiting: the
 * latest attempt failed, or the file is left as it is.
 */
bool state_is_saved(struct state_file *f, uint64_t number);

/* A text, allocated. */
void state_put_text(struct state_file *f, char *text);

/* Wait until all that was put is written, `patience_ms` at most; 0: only look. Whether it is. */
bool state_wait(struct state *s, unsigned patience_ms);

#endif
