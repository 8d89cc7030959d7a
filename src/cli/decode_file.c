/* SPDX-License-Identifier: BSD-3-Clause */
/* Dumps from files. */
#include "cli/decode_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "eeprom/eeprom.h"

/* All of `f`, at most one byte more than a dump may have. 0 or a negative errno, reported. */
static int read_bytes(struct cli *cli, FILE *f, const char *name, uint8_t *buf, size_t *ret_len)
{
	errno = 0;
	*ret_len = fread(buf, 1, DUMP_MAX_INPUT + 1, f);
	if (ferror(f)) {
		int error = errno ? errno : EIO;

		cli_error(cli, "%s: %s", name, strerror(error));
		return -error;
	}
	return 0;
}

static int decode_bytes(struct cli *cli, const char *name, const uint8_t *bytes, size_t len,
                        struct decoded *d)
{
	struct dump_error error;
	int r;

	d->image = image_new();
	d->module = module_new();
	if (!d->image || !d->module) {
		cli_out_of_memory(cli);
		return -ENOMEM;
	}
	r = dump_load(bytes, len, d->image, &d->info, &error);
	if (r == 0)
		eeprom_decode(d->image, d->module);
	else if (error.line > 0)
		cli_error(cli, "%s:%u: %s", name, error.line, error.text);
	else
		cli_error(cli, "%s: %s", name, error.text);
	return r;
}

int decode_file(struct cli *cli, const char *path, struct decoded *d)
{
	bool from_stdin = strcmp(path, "-") == 0;
	FILE *f = from_stdin ? cli->in : fopen(path, "rbe");
	const char *name = from_stdin ? "standard input" : path;
	uint8_t *bytes;
	size_t len;
	int r;

	if (!f) {
		r = -errno;
		cli_error(cli, "%s: %s", path, strerror(-r));
		return r;
	}
	bytes = malloc(DUMP_MAX_INPUT + 1);
	if (bytes) {
		r = read_bytes(cli, f, name, bytes, &len);
		if (r == 0)
			r = decode_bytes(cli, name, bytes, len, d);
	} else {
		cli_out_of_memory(cli);
		r = -ENOMEM;
	}
	free(bytes);
	if (!from_stdin)
		fclose(f);
	return r;
}
