/* SPDX-License-Identifier: BSD-3-Clause */
/* AgentX (RFC 2741) by hand. */
#include "fake_master.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define HEADER 20

static void put_u32(unsigned char *b, uint32_t v, bool little)
{
	for (int i = 0; i < 4; i++)
		b[i] = (unsigned char)(v >> (little ? 8 * i : 24 - 8 * i));
}

static uint32_t get_u32(const unsigned char *b, bool little)
{
	uint32_t v = 0;

	for (int i = 0; i < 4; i++)
		v |= (uint32_t)b[i] << (little ? 8 * i : 24 - 8 * i);
	return v;
}

void pdu_u32(struct pdu *pdu, uint32_t v)
{
	put_u32(pdu->bytes + pdu->len, v, pdu->little);
	pdu->len += 4;
	if (pdu->len >= HEADER)
		put_u32(pdu->bytes + 16, (uint32_t)(pdu->len - HEADER), pdu->little);
}

void pdu_begin(struct pdu *pdu, unsigned type, uint32_t transaction, const char *context)
{
	size_t len = strlen(context);

	pdu->len = 4;
	pdu->little = false;
	memcpy(pdu->bytes, (unsigned char[]){ 1, (unsigned char)type, len ? 0x18 : 0x10, 0 }, 4);
	pdu_u32(pdu, PDU_SESSION);
	pdu_u32(pdu, transaction);
	pdu_u32(pdu, transaction);  /* the packet's number */
	pdu_u32(pdu, 0);
	if (!len)
		return;
	pdu_u32(pdu, (uint32_t)len);
	for (size_t i = 0; i < len; i += 4) {
		unsigned char quad[4] = { 0 };

		memcpy(quad, context + i, len - i < 4 ? len - i : 4);
		pdu_u32(pdu, get_u32(quad, false));
	}
}

void pdu_oid(struct pdu *pdu, const uint32_t *id, size_t len, bool include)
{
	pdu_u32(pdu, (uint32_t)len << 24 | (include ? 0x100 : 0));
	for (size_t i = 0; i < len; i++)
		pdu_u32(pdu, id[i]);
}

void pdu_answer(struct pdu *pdu, const struct pdu *request, unsigned error)
{
	memcpy(pdu->bytes, request->bytes, 16);
	pdu->little = request->little;
	pdu->bytes[1] = PDU_RESPONSE;
	pdu->bytes[2] &= 0x10;
	put_u32(pdu->bytes + 4, PDU_SESSION, pdu->little);
	pdu->len = 16;
	pdu_u32(pdu, 8);
	pdu_u32(pdu, 100);
	pdu_u32(pdu, pdu->little ? error : error << 16);
}

unsigned pdu_type(const struct pdu *pdu)
{
	return pdu->bytes[1];
}

uint32_t pdu_at(const struct pdu *pdu, size_t offset)
{
	return get_u32(pdu->bytes + offset, pdu->little);
}

unsigned pdu_error(const struct pdu *pdu)
{
	return pdu->little ? pdu_at(pdu, 24) & 0xffff : pdu_at(pdu, 24) >> 16;
}

unsigned pdu_index(const struct pdu *pdu)
{
	return pdu->little ? pdu_at(pdu, 24) >> 16 : pdu_at(pdu, 24) & 0xffff;
}

bool fake_master_open(struct fake_master *m, const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };

	m->fd = -1;
	m->fill = 0;
	(void)unlink(path);
	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s", path);
	m->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	return m->listener >= 0 && bind(m->listener, (struct sockaddr *)&sun, sizeof(sun)) == 0 &&
	       listen(m->listener, 4) == 0;
}

void fake_master_hang_up(struct fake_master *m)
{
	if (m->fd >= 0)
		close(m->fd);
	m->fd = -1;
	m->fill = 0;
}

void fake_master_close(struct fake_master *m)
{
	fake_master_hang_up(m);
	if (m->listener >= 0)
		close(m->listener);
	m->listener = -1;
}

bool fake_master_accept(struct fake_master *m)
{
	int fd = accept4(m->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0)
		return false;
	fake_master_hang_up(m);
	m->fd = fd;
	return true;
}

bool fake_master_read(struct fake_master *m, struct pdu *ret_pdu)
{
	ssize_t n = recv(m->fd, m->in + m->fill, sizeof(m->in) - m->fill, MSG_DONTWAIT);
	size_t len;

	if (n > 0)
		m->fill += (size_t)n;
	if (m->fill < HEADER)
		return false;
	ret_pdu->little = !(m->in[2] & 0x10);
	len = HEADER + get_u32(m->in + 16, ret_pdu->little);
	if (m->fill < len)
		return false;
	memcpy(ret_pdu->bytes, m->in, len);
	ret_pdu->len = len;
	memmove(m->in, m->in + len, m->fill - len);
	m->fill -= len;
	return true;
}

void fake_master_send(struct fake_master *m, const struct pdu *pdu)
{
	(void)send(m->fd, pdu->bytes, pdu->len, MSG_NOSIGNAL);
}

bool fake_master_is_left(struct fake_master *m)
{
	char byte;

	return m->fd >= 0 && recv(m->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}
