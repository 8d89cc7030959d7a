#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# docs: generated pages are what docs/generate.py makes, links lead somewhere, and
# rules and objects that are named exist. BREAKOUT_REGENERATE=1 writes the pages anew.
set -u
cd "${top_srcdir:-.}" || exit 1
if ! command -v python3 >/dev/null; then
	echo '1..0 # SKIP python3 is not installed'
	exit 0
fi
. tests/lint/tap.sh
[ -z "${BREAKOUT_REGENERATE:-}" ] || python3 docs/generate.py || exit 99

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
up_to_date() {
	python3 docs/generate.py -o "$fresh" && diff -u "docs/$1" "$fresh/$1"
}
tap_case 'docs/mib.md is what the MIB gives (else: BREAKOUT_REGENERATE=1)' up_to_date mib.md
tap_case 'docs/rules.md is what breakout-rules(7) gives (likewise)' up_to_date rules.md

# Of links within the tree: the file, and the heading behind '#', as GitHub and GitLab name them.
links_lead_somewhere() {
	python3 - README.md docs/*.md <<-'END'
		import pathlib, re, sys
		def anchors(path):
		    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
		    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-")
		            for head in re.findall(r"^#+ (.*)", text, re.M)}
		wrong = []
		for page in map(pathlib.Path, sys.argv[1:]):
		    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
		        name, _, anchor = link.partition("#")
		        target = page.parent / name if name else page
		        if not re.match(r"[a-z]+:", link) and (
		                not target.exists() or anchor and anchor not in anchors(target)):
		            wrong.append(f"{page}: {link} leads nowhere")
		print(*wrong, sep="\n")
		sys.exit(bool(wrong))
	END
}
tap_case 'every link leads to a file, and a heading in it' links_lead_somewhere

names_exist() {
	python3 - README.md docs/*.md <<-'END'
		import pathlib, re, sys
		known = set(re.findall(r"\bbrk\w+", pathlib.Path("mibs/BREAKOUT-MIB.txt").read_text(encoding="utf-8")))
		known |= set(re.findall(r"^\.It Cm (\S+)", pathlib.Path("man/breakout-rules.7").read_text(encoding="utf-8"), re.M))
		groups = {name.split("-")[0] for name in known if "-" in name}
		wrong = {f"{page}: {name} does not exist" for page in sys.argv[1:]
		         for name in re.findall(rf"\b(?:brk[A-Z]\w+|(?:{'|'.join(groups)})-\d\d)\b",
		                                pathlib.Path(page).read_text(encoding="utf-8"))
		         if name not in known and not any(k.startswith(name) for k in known)}
		print(*sorted(wrong), sep="\n")
		sys.exit(bool(wrong))
	END
}
tap_case 'every rule and object that is named exists' names_exist

# docs/README.md is the index: it leads to every page.
all_listed() {
	for page in docs/*.md; do
		[ "$page" = docs/README.md ] || grep -q "](${page#docs/}[)#]" docs/README.md || { echo "docs/README.md does not lead to $page" && return 1; }
		grep -q "$page" Makefile.am || { echo "Makefile.am does not list $page" && return 1; }
	done
}
tap_case 'docs/README.md and Makefile.am list every page' all_listed
tap_done
