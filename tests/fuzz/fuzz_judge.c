/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzz target: a breakout whose trunk and legs have any memory at all is
 * judged, and what comes of it holds: complete findings, one per subject, the
 * same again when asked again.
 *
 * Input: byte 0 are options, byte 1 chooses a plan for its mode, bytes 2 and 3
 * what the switch does, bytes 4 and 5 the length of the trunk's memory (little
 * endian), which follows; the rest is the legs'. With clang:
 * -fsanitize=fuzzer,address,undefined. Without, replay.c drives it.
 */
#include <string.h>

#include "common/type_image.h"
#include "eeprom/eeprom.h"
#include "fuzz/fuzz.h"
#include "rules/judge.h"
#include "rules/plan.h"

enum {
	OPTION_FIX_TRUNK = 1, /* right checksums */
	OPTION_FIX_LEG = 2,
	OPTION_STRICT = 4,
	OPTION_LENGTH = 8, /* of the fibre, declared */
	OPTION_INFERRED = 16,
	OPTION_LEG_ABSENT = 32, /* leg 2 */
	OPTION_OVERRIDE = 64,   /* the operator says that the trunk is what the plan wants */
};

#define HEADER 6

/* What must be text is, and says something. */
static void require_said(const struct rule *rule, const char *text, size_t size)
{
	bool said = memchr(text, '\0', size) && text[0];

	for (size_t i = 0; said && text[i]; i++)
		said = (unsigned char)text[i] >= 0x20 && text[i] != 0x7f;
	if (!said)
		fprintf(stderr, "%s says '%.*s'\n", rule->id, (int)size, text);
	REQUIRE(said);
}

static bool same_subject(const struct subject *a, const struct subject *b)
{
	return a->breakout == b->breakout && a->leg == b->leg && (a->breakout || a->port == b->port);
}

static void require_findings(const struct snapshot *s, const struct judgement *j)
{
	bool explained = false, legs = false;

	for (size_t i = 0; i < j->finding_count; i++) {
		const struct judge_finding *f = &j->findings[i];

		REQUIRE(f->rule >= rules && f->rule < rules + rule_count);
		REQUIRE(f->what.severity >= SEVERITY_INFO && f->what.severity <= f->rule->severity);
		require_said(f->rule, f->what.expected, sizeof(f->what.expected));
		require_said(f->rule, f->what.observed, sizeof(f->what.observed));
		require_said(f->rule, f->what.evidence, sizeof(f->what.evidence));
		REQUIRE(topology_port_of_index(s->topology, f->about.port));
		for (size_t k = 0; k < i; k++)
			REQUIRE(!same_subject(&f->about, &j->findings[k].about));
		legs |= f->about.leg > 0;
		/* What is minor is no excuse for what is worse. */
		explained |= f->about.breakout && !f->about.leg && (f->rule->flags & RULE_EXPLAINS_LEGS) &&
		             f->what.severity >= SEVERITY_MAJOR;
	}
	REQUIRE(!explained || !legs);
}

static void require_explanation(const struct rule *rule, enum rule_result result,
                                const struct rule_finding *finding, void *arg)
{
	(void)arg;
	REQUIRE(rule >= rules && rule < rules + rule_count);
	REQUIRE(result >= RULE_NOT_APPLICABLE && result <= RULE_VIOLATION);
	if (result == RULE_VIOLATION)
		require_said(rule, finding->observed, sizeof(finding->observed));
}

/* Judging is pure: it does not depend on what was judged before. */
static void require_same(const struct judgement *a, const struct judgement *b)
{
	REQUIRE(a->finding_count == b->finding_count && a->unknown_count == b->unknown_count);
	for (size_t i = 0; i < a->finding_count; i++) {
		REQUIRE(a->findings[i].rule == b->findings[i].rule);
		REQUIRE(same_subject(&a->findings[i].about, &b->findings[i].about));
		REQUIRE(strcmp(a->findings[i].what.evidence, b->findings[i].what.evidence) == 0);
	}
}

static struct module *decode(const uint8_t *data, size_t size, bool fix)
{
	uint8_t *bytes = malloc(size + 1);
	struct image *img = image_new();
	struct module *m = module_new();

	REQUIRE(bytes && img && m);
	memcpy(bytes, data, size);
	if (fix)
		type_image_fix(bytes, size);
	REQUIRE(image_load_linear(img, bytes, size, size > 0 && image_identifier_two_devices(bytes[0])) == 0);
	eeprom_decode(img, m);
	image_free(img);
	free(bytes);
	return m;
}

static size_t plan_count(void)
{
	size_t n = 0;

	while (plans[n].trunk)
		n++;
	return n;
}

/* Port 1 is the trunk, the others are legs. */
static struct topology *declare(const uint8_t *header, const struct plan *plan)
{
	struct topology *t = topology_new();
	struct breakout_decl *b;

	REQUIRE(t);
	t->port_count = plan->mode.count + 1u;
	t->ports = calloc(t->port_count, sizeof(*t->ports));
	t->breakouts = calloc(1, sizeof(*t->breakouts));
	REQUIRE(t->ports && t->breakouts);
	t->breakout_count = 1;
	t->strict_signalling = header[0] & OPTION_STRICT;
	for (size_t i = 0; i < t->port_count; i++) {
		t->ports[i].index = (uint32_t)i + 1;
		snprintf(t->ports[i].name, sizeof(t->ports[i].name), "swp%zu", i + 1);
		t->ports[i].fec = (enum fec)(header[2] % (FEC_RS544 + 1));
		t->ports[i].cage = (enum form_factor)(header[2] % (FORM_OTHER + 1));
		t->ports[i].autoneg = (enum tristate)(header[2] % 3);
		t->ports[i].max_power_mw = header[2] * 100u;
	}
	b = t->breakouts;
	*b = (struct breakout_decl){ .index = 1,
		                     .mode = plan->mode,
		                     .leg_count = plan->mode.count,
		                     .inferred = header[0] & OPTION_INFERRED,
		                     .length_m = header[0] & OPTION_LENGTH ? header[3] * 8u : 0 };
	for (unsigned n = 0; n < b->leg_count; n++)
		b->legs[n] = (struct leg_decl){ .number = (uint8_t)(n + 1),
			                        .peer = PEER_LOCAL,
			                        .port = n + 1,
			                        .first_lane = (uint8_t)(n * plan->lanes_per_leg + 1),
			                        .lane_count = plan->lanes_per_leg };
	return t;
}

static void plug(struct snapshot *s, size_t port, const struct module *m)
{
	s->ports[port].module = module_ref(m);
	s->ports[port].presence = PRESENCE_PRESENT;
	s->ports[port].status = m->status;
}

static void set_host(struct port_state *state, const uint8_t *header)
{
	struct host_port own = { 0 }, *host = &own;

	host->split_known = header[3] & 1;
	host->split.count = (uint8_t)(1u << (header[3] >> 1) % 4);
	strcpy(host->split_evidence, "devlink");
	host->netdev_count = (header[3] >> 3) % (PORT_MAX_NETDEVS + 1);
	for (unsigned i = 0; i < host->netdev_count; i++) {
		struct host_netdev *dev = &host->netdev[i];

		dev->if_index = state->if_index[i] = i + 1;
		dev->speed_mbps = header[2] * 1000u;
		dev->fec = (enum fec)(header[3] % (FEC_RS544 + 1));
		dev->admin_up = (enum tristate)(header[2] % 3);
		dev->autoneg = (enum tristate)(header[3] % 3);
	}
	state->host = host_port_share(host);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct judgement first, again;
	const struct plan *plan;
	struct module *trunk, *leg;
	struct topology *t;
	struct snapshot *s;
	size_t split;

	if (size < HEADER)
		return 0;
	split = HEADER + (size_t)(data[4] | data[5] << 8);
	if (split > size)
		split = size;
	plan = &plans[data[1] % plan_count()];
	trunk = decode(data + HEADER, split - HEADER, data[0] & OPTION_FIX_TRUNK);
	leg = decode(data + split, size - split, data[0] & OPTION_FIX_LEG);
	if (data[0] & OPTION_OVERRIDE)
		eeprom_override_type(trunk, module_type_find(plan->trunk));
	t = declare(data, plan);
	s = snapshot_new(t);
	REQUIRE(s);
	plug(s, 0, trunk);
	for (size_t i = 1; i < t->port_count; i++) {
		if (i != 2 || !(data[0] & OPTION_LEG_ABSENT))
			plug(s, i, leg);
		else
			s->ports[i].presence = PRESENCE_ABSENT;
		set_host(&s->ports[i], data);
	}
	set_host(&s->ports[0], data);
	judgement_init(&first);
	judgement_init(&again);
	REQUIRE(judge_snapshot(s, &first) == 0);
	require_findings(s, &first);
	REQUIRE(judge_snapshot(s, &again) == 0);
	require_same(&first, &again);
	judge_explain(s, 0, 0, require_explanation, NULL);
	judge_explain(s, 0, 1, require_explanation, NULL);
	judgement_release(&first);
	judgement_release(&again);
	snapshot_unref(s);
	topology_unref(t);
	module_unref(trunk);
	module_unref(leg);
	return 0;
}

const unsigned fuzz_rounds = 40;

/* Each plan with its first leg. */
size_t fuzz_seed(unsigned n, uint8_t *data, size_t size)
{
	size_t trunk, leg;

	if (n >= plan_count())
		return 0;
	memset(data, 0, HEADER);
	data[1] = (uint8_t)n;
	trunk = type_image(module_type_find(plans[n].trunk), n + 1, data + HEADER, size - HEADER);
	data[4] = (uint8_t)trunk;
	data[5] = (uint8_t)(trunk >> 8);
	leg = type_image(plan_leg_type(&plans[n]), n + 100, data + HEADER + trunk, size - HEADER - trunk);
	REQUIRE(trunk > 0 && leg > 0 && trunk < UINT16_MAX);
	return HEADER + trunk + leg;
}

void fuzz_mutate(uint8_t *data, size_t *len, size_t size, uint32_t *seed)
{
	unsigned changes = next_random(seed) % 24;
	size_t trunk = (size_t)(data[4] | data[5] << 8);

	(void)size;
	for (unsigned i = 0; i < 4; i++)
		data[i] = i == 1 && next_random(seed) % 2 ? data[i] : (uint8_t)next_random(seed);
	data[0] |= next_random(seed) % 4 ? OPTION_FIX_TRUNK | OPTION_FIX_LEG : 0;
	for (unsigned i = 0; i < changes; i++) {
		/* The first pages say what a module is. */
		size_t begin = next_random(seed) % 2 ? HEADER : HEADER + trunk;
		size_t room = *len - begin < 384 ? *len - begin : 384;
		size_t at = begin + next_random(seed) % room;

		if (next_random(seed) % 2)
			data[at] = (uint8_t)next_random(seed);
		else
			data[at] ^= (uint8_t)(1u << next_random(seed) % 8);
	}
	if (next_random(seed) % 8 == 0)
		*len = HEADER + next_random(seed) % (*len - HEADER);
}
