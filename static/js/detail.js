// Keeps list, detail, address and tab in step: one request is selected, and Back knows the way.
import { feed } from "./arrivals.js";

const main = document.querySelector("main.panes");
const detail = document.getElementById("detail");
const narrow = matchMedia("(width < 900px)");
let due = false; // the head is to be drawn anew, and was not asked for since
let asked = null; // the request on its way into the detail: its row is marked already
let held = []; // what was pressed meanwhile, in turn: it is meant for the request that comes

const home = () => `/bins/${main.dataset.bin}/`;
const shown = () => document.getElementById("panel")?.dataset.address ?? "";
const state = () => ({ shown: shown() }); // what Back is to show again
const isRequest = () => location.pathname.includes("/requests/");

export const isNarrow = () => narrow.matches;
export const selected = () => detail?.querySelector("article")?.dataset.seq ?? null;
export const rowOf = (seq) => document.querySelector(`#r${seq} > .row`);

// Marks the row of the request that is shown, also after rows were replaced.
export function mark(seq = asked ?? selected()) {
  const row = seq && rowOf(seq);
  for (const other of document.querySelectorAll(".row[aria-current]")) {
    if (other !== row) other.removeAttribute("aria-current");
  }
  row?.setAttribute("aria-current", "true");
  row?.parentElement.removeAttribute("data-unread");
  return row;
}

// Draws the head of the detail anew: verdict, star or deliveries of its request may have changed.
export function changed() {
  due = true; // a summary that was swapped in just now does not listen yet, and is asked again
  const summary = document.getElementById("summary");
  if (summary && !isAsked()) htmx.trigger(summary, "changed");
}

// Whether somebody is at the head: it asks the reader, or the reader the server. Not to be drawn anew.
const isAsked = () => document.querySelector("#detail a.htmx-request, [hx-target='#sends'].htmx-request, #sends .question, #summary .give :is(:focus, :is(input, textarea):not([type=hidden], :placeholder-shown))");

// Loads an address into the detail without a new entry in the history.
export const show = (address) => htmx.ajax("GET", address, { source: detail, target: detail, swap: "innerHTML" }).catch(() => {});

// Says that the request that is shown was deleted by somebody else, and takes its actions away.
export function gone() {
  const said = document.createElement("p");
  said.className = "none quiet";
  said.textContent = `Request #${selected()} was deleted.`;
  detail.replaceChildren(said);
}

export function openDetail(open) {
  main.toggleAttribute("data-open", open);
}

if (main) {
  document.addEventListener("htmx:configRequest", asking);
  document.addEventListener("htmx:beforeRequest", begun);
  document.addEventListener("click", hold, true);
  document.addEventListener("htmx:beforeSwap", check);
  document.addEventListener("htmx:afterSwap", swapped);
  document.addEventListener("htmx:afterSettle", catchUp);
  document.addEventListener("htmx:afterRequest", () => due && changed());
  addEventListener("popstate", restore);
  history.replaceState(state(), "");
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-back]") || !isNarrow()) return;
    event.preventDefault();
    back();
  });
}

function begun({ detail: { elt, xhr, pathInfo } }) {
  if (elt !== detail && !elt.matches(".row")) return;
  const seq = pathInfo.requestPath.match(/requests\/(\d+)/)?.[1];
  mark((asked = seq));
  xhr.addEventListener("loadend", () => arrived(seq)); // the row itself may be replaced meanwhile
}

// What comes for a request that the reader has left is not shown.
function check({ detail: swap }) {
  const { elt } = swap.requestConfig;
  const article = elt.closest("article");
  if (article && (asked || !article.isConnected)) swap.shouldSwap = false;
  else if (elt.matches("#summary, #sends, #deliveries") && isAsked()) swap.shouldSwap = !(due = true);
}

// What is pressed in the detail is meant for the row that is marked, not for the request that it
// still shows; and another row waits for its turn then.
function hold(event) {
  const element = event.target.closest?.("a, button, summary");
  const seq = held.length && element?.matches(".row") && element.parentElement.dataset.seq;
  if (!asked || !(seq || detail.contains(element)) || element.matches("[data-back]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  held.push(() => (seq ? mark(seq) : document.getElementById(element.id)));
  if (seq) mark(seq);
}

// Ends the wait for a request, whether it came or not.
function arrived(seq) {
  const pressed = seq === selected() ? held : [];
  asked = null;
  held = [];
  mark();
  for (const find of pressed) find()?.click();
}

export function back() {
  htmx.trigger(detail, "htmx:abort"); // what is on its way is not waited for
  openDetail(false);
  history.pushState(state(), "", withFilter(home()));
  rowOf(selected())?.focus();
}

// An address keeps the filter of the list, so that a reload finds the same rows.
function withFilter(address) {
  const { query } = feed().dataset;
  return query ? `${address}${address.includes("?") ? "&" : "?"}${query}` : address;
}

const partOf = (address) => new URLSearchParams(address.slice(address.indexOf("?") + 1)).get("part");

// A part that was opened is a place that Back leaves again; tabs and views are not.
function addEntry() {
  history.pushState(state(), "", withFilter(shown()));
}

// Brings the address up to date with tab and filter, without a new entry in the history.
export function renameEntry() {
  history.replaceState(state(), "", withFilter((isRequest() && shown()) || home()));
}

// The tab that is open stays open when another request is chosen, and so does how it is read.
function asking(event) {
  if (event.detail.elt.id === "summary") due = false; // it is drawn anew by this
  const { tab, stays } = document.getElementById("panel")?.dataset ?? {};
  if (event.detail.elt.matches?.(".give") && tab) event.detail.parameters.tab = tab; // of what comes back
  if (!event.detail.elt.matches?.(".row")) return;
  if (tab && tab !== "payload") event.detail.parameters.tab = tab;
  for (const [name, value] of new URLSearchParams(stays)) event.detail.parameters[name] = value;
}

// What was asked for before a change may come after the row that tells of it; only after settling
// does the summary listen.
function catchUp() {
  const known = rowOf(selected())?.parentElement.dataset.change;
  if (due || Number(known) > Number(document.getElementById("summary")?.dataset.change)) changed();
}

function swapped({ detail: { target, requestConfig } }) {
  if (target.id === "panel") partOf(location.search) === partOf(shown()) ? renameEntry() : addEntry();
  if (target !== detail) return;
  due = false;
  const gone = detail.querySelector("[data-deleted]");
  if (gone) return after(gone.dataset.deleted);
  detail.scrollTop = 0;
  mark();
  if (requestConfig.elt === detail || !selected()) return;
  openDetail(true);
  const address = withFilter(shown());
  if (address !== location.pathname + location.search) history.pushState(state(), "", address);
}

// After a deletion the next older request takes its place, as in a mail client.
function after(seq) {
  const item = document.getElementById(`r${seq}`);
  const rows = [...document.querySelectorAll("#rows > li[data-seq]")];
  const next = rows.find((row) => Number(row.dataset.seq) < seq) ?? rows.findLast((row) => row !== item);
  item?.remove();
  document.dispatchEvent(new CustomEvent("requestbin:removed"));
  const link = next?.querySelector(".row");
  if (link) isNarrow() ? back() : (link.focus(), link.click());
}

function restore(event) {
  htmx.trigger(detail, "htmx:abort");
  openDetail(isRequest());
  const address = event.state?.shown || (isRequest() && location.pathname + location.search);
  if (address && address !== shown()) show(address);
}
