/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What breakoutctl and breakoutd say to each other over the control socket:
 * one request and one reply, then the connection ends. No request changes what
 * the daemon does, but for "resync", which is for root and the daemon's own user. Pure.
 *
 * A request is lines "KEY VALUE", ended by an empty one:
 *
 *	breakoutd 1              the version, first
 *	word show                the words of the command, in order
 *	word legs
 *	json yes                 text without it
 *	csv yes                  likewise
 *	colour yes               in text
 *	width 120                of a line of text
 *	port swp1                only what is about it; name or index number
 *	breakout bo1             likewise
 *	severity major           at least
 *	last 20                  so many rows, the last ones
 *	config /etc/breakoutd.conf    only if this is the daemon's configuration
 *
 * A reply is a line "breakoutd 1 STATUS NOTE TEXT", then NOTE bytes for
 * stderr, then TEXT bytes for stdout; both may be 0. What is shorter than
 * that is not whole. An unknown key, word or version is refused with
 * CONTROL_BAD_REQUEST, so that new ones may be added.
 */
#ifndef BREAKOUT_CONTROL_PROTOCOL_H
#define BREAKOUT_CONTROL_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONTROL_VERSION 1

#define CONTROL_REQUEST_MAX 8192   /* bytes of a request, with the empty line */
#define CONTROL_WORDS_MAX 8
#define CONTROL_WIDTH_MIN 40
#define CONTROL_WIDTH_MAX 1000
#define CONTROL_HEAD_MAX 64        /* bytes of the first line of a reply, with its newline */
#define CONTROL_REPLY_MAX (256UL * 1024 * 1024)  /* bytes of each part that a client takes */

enum control_status {
	CONTROL_OK = 0,
	CONTROL_FAILED = 1,
	CONTROL_BAD_REQUEST = 64,    /* EX_USAGE of sysexits.h */
	CONTROL_OTHER_CONFIG = 66,   /* EX_NOINPUT: the daemon has another configuration */
	CONTROL_AGAIN = 75,          /* EX_TEMPFAIL: too busy, or nothing is known yet */
	CONTROL_DENIED = 77,         /* EX_NOPERM: not for this user */
};

/* Texts are borrowed. */
struct control_request {
	const char *words[CONTROL_WORDS_MAX];
	size_t word_count;           /* at least 1 */
	bool json;
	bool csv;                    /* not both */
	bool colour;
	uint32_t width;              /* 0: not given; else CONTROL_WIDTH_MIN..CONTROL_WIDTH_MAX */
	uint32_t last;               /* 0: not given */
	const char *port;            /* NULL: not given; nor the next two */
	const char *breakout;
	const char *severity;
	const char *config;          /* NULL: whatever it is */
};

/* Bytes that the request at the start of buf[len] takes; 0 while its end is not there. */
size_t control_request_size(const char *buf, size_t len);

/*
 * Take a request apart: buf[len] is what control_request_size() told, and is
 * written to; the request points into it. 0, or -EINVAL with a reason for people in *ret_why.
 */
int control_request_parse(char *buf, size_t len, struct control_request *ret_request, const char **ret_why);

/* Write a request. Its length, -EINVAL for what can't be said, or -E2BIG. */
int control_request_format(const struct control_request *request, char *buf, size_t size);

struct control_head {
	unsigned status;             /* enum control_status, or one that is not known yet */
	size_t note, text;           /* at most CONTROL_REPLY_MAX */
};

/* Write the first line of a reply into buf[CONTROL_HEAD_MAX]. Its length. */
size_t control_head_format(const struct control_head *head, char *buf);

/*
 * Read it from the start of buf[len]. The bytes it takes; 0 while its end is not there;
 * -EPROTO if this is none, -EPROTONOSUPPORT if it is of another version.
 */
int control_head_parse(const char *buf, size_t len, struct control_head *ret_head);

#endif
