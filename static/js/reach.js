// The reach panel: tests the way in again when what is known of it is old, so that it stays true.
import { elapsed } from "./clock.js";

const STALE_SECONDS = 120;
const LOOK_MS = 30_000;

const reach = document.getElementById("reach");
const panel = document.getElementById("reach-panel");

let behind = false; // the panel is not what the bar says, since somebody was at it

function refresh(seconds) {
  const form = document.getElementById("reach-test");
  if (!form?.dataset.checked || document.hidden) return;
  if (Number(form.dataset.checked) + elapsed(form) > seconds) htmx.trigger(form, "stale");
}

// Takes from a pull where the bin is reached: another tab or reader may have changed it.
export function follow({ url, reach: state }) {
  const was = document.getElementById("reach-state").dataset.state;
  if (url !== document.getElementById("capture-url").dataset.url || (state && state !== was)) redraw();
}

// Without a source of its own it would take the place of what else waits to be asked for.
const redraw = () => htmx.ajax("GET", panel.dataset.get, { source: panel, target: panel, swap: "innerHTML" });

// What nobody asked for takes no address away that is typed.
function spare({ detail: swap }) {
  behind = swap.requestConfig.triggeringEvent?.type !== "submit" && panel.querySelector("input:focus");
  if (behind) swap.swapOverride = "none";
}

// What is shown while there is no request names the capture URL too.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  const told = event.target.id === "capture-url" && event.detail.target.id === "capture-url"; // once
  const waiting = document.getElementById("waiting");
  if (told && waiting) htmx.trigger(waiting, "stale");
});

if (reach) {
  panel.addEventListener("htmx:beforeSwap", spare);
  setInterval(() => reach.open || refresh(STALE_SECONDS), LOOK_MS);
  reach.addEventListener("toggle", () => reach.open ? refresh(STALE_SECONDS / 2) : behind && redraw());
  document.addEventListener("click", (event) => {
    if (!event.target.closest('[data-opens="reach"]')) return;
    event.preventDefault();
    event.stopPropagation(); // the menus' own listener would close it again
    reach.open = true;
    document.getElementById("tunnel-address")?.focus();
  }, true);
}

// A check goes step by step where there is a script to ask for each; else all of it is asked for.
document.addEventListener("submit", (event) => event.target.elements.namedItem("all")?.remove(), true);
