# SPDX-License-Identifier: BSD-3-Clause
#
# Measurements of run.sh as a table, and as JSON in the file `json`:
#
#   walk ROUND column|row|free ROWS PEER CELLS SECONDS [NANOSECONDS of the servers' processor time]
#   memory PEER ROWS KB
#   traps ROUND MEDIAN-MS P99-MS SENT ARRIVED PER-SECOND
#   wrong ROUND MS
#
# Ratios are of the same round: ours to a peer's, more than 1 is faster. Those of
# processor time say the same of what the servers did, whatever else the machine did.

BEGIN {
	peer_count = split("engine container pass_persist_perl pass_persist_python pyagentx dlmod", peers)
}
$1 == "walk" {
	rate[$3, $4, $5, $2] = $6 / $7
	if ($8 > 0) cost[$3, $4, $5, $2] = $8 / $6
	if (!(($3, $4) in walked)) walks[++walk_count] = $3 " " $4
	walked[$3, $4] = 1
	sample("rate " $3 " " $4 " " $5, $6 / $7)
	if ($2 > rounds) rounds = $2
}
$1 == "memory" {
	kb[$2, $3] = $4
	if (!($2 in is_agent)) agents[++agent_count] = $2
	is_agent[$2] = 1
	if (!least[$2] || $3 < least[$2]) least[$2] = $3
	if ($3 > most[$2]) most[$2] = $3
}
$1 == "traps" {
	sample("trap.latency_ms", $3)
	sample("trap.latency_p99_ms", $4)
	sample("trap.lost", $5 - $6)
	# What lost some is no lossless rate.
	sample("trap.lossless_per_s", $5 == $6 ? $7 : 0)
}
$1 == "wrong" { sample("trap.wrong_module_to_trap_ms", $3) }

function sample(key, value) {
	if (!(key in count)) keys[++key_count] = key
	samples[key, ++count[key]] = value
}

function sort_samples(key,    i, j, v) {
	for (i = 2; i <= count[key]; i++) {
		v = samples[key, i]
		for (j = i; j > 1 && samples[key, j - 1] > v; j--) samples[key, j] = samples[key, j - 1]
		samples[key, j] = v
	}
}
function lowest(key) { return samples[key, 1] }
function highest(key) { return samples[key, count[key]] }
function median(key,    n) {
	n = count[key]
	return n % 2 ? samples[key, (n + 1) / 2] : (samples[key, n / 2] + samples[key, n / 2 + 1]) / 2
}

function number(v) { return sprintf(v >= 1000 ? "%.0f" : v >= 100 ? "%.1f" : "%.3f", v) }
function spread(key) { return !(key in count) ? "" : number(lowest(key)) " / " number(median(key)) " / " number(highest(key)) }

# One ratio, under a name for the size and, for the size that stands for all, one without.
function ratio(walk, size, key, how, peer, value) {
	if (size == stands[walk, peer]) sample(key "." how peer, value)
	if (walk != "free") sample(key ".rows_" size "." how peer, value)
}

# Ratios of a walk: bulk_column.vs_container and so on, at `typical` rows or the most that the peer
# can serve, and bulk_column.rows_1000.vs_container at each size.
function ratios(walk, size, key,    p, r) {
	for (p = 1; p <= peer_count; p++) {
		for (r = 1; r <= rounds; r++) {
			if (!rate[walk, size, peers[p], r] || peers[p] == "engine") continue
			ratio(walk, size, key, "vs_", peers[p], rate[walk, size, "engine", r] / rate[walk, size, peers[p], r])
			if (cost[walk, size, "engine", r])
				ratio(walk, size, key, "processor_time_vs_", peers[p],
				      cost[walk, size, peers[p], r] / cost[walk, size, "engine", r])
		}
	}
}

function print_walks(    w, part, p, key, prefix) {
	for (w = 1; w <= walk_count; w++) {
		split(walks[w], part, " ")
		printf "\n%s, %d rows\n", title[part[1]], part[2]
		printf "  %-20s %-26s  %-22s  %s\n", "", "cells a second", "ours to this", \
			part[1] == "free" ? "" : "in processor time"
		for (p = 1; p <= peer_count; p++) {
			key = "rate " walks[w] " " peers[p]
			if (!(key in count)) continue
			prefix = name[part[1]] (part[1] == "free" ? "" : ".rows_" part[2]) "."
			printf "  %-20s %-26s  %-22s  %s\n", peers[p], spread(key), spread(prefix "vs_" peers[p]), \
				spread(prefix "processor_time_vs_" peers[p])
		}
	}
}

function write_json(    i, key, comma) {
	printf "{\n  \"host\": \"%s\",\n  \"rounds\": %d", host, rounds >json
	for (i = 1; i <= key_count; i++) {
		key = keys[i]
		if (key ~ /^rate /) {
			sub(/^rate /, "cells_per_s.", key)
			gsub(/ /, ".", key)
		}
		printf ",\n  \"%s\": { \"min\": %.6g, \"median\": %.6g, \"max\": %.6g }", key, lowest(keys[i]), \
			median(keys[i]), highest(keys[i]) >json
	}
	printf "\n}\n" >json
}

END {
	title["column"] = "GETBULK x50, column by column"
	title["row"] = "GETBULK x8 of 12 columns"
	title["free"] = "GETBULK x50, the whole table, nothing bound to a processor"
	name["column"] = "bulk_column"
	name["row"] = "bulk_row"
	name["free"] = "full_table_free_cores"
	typical = 5000
	for (w = 1; w <= walk_count; w++) {
		split(walks[w], part, " ")
		for (p = 1; p <= peer_count; p++) {
			if (!((part[1], part[2], peers[p], 1) in rate)) continue
			if (part[1] == "free" || (part[2] <= typical && part[2] > stands[part[1], peers[p]]))
				stands[part[1], peers[p]] = part[2]
		}
	}
	for (w = 1; w <= walk_count; w++) {
		split(walks[w], part, " ")
		ratios(part[1], part[2], name[part[1]])
	}
	for (r = 1; r <= rounds; r++) {
		if (rate["column", 10240, "engine", r] && rate["column", 100, "engine", r])
			sample("growth.cells_per_s_10240_over_100",
			       rate["column", 10240, "engine", r] / rate["column", 100, "engine", r])
		if (cost["column", 10240, "engine", r])
			sample("growth.cells_per_processor_s_10240_over_100",
			       cost["column", 100, "engine", r] / cost["column", 10240, "engine", r])
	}
	for (a = 1; a <= agent_count; a++) {
		agent = agents[a]
		if (most[agent] == least[agent]) continue
		sample(agent == "engine" ? "memory.bytes_per_row" : "memory." agent "_bytes_per_row",
		       (kb[agent, most[agent]] - kb[agent, least[agent]]) * 1024 / (most[agent] - least[agent]))
	}
	for (i = 1; i <= key_count; i++) sort_samples(keys[i])
	print host
	print "lowest / median / highest of " rounds " rounds; ratios are of the same round"
	print_walks()
	print ""
	for (i = 1; i <= key_count; i++)
		if (keys[i] ~ /^(growth|memory|trap)\./) printf "%-44s %s\n", keys[i], spread(keys[i])
	write_json()
}
