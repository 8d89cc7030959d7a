/* SPDX-License-Identifier: BSD-3-Clause */
/* One thread that writes the files of the state directory. */
#include "state/state.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"

/* Between two writes of one file; after a failure, growing. */
#define PAUSE_MS 1000
/* Between two writes in a hurry: so many times what one takes, that the disk is not kept busy. */
#define HURRY_SHARE 4
#define RETRY_MS 1000
#define RETRY_MAX_MS 30000

struct state_file {
	struct state_file *next;
	struct state *state;
	char *path;               /* owned */
	const char *what;
	state_print_fn *print;
	state_free_fn *free_content;
	bool untouchable;         /* it could not be read, nor moved aside: it stays as it is */

	/* Under the lock of the state. */
	void *waiting;            /* to be written; NULL: nothing */
	void *writing;            /* being written; NULL: nothing */
	uint64_t put, saved;      /* number of the latest content that was put, that is in the file */
	bool hurry;               /* no pause before the next write */
	struct timespec ended;    /* CLOCK_MONOTONIC: the latest write */
	int64_t took_ms;          /* by it */
	struct timespec due;      /* CLOCK_MONOTONIC: not before */
	unsigned retry_ms;        /* after the next failure */
	int error;                /* of the latest attempt; 0: it succeeded */
};

struct state {
	pthread_mutex_t lock;
	pthread_cond_t wake;      /* of the thread */
	pthread_cond_t written;   /* an attempt has come to an end */
	pthread_t thread;
	struct state_file *files;
	bool stop;
	bool done;                /* the thread is at its end */
	bool abandoned;           /* nobody waits for the thread: it frees the state */
};

const char *state_path(const struct state_file *f)
{
	return f->path;
}

/* Locked. */
static void drop(struct state_file *f, void *content)
{
	if (content)
		f->free_content(content);
}

/* One attempt, without the lock. 0 or negative errno. */
static int write_content(const struct state_file *f, const void *content)
{
	size_t len = 0;
	char *text = f->print ? f->print(content, &len) : NULL;
	int r;

	if (f->print && !text)
		return -ENOMEM;
	file_make_folder(f->path);
	r = file_replace_durably(f->path, text ? text : content, text ? len : strlen(content));
	free(text);
	return r;
}

/* Locked: write soon. The pause after a failure stays. */
static void advance(struct state_file *f)
{
	uint64_t pause = (uint64_t)f->took_ms * HURRY_SHARE;

	if (f->error || pause >= PAUSE_MS)
		return;
	f->due = f->ended;
	clock_add_ms(&f->due, pause);
}

/* Locked: what an attempt came to. */
static void conclude(struct state_file *f, void *content, int r)
{
	f->due = f->ended;
	if (r < 0) {
		if (r != f->error)
			log_warning("%s: %s; %s cannot be saved, trying again", f->path, strerror(-r), f->what);
		clock_add_ms(&f->due, f->retry_ms);
		f->retry_ms = f->retry_ms * 2 < RETRY_MAX_MS ? f->retry_ms * 2 : RETRY_MAX_MS;
	} else {
		if (f->error)
			log_info("%s: saved", f->path);
		clock_add_ms(&f->due, PAUSE_MS);
		f->retry_ms = RETRY_MS;
	}
	f->error = r;
	if (f->hurry)
		advance(f);
	/* What failed waits again, unless something newer does. */
	if (r < 0 && !f->waiting)
		f->waiting = content;
	else
		drop(f, content);
}

/* Locked, but not while it writes. */
static void attempt(struct state *s, struct state_file *f)
{
	void *content = f->waiting;
	uint64_t number = f->put;
	struct timespec began;
	int r;

	f->waiting = NULL;
	f->writing = content;
	f->hurry = false;
	pthread_mutex_unlock(&s->lock);
	clock_gettime(CLOCK_MONOTONIC, &began);
	r = write_content(f, content);
	pthread_mutex_lock(&s->lock);
	f->writing = NULL;
	clock_gettime(CLOCK_MONOTONIC, &f->ended);
	f->took_ms = clock_ms_between(&began, &f->ended);
	if (r == 0)
		f->saved = number;
	conclude(f, content, r);
	pthread_cond_broadcast(&s->written);
}

/* Locked: the file to write next, and when. NULL: none waits. */
static struct state_file *next_file(const struct state *s)
{
	struct state_file *next = NULL;

	for (struct state_file *f = s->files; f; f = f->next) {
		if (f->waiting && (!next || clock_before(&f->due, &next->due)))
			next = f;
	}
	return next;
}

static void release(struct state *s)
{
	while (s->files) {
		struct state_file *f = s->files;

		s->files = f->next;
		drop(f, f->waiting);
		free(f->path);
		free(f);
	}
	pthread_cond_destroy(&s->written);
	pthread_cond_destroy(&s->wake);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

static void *write_loop(void *arg)
{
	struct state *s = arg;
	bool abandoned;

	pthread_mutex_lock(&s->lock);
	while (!s->stop) {
		struct state_file *f = next_file(s);
		struct timespec now;

		clock_gettime(CLOCK_MONOTONIC, &now);
		if (!f)
			pthread_cond_wait(&s->wake, &s->lock);
		else if (clock_before(&now, &f->due))
			pthread_cond_timedwait(&s->wake, &s->lock, &(struct timespec){ f->due.tv_sec, f->due.tv_nsec });
		else
			attempt(s, f);
	}
	/* Once more, whatever happened before. */
	for (struct state_file *f = s->files; f; f = f->next) {
		if (f->waiting)
			attempt(s, f);
	}
	s->done = true;
	abandoned = s->abandoned;
	pthread_mutex_unlock(&s->lock);
	if (abandoned)
		release(s);
	return NULL;
}

int state_new(struct state **ret_state)
{
	struct state *s = calloc(1, sizeof(*s));
	pthread_condattr_t attr;
	int error;

	if (!s)
		return -ENOMEM;
	pthread_mutex_init(&s->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&s->wake, &attr);
	pthread_cond_init(&s->written, &attr);
	pthread_condattr_destroy(&attr);
	error = pthread_create(&s->thread, NULL, write_loop, s);
	if (error) {
		release(s);
		return -error;
	}
	*ret_state = s;
	return 0;
}

/* False if the thread came to its end after all, and was joined. */
static bool abandon(struct state *s)
{
	bool done;

	pthread_mutex_lock(&s->lock);
	done = s->done;
	s->abandoned = !done;
	if (!done)
		pthread_detach(s->thread);
	pthread_mutex_unlock(&s->lock);
	if (done)
		pthread_join(s->thread, NULL);
	return !done;
}

void state_free(struct state *s, unsigned patience_ms)
{
	struct timespec until;

	if (!s)
		return;
	pthread_mutex_lock(&s->lock);
	s->stop = true;
	pthread_cond_signal(&s->wake);
	pthread_mutex_unlock(&s->lock);
	clock_gettime(CLOCK_MONOTONIC, &until);
	clock_add_ms(&until, patience_ms);
	if (pthread_clockjoin_np(s->thread, NULL, CLOCK_MONOTONIC, &until) != 0 && abandon(s))
		log_warning("the state directory does not answer; what was to be saved last may be lost");
	else
		release(s);
}

static struct state_file *find_file(struct state *s, const char *path)
{
	struct state_file *f;

	pthread_mutex_lock(&s->lock);
	for (f = s->files; f && strcmp(f->path, path) != 0; f = f->next)
		;
	pthread_mutex_unlock(&s->lock);
	return f;
}

struct state_file *state_open(struct state *s, const char *path, const char *what, state_print_fn *print,
                              state_free_fn *free_content)
{
	struct state_file *f = find_file(s, path);

	if (f)
		return f;
	f = calloc(1, sizeof(*f));
	if (!f)
		return NULL;
	f->path = strdup(path);
	if (!f->path) {
		free(f);
		return NULL;
	}
	f->state = s;
	f->what = what;
	f->print = print;
	f->free_content = free_content ? free_content : free;
	f->retry_ms = RETRY_MS;
	pthread_mutex_lock(&s->lock);
	f->next = s->files;
	s->files = f;
	pthread_mutex_unlock(&s->lock);
	return f;
}

/* Keep the file under another name, so that what was in it can be looked at. */
static void keep_aside(struct state_file *f, const char *why)
{
	char *aside;

	if (asprintf(&aside, "%s.damaged", f->path) < 0)
		aside = NULL;
	f->untouchable = !aside || rename(f->path, aside) < 0;
	if (f->untouchable)
		log_warning("%s: %s; %s is not known, and the file is left as it is: nothing is saved", f->path, why,
		            f->what);
	else
		log_warning("%s: %s; %s is not known, the file is kept as %s", f->path, why, f->what, aside);
	free(aside);
}

/* A text that is not written yet; NULL: there is none. */
static char *unwritten(struct state_file *f)
{
	const char *text;
	char *copy;

	pthread_mutex_lock(&f->state->lock);
	text = f->print ? NULL : f->waiting ? f->waiting : f->writing;
	copy = text ? strdup(text) : NULL;
	pthread_mutex_unlock(&f->state->lock);
	return copy;
}

int state_read(struct state_file *f, size_t max, char **ret_text, size_t *ret_len)
{
	char *text = unwritten(f);
	int r;

	if (text) {
		*ret_len = strlen(text);
		*ret_text = text;
		return 0;
	}
	r = file_slurp(f->path, max, ret_text, ret_len);
	if (r < 0 && r != -ENOENT && r != -ENOMEM)
		keep_aside(f, strerror(-r));
	return r;
}

void state_reject(struct state_file *f)
{
	keep_aside(f, "malformed");
}

uint64_t state_put(struct state_file *f, void *content)
{
	struct state *s = f->state;
	uint64_t number;

	pthread_mutex_lock(&s->lock);
	number = ++f->put;
	drop(f, f->waiting);
	f->waiting = NULL;
	if (f->untouchable)
		drop(f, content);
	else
		f->waiting = content;
	pthread_cond_signal(&s->wake);
	pthread_mutex_unlock(&s->lock);
	return number;
}

void state_put_text(struct state_file *f, char *text)
{
	(void)state_put(f, text);
}

void state_hurry(struct state_file *f)
{
	pthread_mutex_lock(&f->state->lock);
	if (!f->hurry && f->put > 0 && !f->writing)
		advance(f);
	f->hurry = true;
	pthread_cond_signal(&f->state->wake);
	pthread_mutex_unlock(&f->state->lock);
}

bool state_is_saved(struct state_file *f, uint64_t number)
{
	bool saved;

	pthread_mutex_lock(&f->state->lock);
	saved = f->saved >= number || f->error || f->untouchable;
	pthread_mutex_unlock(&f->state->lock);
	return saved;
}

/* Locked. */
static bool is_saved(const struct state *s)
{
	for (const struct state_file *f = s->files; f; f = f->next) {
		if (f->waiting || f->writing)
			return false;
	}
	return true;
}

bool state_wait(struct state *s, unsigned patience_ms)
{
	struct timespec until;
	bool saved;

	clock_gettime(CLOCK_MONOTONIC, &until);
	clock_add_ms(&until, patience_ms);
	pthread_mutex_lock(&s->lock);
	while (!is_saved(s) && pthread_cond_timedwait(&s->written, &s->lock, &until) == 0)
		;
	saved = is_saved(s);
	pthread_mutex_unlock(&s->lock);
	return saved;
}
