/* SPDX-License-Identifier: BSD-3-Clause */
/* In a page of `breakoutctl diagram --html`: is every text where there is room for it? What is not, becomes the page. */
"use strict";
const found = [];
const inner = (a, b) => a.x >= b.x - 1 && a.x + a.width <= b.x + b.width + 1 && a.y >= b.y - 1 && a.y + a.height <= b.y + b.height + 1;
const overlap = (a, b) => Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 1 &&
	Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 3;

for (const svg of document.querySelectorAll("svg")) {
	const page = svg.viewBox.baseVal;
	const boxes = [...svg.querySelectorAll("rect.box")].map(r => r.getBBox());
	const texts = [...svg.querySelectorAll("text:not(.mark)")].map(t => [t.textContent, t.getBBox()]);
	const marks = [...svg.querySelectorAll("g > rect")].map(r => ["mark " + r.parentNode.textContent, r.getBBox()]);

	for (const [what, at] of [...texts, ...marks]) {
		if (!inner(at, page))
			found.push(`outside of the picture: ${what}`);
		for (const box of boxes) {
			if (overlap(at, box) && !inner(at, box))
				found.push(`across the edge of a box: ${what}`);
		}
	}
	const all = [...texts, ...marks];
	all.forEach(([a, at], i) => all.slice(i + 1).forEach(([b, other]) => {
		if (overlap(at, other))
			found.push(`over each other: ${a} / ${b}`);
	}));
	for (const mark of svg.querySelectorAll("text.mark")) {
		if (!inner(mark.getBBox(), mark.parentNode.querySelector("rect").getBBox()))
			found.push(`wider than its mark: ${mark.textContent}`);
	}
	if (texts.length < 10)
		found.push("hardly any text");
}
document.body.textContent = found.length ? found.map(f => `NOT: ${f}`).join("\n") : "all texts fit";
