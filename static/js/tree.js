// A tree to walk with arrow keys; the value that is chosen shows its path, to copy.
import { announce, copy } from "./copy.js";

const LINES = ".tree :is(li > details > summary, .leaf)";
const linesOf = (tree) => [...tree.querySelectorAll(LINES)].filter((line) => line.checkVisibility());
const treeOf = (node) => node.closest?.(".tree");

// One line of a tree can be reached by Tab; the arrows lead from there.
function prepare(root) {
  for (const tree of root.querySelectorAll(".tree:not([data-walks])")) {
    tree.dataset.walks = "";
    for (const line of tree.querySelectorAll("summary, .leaf")) line.tabIndex = -1;
    const first = tree.querySelector(LINES);
    if (first) first.tabIndex = 0;
  }
}

function pathOf(line) {
  const steps = [];
  for (let item = line.closest("li[data-step]"); item; item = item.parentElement.closest("li[data-step]")) {
    if (item.dataset.step) steps.unshift(/^[^.="<>\s]+$/.test(item.dataset.step) ? item.dataset.step : JSON.stringify(item.dataset.step));
  }
  return steps.join(".");
}

function choose(line) {
  const tree = treeOf(line);
  for (const other of tree.querySelectorAll("[tabindex='0']")) other.tabIndex = -1;
  line.tabIndex = 0;
  tree.querySelector("[aria-current]")?.removeAttribute("aria-current");
  line.setAttribute("aria-current", "true");
  const at = tree.querySelector("[data-at]");
  at.querySelector("code").textContent = pathOf(line) || "the whole";
  at.querySelector("[data-copies='value']").hidden = !line.matches(".leaf");
  at.classList.add("known");
}

const STEPS = {
  ArrowDown: (lines, at) => lines[at + 1],
  ArrowUp: (lines, at) => lines[at - 1],
  Home: (lines) => lines[0],
  End: (lines) => lines.at(-1),
  ArrowRight: (lines, at) => (opened(lines[at], true) ? null : lines[at + 1]),
  ArrowLeft: (lines, at) => (opened(lines[at], false) ? null : parentOf(lines[at])),
};

// Opens or closes the branch of a line, or its long value; returns whether that changed anything.
function opened(line, open) {
  const branch = line.matches("summary") ? line.parentElement : line.querySelector(".fold");
  if (!branch || branch.open === open) return false;
  branch.open = open;
  return true;
}

const parentOf = (line) => line.closest("li").parentElement.closest("details")?.querySelector("summary");

document.addEventListener("keydown", (event) => {
  const line = event.target.closest?.(LINES);
  if (!line || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" && line.matches(".leaf")) opened(line, true) || opened(line, false);
  if (!(event.key in STEPS)) return;
  event.preventDefault();
  const lines = linesOf(treeOf(line));
  const next = STEPS[event.key](lines, lines.indexOf(line));
  next?.focus();
});

document.addEventListener("focusin", (event) => {
  const line = event.target.closest?.(LINES);
  if (line) choose(line);
});

document.addEventListener("click", async (event) => {
  const tree = treeOf(event.target);
  if (!tree) return;
  const what = event.target.closest("[data-copies]")?.dataset.copies;
  if (!what) {
    const leaf = event.target.closest(".leaf");
    if (leaf && getSelection().isCollapsed) leaf.focus();
    return;
  }
  const line = tree.querySelector("[aria-current]");
  const text = what === "path" ? pathOf(line) : valueOf(line.querySelector(".v"));
  announce(await copy(text) ? "Copied" : "Not copied");
});

// A string without its quotes and escapes; anything else as it was sent.
function valueOf(element) {
  const whole = element.cloneNode(true);
  whole.querySelector(".more")?.remove();
  const sent = whole.textContent;
  try {
    return element.matches(".string") ? JSON.parse(sent) : sent;
  } catch {
    return sent;
  }
}

prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
