// Points out what was searched for, in the rows and in the request that is shown; no element changes.
import { feed } from "./arrivals.js";

const PLACES = ["#rows", "#summary", "#panel .panel"];
const BLOCKS = ".middle, .l, th, td, li, p, h1, h2, pre, dt, dd";
const MAX_RANGES = 5000;
const SLICE_MS = 12; // of work at once: the page stays quick with 10,000 lines

const button = document.getElementById("matches");
let round = 0; // a newer one ends the older
let found = []; // in the tab that is shown
let now = -1;

async function paint() {
  const mine = (round += 1);
  const pattern = wanted();
  const ranges = [];
  const inTab = [];
  let rest = performance.now() + SLICE_MS;
  for (const place of pattern ? PLACES : []) {
    for (const nodes of blocks(document.querySelector(place))) {
      const matched = rangesIn(nodes, pattern);
      ranges.push(...matched);
      if (place.startsWith("#panel")) inTab.push(...matched);
      if (ranges.length > MAX_RANGES) break;
      if (performance.now() < rest) continue;
      await new Promise((done) => setTimeout(done));
      if (mine !== round) return;
      rest = performance.now() + SLICE_MS;
    }
  }
  if (inTab.length !== found.length) now = -1; // else it was only drawn anew
  found = inTab;
  mark("found", ranges);
  tell();
}

function mark(name, ranges) {
  if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
  else CSS.highlights.delete(name);
}

function wanted() {
  const needles = JSON.parse(feed()?.dataset.needles || "[]");
  const literal = needles.map((needle) => needle.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return needles.length ? new RegExp(literal.join("|"), "giu") : null;
}

// The text nodes of each block in turn: a match may go over the spans of a line, not over its end.
function* blocks(root) {
  if (!root) return;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let nodes = [];
  let block = null;
  while (walker.nextNode()) {
    const mine = walker.currentNode.parentElement.closest(BLOCKS);
    if (mine !== block && nodes.length) {
      yield nodes;
      nodes = [];
    }
    block = mine;
    nodes.push(walker.currentNode);
  }
  if (nodes.length) yield nodes;
}

function rangesIn(nodes, pattern) {
  const text = nodes.length > 1 ? nodes.map((node) => node.data).join("") : nodes[0].data;
  return [...text.matchAll(pattern)].map(({ index, 0: match }) => {
    const range = new Range();
    range.setStart(...placeOf(nodes, index));
    range.setEnd(...placeOf(nodes, index + match.length));
    return range;
  });
}

function placeOf(nodes, offset) {
  for (const node of nodes) {
    if (offset <= node.length) return [node, offset];
    offset -= node.length;
  }
  return [nodes.at(-1), nodes.at(-1).length];
}

function tell() {
  mark("found-now", now < 0 ? [] : [found[now]]);
  button.hidden = !found.length;
  const count = `${found.length.toLocaleString("en")} match${found.length === 1 ? "" : "es"}`;
  button.textContent = now < 0 ? count : `${(now + 1).toLocaleString("en")} of ${count}`;
}

function next() {
  now = (now + 1) % found.length;
  const place = found[now].startContainer.parentElement;
  for (let fold; (fold = place.closest("details:not([open])")); ) fold.open = true;
  place.scrollIntoView({ block: "center" });
  tell();
}

let due = 0;
function later() {
  due ||= requestAnimationFrame(() => {
    due = 0;
    paint();
  });
}

if (button && feed() && window.Highlight) {
  button.addEventListener("click", next);
  const added = (change) => [...change.addedNodes].some((node) => node.nodeType === Node.ELEMENT_NODE);
  new MutationObserver((changes) => changes.some(added) && later()).observe(document.querySelector("main.panes"), { childList: true, subtree: true });
  later();
}
