// The live list: pulls what changed after its cursor, one pull at a time, and never makes it jump.
import { count, feed, lastSeq, lookOver } from "./arrivals.js";
import { changed, gone as goneFromDetail, isNarrow, mark, renameEntry, selected, show } from "./detail.js";
import { follow } from "./reach.js";
import { arrange, days, drop, leave, oldestFirst, place, rowsOf, trim } from "./rows.js";
import { dayName, localize } from "./times.js";

const FLOOD_PAUSE_MS = 500; // with hundreds a second, looking twice a second is enough
const MANY = 40; // arrivals in one pull that make it a flood
const FAR = 200; // FAR_BEHIND of the server: more than that comes as the newest page
const UNSEARCHED_MS = 1000;
const AT_TOP_PX = 8;
const MAX_HELD = 200;
const ANSWER_MS = 15_000;

const main = document.querySelector("main.panes");
const list = () => document.getElementById("rows");

let running = null; // the pull under way
let again = false; // somebody asked for a pull while one was under way
let pauseMs = 0; // before the next pull, in a flood
let pulled = 0; // when the last pull was made
let far = false; // the next pull takes the newest page instead of every row
let returning = false; // the reader wants to see the newest page, whatever the list shows now
let paused = false;
let held = new Map(); // rows that wait for the reader to come back to the top, by id
let stale = false; // more than can be held: the newest page is taken anew instead
let due = 0; // the next look for what a search could not find yet
let topSeq = Number(feed()?.dataset.last ?? 0); // the last arrival when the list was at its top

const detached = () => feed().hasAttribute("data-detached");
const following = () => !paused && !detached() && list().scrollTop < AT_TOP_PX;

// Brings the list up to date; without news (`change` is not beyond the cursor) nothing is asked.
export function pull(change = Infinity) {
  if (change <= Number(feed().dataset.cursor)) return Promise.resolve();
  if (running) {
    again = true;
    return running;
  }
  running = run().finally(() => { running = null; });
  return running;
}

async function run() {
  let more;
  do {
    const rest = pulled + pauseMs - Date.now();
    if (rest > 0) await new Promise((done) => setTimeout(done, rest));
    again = false;
    pulled = Date.now();
    const at = feed();
    const page = await ask(at, returning || (far && following()));
    if (at !== feed()) again = true; // a search replaced the list meanwhile: its cursor counts
    else more = await take(page, at);
  } while (again || more);
}

async function ask(at, newest) {
  const { rows, cursor, searched, query } = at.dataset;
  const wanted = newest ? "newest=1" : `after=${cursor}&searched=${searched}`;
  const response = await asked(`${rows}?${wanted}${query && `&${query}`}`);
  const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
  localize(parsed);
  return parsed.getElementById("pulled");
}

// Every question has a deadline: a pull that never ended would stop the list, and look live.
async function asked(address) {
  const response = await fetch(address, { signal: AbortSignal.timeout(ANSWER_MS) });
  if (!response.ok) throw Object.assign(new Error("refused"), { status: response.status });
  return response;
}

// Takes one answer into the page; returns whether there is more to ask for at once.
async function take(page, at) {
  follow(page.dataset);
  const arrived = count(page);
  const { cursor } = page.dataset;
  far = "far" in page.dataset || ("newest" in page.dataset && arrived > FAR);
  pauseMs = far || arrived > MANY ? FLOOD_PAUSE_MS : 0;
  if ("far" in page.dataset) {
    stale = true;
    showHeld();
    return following();
  }
  if ("newest" in page.dataset) takeNewest(page);
  else takeChanges(page);
  feed().dataset.searched = page.dataset.searched;
  lookAgain(page.querySelector("#unsearched"));
  if ("removals" in page.dataset) await dropGone();
  at.dataset.cursor = cursor; // after all of it: a pull that failed is made again
  settle();
  return "more" in page.dataset;
}

function takeNewest(page) {
  returning = stale = false;
  held.clear();
  feed().removeAttribute("data-detached");
  arrange(list(), page.querySelector("ol"), selected());
  changed();
  topSeq = lastSeq();
}

function takeChanges(page) {
  const free = following() && !held.size && !stale;
  const newest = Number(rowsOf(list())[0]?.dataset.seq ?? 0);
  for (const item of oldestFirst(page)) {
    if (free || Number(item.dataset.seq) <= newest || document.getElementById(item.id)) place(list(), item, selected());
    else if (held.size < MAX_HELD) held.set(item.id, item);
    else stale = true;
    if (item.dataset.seq === selected()) changed();
  }
  if (free) topSeq = lastSeq();
  if (free) trim(list());
  dropLeft(page.dataset.left?.split(",") ?? []);
}

// Rows that changed and do not match the search any more. The last of them takes the page anew.
function dropLeft(seqs) {
  const items = seqs.map((seq) => document.getElementById(`r${seq}`)).filter(Boolean);
  for (const seq of seqs) held.delete(`r${seq}`);
  for (const item of items) leave(list(), item);
  if (items.length && !rowsOf(list()).length) returning = again = true;
}

// A text search finds a request a moment after its arrival, which no change announces.
function lookAgain(note) {
  const shown = document.getElementById("unsearched");
  if (!shown) return;
  shown.replaceWith(document.adoptNode(note));
  clearTimeout(due);
  if (!note.hidden) due = setTimeout(() => pull().catch(() => {}), UNSEARCHED_MS);
}

// What stands after any change of the rows: separators, selection, the count of what is held.
function settle() {
  days(list(), dayName);
  const empty = rowsOf(list()).length === 0;
  if (!empty) firstArrived();
  else if (!feed().dataset.query && !held.size && !stale) nothingLeft();
  mark();
  showHeld();
}

function firstArrived() {
  list().querySelector(".note:not([id])")?.remove(); // "None of the requests match"
  if (!main.hasAttribute("data-empty")) return;
  main.removeAttribute("data-empty");
  if (!isNarrow()) show(rowsOf(list())[0].querySelector(".row").pathname);
}

function nothingLeft() {
  document.getElementById("dropped")?.remove();
  if (main.hasAttribute("data-empty")) return;
  main.setAttribute("data-empty", "");
  show(`/bins/${main.dataset.bin}/waiting/`);
}

async function dropGone() {
  const known = [...rowsOf(list()), ...held.values()].map((item) => item.dataset.seq);
  if (selected() && !known.includes(selected())) known.push(selected());
  if (!known.length) return;
  const response = await asked(`${feed().dataset.rows.replace(/rows\/$/, "gone/")}?seqs=${known.join(",")}`);
  const { gone } = await response.json();
  for (const seq of gone) {
    held.delete(`r${seq}`);
    const item = document.getElementById(`r${seq}`);
    if (item) drop(list(), item);
    if (String(seq) === selected()) goneFromDetail();
  }
  if (!gone.length) return;
  lookOver();
  document.dispatchEvent(new CustomEvent("requestbin:gone", { detail: gone.map(String) }));
}

function showHeld() {
  const button = document.getElementById("new");
  const waiting = lastSeq() - topSeq;
  button.hidden = !(held.size || stale || detached()) || (paused && !waiting);
  button.textContent = waiting > 0 && !feed().dataset.query ? `${waiting.toLocaleString("en")} new` : detached() ? "Newest" : "New requests";
  document.dispatchEvent(new CustomEvent("requestbin:held", { detail: waiting }));
}

// Shows what waited: the rows that were held, or the newest page where they were too many.
export async function release() {
  if (stale || detached()) {
    if (returning) return;
    returning = true;
    list().scrollTop = 0; // at once: the pull under way may have to ask for the newest page first
    await running?.catch(() => {});
    return pull().catch(() => {}); // `live` sees by itself that the server is gone
  }
  for (const item of held.values()) place(list(), item, selected());
  held.clear();
  list().scrollTop = 0;
  topSeq = lastSeq();
  trim(list());
  settle();
}

export function pause(on) {
  paused = on;
  if (!on) list().scrollTop = 0, release();
}

if (main) {
  document.addEventListener("scroll", (event) => {
    if (event.target === list() && following() && (held.size || stale)) release();
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.id === "new") release().then?.(() => list().focus());
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "feed") searched();
    if (event.detail.target.id === "older") days(list(), dayName), mark(), trim(list(), "top") && detach();
  });
  document.addEventListener("requestbin:removed", settle);
}

// A search brings a list of its own: nothing that was held belongs to it.
function searched() {
  held.clear();
  stale = false;
  topSeq = lastSeq();
  const field = document.querySelector("#search input");
  if (document.activeElement !== field) field.value = feed().dataset.q;
  renameEntry();
  mark();
}

function detach() {
  feed().setAttribute("data-detached", "");
  showHeld();
}
