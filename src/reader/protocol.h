/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the process that decodes modules and its reader say to each other: over sockets of
 * SOCK_SEQPACKET, one request, one answer. Both are of one program on one machine, so numbers are the
 * machine's; but the sender of a request may be somebody who has taken the decoder over.
 *
 * A request is a head and a body; an answer a head and data. An answer with `more` set is
 * followed by another one. CLOSE has no answer. A descriptor may go with an answer.
 */
#ifndef BREAKOUT_READER_PROTOCOL_H
#define BREAKOUT_READER_PROTOCOL_H

#include <stddef.h>
#include <stdint.h>

#include "eeprom/image.h"
#include "model/topology.h"

/* Of a module's memory in one answer. */
#define READER_LENGTH_MAX 256

/* Data of an answer: a message of the kernel. */
#define READER_DATA_MAX 32768

/* The longest request: three paths. */
#define READER_REQUEST_MAX (3 * TOPOLOGY_PATH + 512)

#define READER_WHY 128

enum reader_op {
	READER_CHANNEL = 1,  /* another socket for requests; with a descriptor */
	READER_OPEN,         /* a source: its handle */
	READER_PRESENCE,     /* of a handle */
	READER_READ,         /* of a handle: bytes */
	READER_CLOSE,        /* a handle */
	READER_SIZE,         /* of a node: its size as data, an off_t */
	READER_COPPER,       /* of a network device: 0 or 1 */
	READER_NETLINK,      /* a generic netlink request: messages, then the result */
	READER_LISTEN,       /* for one of the kernel's reports (handle: enum monitor_socket); with a descriptor */
	READER_CONFIG,       /* read the configuration again; with a descriptor of the file */
	READER_CONNECT,      /* to the master agent; with a descriptor */
	READER_END,          /* the daemon ends in order: remove its pid file */
	READER_OPS,
};

struct reader_head {
	uint32_t op;         /* enum reader_op */
	uint32_t handle;
	uint32_t len;        /* READ: bytes */
	struct image_addr at;
	uint32_t body;       /* bytes that follow */
};

/* The body of OPEN begins with it; root, path and presence path follow, each with its NUL ("": none). */
struct reader_port {
	uint8_t source;      /* enum source_kind */
	uint8_t presence_inverted;
	uint8_t has_presence;
	uint8_t netdev_count;
	uint32_t i2c_chunk;
	char netdevs[PORT_MAX_NETDEVS][NETDEV_NAME];
};

struct reader_answer {
	int32_t result;      /* 0 or more, or a negative errno */
	uint32_t more;
	uint32_t data;       /* bytes that follow */
	char why[READER_WHY];
};

/* A request, taken apart. Pointers are into its bytes. */
struct reader_request {
	enum reader_op op;
	uint32_t handle, len;
	struct image_addr at;
	struct port_decl port;   /* OPEN: with paths; SIZE: path */
	const char *root;        /* OPEN, SIZE */
	const char *name;        /* COPPER, CONNECT */
	const void *message;     /* NETLINK */
	size_t message_len;
};

/*
 * Take `len` bytes apart, which outlive *ret_request and are aligned for a uint64_t. 0, or -EBADMSG: nothing in
 * *ret_request is to be used.
 */
int reader_parse(void *data, size_t len, struct reader_request *ret_request);

/* The body of OPEN for `port` into buf[READER_REQUEST_MAX]: its length, or -ENAMETOOLONG. */
int reader_put_port(const struct port_decl *port, const char *root, char *buf);

/* Two texts, each with its NUL: their length, or -ENAMETOOLONG. */
int reader_put_texts(const char *a, const char *b, char *buf);

#endif
