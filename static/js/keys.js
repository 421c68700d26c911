// The keys of the page. A button names its own: data-key="c"; only what moves about stands here.
import { back, isNarrow, rowOf, selected } from "./detail.js";
import { clear, pick } from "./selection.js";

const STORED = "requestbin-single-keys";
const toggle = document.getElementById("single-keys");
const rows = () => [...document.querySelectorAll("#rows .row")];
const isOpen = () => document.querySelector("main[data-open]") !== null;

const MOVES = {
  j: () => step(1),
  k: () => step(-1),
  g: () => go(rows()[0]),
  G: () => go(rows().at(-1)),
  x: () => pick(current()),
  X: () => pick(current(), true),
  "?": () => document.getElementById("keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") return leave(event.target);
  if (event.key === "Enter") return read(event);
  if (!toggle.checked || event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  const move = MOVES[event.key] ?? pressOf(event.key);
  if (!move) return;
  event.preventDefault();
  move();
});

function pressOf(key) {
  const all = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  const element = all.find((it) => it.checkVisibility()) ?? all.find((it) => it.closest(".menu")?.checkVisibility());
  if (element) return () => (element.matches("input") ? (element.focus(), element.select()) : element.click());
}

// The row that has the focus, else the one that is shown.
function current() {
  return document.activeElement.closest("#rows > li[data-seq]") ?? rowOf(selected())?.parentElement;
}

function step(by) {
  const all = rows();
  const at = all.indexOf(document.querySelector(".row[aria-current]"));
  go(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]);
}

function go(row) {
  if (!row) return;
  row.focus();
  row.click();
}

// Enter on the request that is shown goes on into it; on any other, the link does its work.
function read(event) {
  if (!event.target.matches(".row[aria-current]") || isNarrow()) return;
  event.preventDefault();
  document.querySelector("#panel .panel")?.focus();
}

function leave(element) {
  if (element.matches("input[type=search]") && element.value) {
    element.value = "";
    element.form.requestSubmit();
  } else if (clear()) {
    rowOf(selected())?.focus();
  } else if (element.closest("input, textarea, select")) {
    element.blur();
  } else if (isNarrow() && isOpen()) {
    back();
  } else {
    rowOf(selected())?.focus();
  }
}

try {
  toggle.checked = localStorage.getItem(STORED) !== "off";
} catch { /* storage may be off */ }
toggle.addEventListener("change", () => localStorage.setItem(STORED, toggle.checked ? "on" : "off"));
