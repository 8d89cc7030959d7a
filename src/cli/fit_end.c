/* SPDX-License-Identifier: BSD-3-Clause */
/* The words of `breakoutctl fit` that name an end. */
#include "cli/fit_end.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/decode_file.h"
#include "cli/scan.h"
#include "eeprom/eeprom.h"

enum cli_exit fit_ports_open(struct fit_ports *ports, struct cli *cli, const struct cli_args *args)
{
	*ports = (struct fit_ports){ .cli = cli, .conf = args->conf ? args->conf : cli->default_conf };
	/* Types and dumps need none. */
	if (!args->conf && access(ports->conf, R_OK) != 0)
		return CLI_OK;
	return scan_load(cli, ports->conf, &ports->config) < 0 ? CLI_UNDECIDED : CLI_OK;
}

void fit_ports_close(struct fit_ports *ports)
{
	snapshot_unref(ports->snapshot);
	config_free(ports->config);
	*ports = (struct fit_ports){ .cli = NULL };
}

static enum cli_exit find_port(struct fit_ports *ports, const struct port_decl *port, struct fit_end *end)
{
	const struct port_state *state;

	if (!ports->snapshot &&
	    scan_config(ports->cli, ports->conf, ports->config, &ports->snapshot) < 0)
		return CLI_UNDECIDED;
	/* The scan may have concluded more breakouts: its topology is a copy then, with the same ports. */
	port = topology_port(ports->snapshot->topology, port->name);
	state = &ports->snapshot->ports[port - ports->snapshot->topology->ports];
	*end = (struct fit_end){
		.kind = FIT_PORT,
		.name = port->name,
		.port = port,
		.presence = state->presence,
		.status = state->status,
	};
	TEXT_SET(end->why, state->why);
	if (state->module)
		end->module = module_ref(state->module);
	return CLI_OK;
}

static enum cli_exit find_file(struct fit_ports *ports, const char *path, struct fit_end *end)
{
	struct decoded d = { .image = NULL };
	enum cli_exit code = CLI_UNDECIDED;

	if (decode_file(ports->cli, path, &d) == 0) {
		*end = (struct fit_end){
			.kind = FIT_FILE,
			.name = path,
			.module = module_ref(d.module),
			.presence = PRESENCE_PRESENT,
			.status = d.module->status,
		};
		TEXT_SET(end->why, d.module->why);
		code = CLI_OK;
	}
	module_unref(d.module);
	image_free(d.image);
	return code;
}

static enum cli_exit find_type(struct fit_ports *ports, const struct module_type *type, struct fit_end *end)
{
	if (!eeprom_type_encodable(type))
		return cli_usage_error(ports->cli, "%s: this type can't be made up; name a dump of one", type->token);
	*end = (struct fit_end){ .kind = FIT_TYPE, .name = type->token, .type = type };
	return CLI_OK;
}

/* What stands behind `prefix` in `word`, or NULL. */
static const char *behind(const char *word, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(word, prefix, len) == 0 ? word + len : NULL;
}

static const char *no_port(const struct fit_ports *ports)
{
	return ports->config ? "is no port of" : "is no port: there is no";
}

enum cli_exit fit_end_find(struct fit_ports *ports, const char *word, struct fit_end *ret_end)
{
	const struct port_decl *port = NULL;
	const struct module_type *type;
	const char *name;

	if (strcmp(word, "-") == 0) {
		*ret_end = (struct fit_end){ .kind = FIT_EMPTY, .name = word };
		return CLI_OK;
	}
	if ((name = behind(word, "file:")))
		return find_file(ports, name, ret_end);
	if ((name = behind(word, "type:"))) {
		type = module_type_find(name);
		return type ? find_type(ports, type, ret_end)
			    : cli_usage_error(ports->cli, "'%s' is no module type (see breakoutctl sim types)", name);
	}
	name = behind(word, "port:");
	if (ports->config)
		port = topology_port(ports->config->topology, name ? name : word);
	if (port)
		return find_port(ports, port, ret_end);
	if (name)
		return cli_usage_error(ports->cli, "'%s' %s %s", name, no_port(ports), ports->conf);
	type = module_type_find(word);
	if (type)
		return find_type(ports, type, ret_end);
	if (access(word, F_OK) == 0)
		return find_file(ports, word, ret_end);
	return cli_usage_error(ports->cli, "'%s' %s %s, no module type (see breakoutctl sim types) and no file",
	                       word, no_port(ports), ports->conf);
}
