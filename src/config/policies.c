/* SPDX-License-Identifier: BSD-3-Clause */
/* What the operator wants of rules: `rule` sections become policies, `waive` sections waivers. */
#include "config/build.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/codes.h"
#include "rules/rule.h"

/* The severities that a rule may be given: all but "none". */
static const struct code *severity_find(const char *name)
{
	const struct code *row = code_find(severity_labels, name);

	return row && row->code != SEVERITY_NONE ? row : NULL;
}

static void build_severity(struct build *b, const char *id, struct rule_policy *policy,
                           const struct item *item)
{
	const struct code *row = item ? severity_find(item->text) : NULL;

	if (row)
		policy->severity = (uint8_t)row->code;
	else if (item)
		problem_about(b->problems, item->line, "rule", id,
		              "severity: expected info, minor, major or critical, saw \"%.80s\"", item->text);
}

/* brkRuleIndex of an id; 0 after a problem. */
static uint32_t find_rule(struct build *b, const char *id, unsigned line)
{
	uint32_t index = rule_index(id);

	if (index == 0)
		problem_add(b->problems, line,
		            "no rule \"%.80s\": expected an id that 'breakoutctl show rules' lists", id);
	return index;
}

static void build_policy(struct build *b, struct rule_policy *policies, cfg_t *section)
{
	const char *id = cfg_title(section);
	uint32_t index = find_rule(b, id, tree_line(section));
	struct rule_policy policy = { 0 };
	bool enabled = true;

	build_severity(b, id, &policy, tree_item(section, "severity"));
	build_bool(b, tree_item(section, "enabled"), "enabled", &enabled);
	policy.disabled = !enabled;
	if (index > 0)
		policies[index - 1] = policy;
}

static void build_leg(struct build *b, struct waiver *w, const struct breakout_decl *breakout,
                      const struct item *item)
{
	uint32_t leg;

	if (!item)
		return;
	if (!breakout) {
		/* A breakout of an unknown name was complained of already. */
		if (w->breakout == 0)
			problem_add(b->problems, item->line, "waive: leg: expected breakout with it");
		return;
	}
	leg = 0;
	build_number(b, item, "waive: leg", 1, breakout->leg_count, &leg);
	w->leg = (uint8_t)leg;
}

/* NULL where none is named, or none has that name. */
static const struct breakout_decl *build_breakout(struct build *b, struct waiver *w, const struct item *item)
{
	const struct topology *t = b->config->topology;

	if (!item)
		return NULL;
	for (size_t i = 0; i < t->breakout_count; i++) {
		if (strcmp(t->breakouts[i].name, item->text) == 0) {
			w->breakout = t->breakouts[i].index;
			return &t->breakouts[i];
		}
	}
	problem_add(b->problems, item->line,
	            "waive: no breakout \"%.80s\" is declared, expected the name of a breakout", item->text);
	w->breakout = UINT32_MAX;
	return NULL;
}

static void build_port(struct build *b, struct waiver *w, const struct item *item)
{
	size_t port;

	if (!item)
		return;
	if (build_find_port(b, item->text, &port))
		w->port = b->config->topology->ports[port].index;
	else
		problem_add(b->problems, item->line,
		            "waive: no port \"%.80s\" is declared, expected the name of a port", item->text);
}

static void build_waiver(struct build *b, struct waiver *w, cfg_t *section)
{
	const struct item *rule = tree_item(section, "rule");
	const struct item *breakout = tree_item(section, "breakout");
	const struct item *leg = tree_item(section, "leg");
	const struct item *port = tree_item(section, "port");
	const struct item *reason = tree_item(section, "reason");

	if (!rule && !breakout && !leg && !port)
		problem_add(b->problems, tree_line(section),
		            "waive: expected at least one of rule, breakout and port");
	if (!reason)
		problem_add(b->problems, tree_line(section), "waive: no reason, expected reason = TEXT");
	build_text(b, reason, "waive: reason", 1, w->reason, sizeof(w->reason));
	if (rule)
		w->rule = find_rule(b, rule->text, rule->line);
	build_leg(b, w, build_breakout(b, w, breakout), leg);
	build_port(b, w, port);
}

int policies_build(struct build *b)
{
	struct topology *t = b->config->topology;
	unsigned policies = cfg_size(b->tree, "rule");
	unsigned waivers = cfg_size(b->tree, "waive");

	if (policies > 0) {
		t->policies = calloc(rule_count, sizeof(*t->policies));
		if (!t->policies)
			return -ENOMEM;
		t->policy_count = rule_count;
	}
	for (unsigned i = 0; i < policies; i++)
		build_policy(b, t->policies, cfg_getnsec(b->tree, "rule", i));
	if (waivers > 0) {
		t->waivers = calloc(waivers, sizeof(*t->waivers));
		if (!t->waivers)
			return -ENOMEM;
		t->waiver_count = waivers;
	}
	for (unsigned i = 0; i < waivers; i++)
		build_waiver(b, &t->waivers[i], cfg_getnsec(b->tree, "waive", i));
	return 0;
}
