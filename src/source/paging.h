/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which modules turn pages: by the first bytes of A0h, for sources that see
 * registers rather than linear memory. Byte 127 of others is no register.
 */
#ifndef BREAKOUT_SOURCE_PAGING_H
#define BREAKOUT_SOURCE_PAGING_H

#include <stdbool.h>
#include <stdint.h>

/* Of A0h: the identifier, a revision, and the bits that say whether there is more than one page. */
#define PAGING_HEAD 3

/* May a module with this identifier have pages? */
bool paging_is_possible(uint8_t identifier);

/* Has this one? */
bool paging_is_used(const uint8_t head[PAGING_HEAD]);

/* A bank register at 126, which CMIS wants written together with the page. */
bool paging_has_banks(uint8_t identifier);

#endif
