// What happens when requests have arrived, wherever the list stands: totals, tab title, a voice.
import { announce } from "./copy.js";
import { markSeen } from "./unread.js";

const OVERVIEW_MS = 5000;
const SAYING_MS = 2000; // a screen reader would read every single one of a flood

const main = document.querySelector("main.panes");
export const feed = () => document.getElementById("feed");
export const lastSeq = () => Number(feed().dataset.last);

let unseen = 0; // arrivals while the tab was hidden
let overviewDue = 0;
let unsaid = 0;
let saying = 0;

// Takes the totals of a pull into the page; returns how many requests are new.
export function count(page) {
  const arrived = Number(page.dataset.last) - lastSeq();
  feed().dataset.last = page.dataset.last;
  const tally = document.getElementById("tally"), fresh = page.querySelector("#tally");
  if (!tally.querySelector("[open]") && tally.innerHTML !== fresh.innerHTML) tally.innerHTML = fresh.innerHTML;
  if (arrived <= 0) return 0;
  if (document.hidden) unseen += arrived;
  else markSeen(main.dataset.bin, lastSeq());
  title();
  unsaid += arrived;
  saying ||= setTimeout(say, SAYING_MS);
  lookOver();
  return arrived;
}

export function lookOver() {
  overviewDue ||= setTimeout(overview, OVERVIEW_MS);
}

function say() {
  announce(`${unsaid.toLocaleString("en")} new request${unsaid === 1 ? "" : "s"}`);
  unsaid = saying = 0;
}

function title() {
  document.title = `${unseen ? `(${unseen}) ` : ""}${main.dataset.name} · requestbin`;
}

// The drawing and the filters are made of many requests: not anew for each.
function overview() {
  overviewDue = 0;
  const old = document.getElementById("overview");
  if (document.hidden || old.contains(document.activeElement)) return;
  const query = feed().dataset.query;
  htmx.ajax("GET", `${old.dataset.get}${query && `?${query}`}`, { target: "#overview", swap: "outerHTML" });
}

if (main) {
  markSeen(main.dataset.bin, lastSeq());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    unseen = 0;
    markSeen(main.dataset.bin, lastSeq());
    title();
  });
}
