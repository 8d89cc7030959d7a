/* SPDX-License-Identifier: BSD-3-Clause */
/* Modules with a page register at byte 127 of A0h. */
#include "source/paging.h"

#include <stddef.h>

/* Identifiers (SFF-8024 table 4-1) of modules with pages, and the bit of byte 2 that says they have one only. */
static const struct paged {
	uint8_t first, last;
	uint8_t flat;
	bool banks;
} paged[] = {
	{ 0x0c, 0x0d, 1 << 2, false }, /* QSFP, QSFP+: SFF-8636 table 6-2 */
	{ 0x11, 0x11, 1 << 2, false }, /* QSFP28 */
	{ 0x18, 0x1b, 1 << 7, true },  /* QSFP-DD, OSFP, SFP-DD, DSFP: CMIS table 8-5 */
	{ 0x1e, 0x22, 1 << 7, true },  /* others with CMIS */
};

static const struct paged *find(uint8_t identifier)
{
	for (size_t i = 0; i < sizeof(paged) / sizeof(paged[0]); i++) {
		if (identifier >= paged[i].first && identifier <= paged[i].last)
			return &paged[i];
	}
	return NULL;
}

bool paging_is_possible(uint8_t identifier)
{
	return find(identifier) != NULL;
}

bool paging_is_used(const uint8_t head[PAGING_HEAD])
{
	const struct paged *kind = find(head[0]);

	return kind && !(head[2] & kind->flat);
}

bool paging_has_banks(uint8_t identifier)
{
	const struct paged *kind = find(identifier);

	return kind && kind->banks;
}
