/* SPDX-License-Identifier: BSD-3-Clause */
/* SNMPv2c by hand. */
#include "snmp.h"

#include <stdlib.h>
#include <string.h>

#define SEQUENCE 0x30
#define GETBULK 0xa5
#define RESPONSE 0xa2
#define OID 0x06
#define NULL_VALUE 0x05

/* BER is written from its end: lengths are known then. */
struct writer {
	unsigned char *begin, *at, *end;
};

static void put(struct writer *w, unsigned byte)
{
	if (w->at == w->begin)
		abort();  /* requests are of known size */
	*--w->at = (unsigned char)byte;
}

/* Tag and length of what was written since `end`. */
static void wrap(struct writer *w, unsigned tag, const unsigned char *end)
{
	size_t len = (size_t)(end - w->at);

	if (len < 128) {
		put(w, (unsigned)len);
	} else {
		put(w, len & 0xff);
		put(w, (unsigned)(len >> 8));
		put(w, 0x82);
	}
	put(w, tag);
}

static void put_integer(struct writer *w, uint32_t v)
{
	const unsigned char *end = w->at;

	/* One byte more than needed would be for the sign; numbers here are below 2^31. */
	for (int i = 0; i < 4; i++)
		put(w, v >> 8 * i & 0xff);
	wrap(w, SNMP_INTEGER, end);
}

static void put_name(struct writer *w, const struct snmp_name *name)
{
	for (unsigned i = name->len; i > 2; i--) {
		uint32_t id = name->id[i - 1];

		put(w, id & 0x7f);
		while (id >>= 7)
			put(w, 0x80 | (id & 0x7f));
	}
	put(w, name->id[0] * 40 + name->id[1]);
}

size_t snmp_getbulk(unsigned char *buf, size_t size, uint32_t id, unsigned repetitions,
                    const struct snmp_name *names, unsigned count)
{
	static const char community[] = "public";
	struct writer w = { buf, buf + size, buf + size };
	const unsigned char *end = w.end, *varbind, *name;

	for (unsigned i = count; i > 0; i--) {
		varbind = w.at;
		put(&w, 0);
		put(&w, NULL_VALUE);
		name = w.at;
		put_name(&w, &names[i - 1]);
		wrap(&w, OID, name);
		wrap(&w, SEQUENCE, varbind);
	}
	wrap(&w, SEQUENCE, end);
	put_integer(&w, repetitions);
	put_integer(&w, 0);
	put_integer(&w, id);
	wrap(&w, GETBULK, end);
	for (size_t i = sizeof(community) - 1; i > 0; i--)
		put(&w, (unsigned char)community[i - 1]);
	wrap(&w, SNMP_OCTETS, w.at + sizeof(community) - 1);
	put_integer(&w, 1);
	wrap(&w, SEQUENCE, end);
	memmove(buf, w.at, (size_t)(end - w.at));
	return (size_t)(end - w.at);
}

struct reader {
	const unsigned char *at, *end;
};

/* The next element; its contents are *ret_inside. */
static bool take(struct reader *r, unsigned *ret_tag, struct reader *ret_inside)
{
	size_t len, bytes;

	if (r->end - r->at < 2)
		return false;
	*ret_tag = r->at[0];
	len = r->at[1];
	r->at += 2;
	if (len & 0x80) {
		bytes = len & 0x7f;
		if (bytes > 4 || (size_t)(r->end - r->at) < bytes)
			return false;
		for (len = 0; bytes > 0; bytes--)
			len = len << 8 | *r->at++;
	}
	if ((size_t)(r->end - r->at) < len)
		return false;
	*ret_inside = (struct reader){ r->at, r->at + len };
	r->at += len;
	return true;
}

static bool expect(struct reader *r, unsigned tag, struct reader *ret_inside)
{
	unsigned found;

	return take(r, &found, ret_inside) && found == tag;
}

static bool take_number(struct reader *r, uint32_t *ret_v)
{
	struct reader inside;

	if (!expect(r, SNMP_INTEGER, &inside))
		return false;
	*ret_v = 0;
	while (inside.at < inside.end)
		*ret_v = *ret_v << 8 | *inside.at++;
	return true;
}

static bool read_name(struct reader r, struct snmp_name *ret_name)
{
	unsigned n = 2;

	if (r.at == r.end)
		return false;
	ret_name->id[0] = *r.at / 40;
	ret_name->id[1] = *r.at++ % 40;
	while (r.at < r.end && n < SNMP_NAME) {
		uint32_t id = 0;

		while (r.at < r.end && *r.at & 0x80)
			id = id << 7 | (*r.at++ & 0x7f);
		if (r.at == r.end)
			return false;
		ret_name->id[n++] = id << 7 | *r.at++;
	}
	ret_name->len = n;
	return r.at == r.end;
}

static bool take_varbind(struct reader *r, struct snmp_varbind *ret_varbind)
{
	struct reader inside, name, value;

	if (!expect(r, SEQUENCE, &inside) || !expect(&inside, OID, &name) ||
	    !take(&inside, &ret_varbind->tag, &value) || !read_name(name, &ret_varbind->name))
		return false;
	ret_varbind->data = value.at;
	ret_varbind->len = (size_t)(value.end - value.at);
	return true;
}

bool snmp_response(const unsigned char *buf, size_t len, uint32_t id, struct snmp_varbind *varbinds,
                   unsigned *ret_count)
{
	struct reader r = { buf, buf + len }, message, community, pdu, list;
	uint32_t version, found, status, index;
	unsigned n = 0;

	if (!expect(&r, SEQUENCE, &message) || !take_number(&message, &version) ||
	    !expect(&message, SNMP_OCTETS, &community) || !expect(&message, RESPONSE, &pdu) ||
	    !take_number(&pdu, &found) || !take_number(&pdu, &status) || !take_number(&pdu, &index) ||
	    !expect(&pdu, SEQUENCE, &list) || found != id || status != 0)
		return false;
	while (list.at < list.end && n < SNMP_VARBINDS) {
		if (!take_varbind(&list, &varbinds[n++]))
			return false;
	}
	*ret_count = n;
	return true;
}

int64_t snmp_number(const struct snmp_varbind *v)
{
	int64_t n = v->len > 0 && v->data[0] & 0x80 ? -1 : 0;

	for (size_t i = 0; i < v->len && i < 5; i++)
		n = (int64_t)((uint64_t)n << 8 | v->data[i]);
	return n;
}

const unsigned char *snmp_find_name(const unsigned char *buf, size_t len, const struct snmp_name *name)
{
	unsigned char text[256];
	struct writer w = { text, text + sizeof(text), text + sizeof(text) };
	const unsigned char *at;

	put_name(&w, name);
	at = memmem(buf, len, w.at, (size_t)(w.end - w.at));
	return at ? at + (w.end - w.at) : NULL;
}

bool snmp_parse_name(const char *text, struct snmp_name *ret_name)
{
	ret_name->len = 0;
	while (*text == '.' && ret_name->len < SNMP_NAME) {
		char *end;

		ret_name->id[ret_name->len++] = (uint32_t)strtoul(text + 1, &end, 10);
		text = end;
	}
	return *text == '\0' && ret_name->len >= 2;
}
