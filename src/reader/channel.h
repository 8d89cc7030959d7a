/* SPDX-License-Identifier: BSD-3-Clause */
/* Messages over a socket of SOCK_SEQPACKET, with a descriptor if need be. */
#ifndef BREAKOUT_READER_CHANNEL_H
#define BREAKOUT_READER_CHANNEL_H

#include <stddef.h>
#include <sys/types.h>

/* Head and body as one message; `pass` goes with it unless it is negative. Waits. 0 or negative errno. */
int channel_send(int fd, const void *head, size_t head_len, const void *body, size_t body_len, int pass);

/*
 * One message into both buffers, waiting for it: its length; 0: the other end is closed; -EMSGSIZE: it is longer;
 * another negative errno. *ret_pass is the descriptor that came with it, or -1; NULL: there is to be none.
 */
ssize_t channel_receive(int fd, void *head, size_t head_size, void *body, size_t body_size, int *ret_pass);

#endif
