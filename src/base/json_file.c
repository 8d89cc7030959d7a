/* SPDX-License-Identifier: BSD-3-Clause */
/* Small files of JSON. */
#include "base/json_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

int json_file_load(const char *path, size_t max, json_t **ret_root)
{
	json_t *root;
	size_t len;
	char *text;
	int r = file_slurp(path, max, &text, &len);

	if (r < 0)
		return r;
	root = json_loadb(text, len, 0, NULL);
	free(text);
	if (!root)
		return -EBADMSG;
	*ret_root = root;
	return 0;
}

int json_file_save(const char *path, json_t *root, size_t flags)
{
	char *text = root ? json_dumps(root, flags) : NULL;
	int r = -ENOMEM;

	json_decref(root);
	if (text) {
		file_make_folder(path);
		r = file_replace_durably(path, text, strlen(text));
	}
	free(text);
	return r;
}
