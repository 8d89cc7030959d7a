/* SPDX-License-Identifier: BSD-3-Clause */
/* Module memory for fuzzing, differential tests and the bench: made by the encoder, then spoiled. */
#ifndef BREAKOUT_TESTS_TYPE_IMAGE_H
#define BREAKOUT_TESTS_TYPE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/random.h"
#include "model/type.h"

/* Largest that is made: a second bank of CMIS pages. */
#define TYPE_IMAGE_MAX 65536

/* A healthy module's memory in linear layout. Its length; 0 if the type can't be encoded. */
size_t type_image(const struct module_type *type, uint32_t seed, uint8_t *bytes, size_t size);

/* Make the checksums right, and a QSFP's second identifier equal to the first. */
void type_image_fix(uint8_t *bytes, size_t len);

#endif
