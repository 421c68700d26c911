// Many requests at once: which are chosen, beyond what the list shows of them, and the bar that says so.
import { feed } from "./arrivals.js";
import { announce } from "./copy.js";
import { pull } from "./feed.js";
import { rowsOf } from "./rows.js";
import { notify } from "./trouble.js";

const bar = document.getElementById("selection");
const dialog = document.getElementById("many");
const list = () => document.getElementById("rows");
const part = (id) => document.getElementById(id);

let picked = new Set();
let anchor = null; // the row that was chosen last: where a range begins
let range = false; // Shift was held at the press

// Chooses a row or takes it out again; with `all` every row between it and the one before.
export function pick(item, all = false) {
  if (!item) return;
  const on = all || !picked.has(item.dataset.seq);
  for (const each of all ? between(anchor, item) : [item]) {
    if (on) picked.add(each.dataset.seq);
    else picked.delete(each.dataset.seq);
  }
  anchor = item.id;
  show();
}

function between(from, item) {
  const all = rowsOf(list());
  const start = all.findIndex((row) => row.id === from);
  const ends = [start < 0 ? all.indexOf(item) : start, all.indexOf(item)].sort((a, b) => a - b);
  return all.slice(ends[0], ends[1] + 1);
}

// Chooses nothing any more; returns whether anything was.
export function clear() {
  if (!picked.size) return false;
  picked.clear();
  anchor = null;
  if (bar.contains(document.activeElement)) list().focus(); // the bar goes
  show();
  return true;
}

function show() {
  const count = picked.size.toLocaleString("en");
  bar.parentElement.classList.toggle("picking", picked.size > 0);
  part("selected-count").textContent = `${count} selected`;
  part("selected").value = [...picked].join(",");
  part("compare-many").hidden = picked.size !== 2;
  mark();
  announce(picked.size ? `${count} selected` : "Nothing selected");
}

// Rows come and go; those that are chosen are drawn so, and a star is offered or taken.
function mark() {
  const shown = [];
  for (const row of rowsOf(list())) {
    const on = picked.has(row.dataset.seq);
    if (on) shown.push(row);
    row.classList.toggle("picked", on);
    row.querySelector(".pick > input").checked = on;
  }
  const starred = shown.length > 0 && shown.every((row) => row.querySelector(".star")) ? "0" : "1";
  const button = part("star-many");
  if (button.value === starred) return;
  button.value = starred;
  button.textContent = starred === "0" ? "Unstar" : "Star";
}

// Until the server has said which ones match, nothing can be done with fewer of them.
async function all() {
  const actions = [...bar.querySelectorAll(".what button:enabled")];
  for (const action of actions) action.disabled = true;
  try {
    await matching();
  } catch {
    notify("Not done: the server does not answer.");
  } finally {
    for (const action of actions) action.disabled = false;
  }
}

async function matching() {
  const at = feed(), { query } = at.dataset;
  const response = await fetch(`${bar.dataset.matching}${query && `?${query}`}`);
  if (!response.ok) throw new Error("refused");
  const { seqs, more } = await response.json();
  if (at !== feed() || query !== at.dataset.query) return; // another search, meanwhile
  picked = new Set(seqs.map(String));
  show();
  if (more) notify(`The newest ${picked.size.toLocaleString("en")} are selected: as many as go at a time.`);
}

if (bar) {
  part("select-all").hidden = part("select-none").hidden = false;
  part("select-all").addEventListener("click", all);
  part("select-none").addEventListener("click", clear);
  document.addEventListener("click", (event) => { range = event.shiftKey; }, true);
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches(".pick > input")) pick(box.closest("li"), range);
  });
  new MutationObserver(() => picked.size && mark()).observe(bar.parentElement, { childList: true, subtree: true });

  document.addEventListener("htmx:afterSwap", (event) => event.detail.target.id === "feed" && clear()); // another search
  document.addEventListener("requestbin:gone", ({ detail: gone }) => {
    if (gone.filter((seq) => picked.delete(seq)).length) show();
  });
  document.addEventListener("htmx:configRequest", (event) => {
    if (bar.contains(event.detail.elt)) delete event.detail.parameters.seq; // all of them are in `seqs`
  });
  document.addEventListener("requestbin:done", (event) => {
    dialog.close();
    if (event.detail.over) clear();
    announce(event.detail.said);
    pull().catch(() => {}); // `live` sees by itself that the server is gone
  });
}
