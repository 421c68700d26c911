// The reach panel: tests the way in again when what is known of it is old, so that it stays true.
import { elapsed } from "./clock.js";

const STALE_SECONDS = 120;
const LOOK_MS = 30_000;

const reach = document.getElementById("reach");

function refresh(seconds) {
  const form = document.getElementById("reach-test");
  if (!form?.dataset.checked || document.hidden) return;
  if (Number(form.dataset.checked) + elapsed(form) > seconds) htmx.trigger(form, "stale");
}

if (reach) {
  setInterval(() => reach.open || refresh(STALE_SECONDS), LOOK_MS);
  reach.addEventListener("toggle", () => reach.open && refresh(STALE_SECONDS / 2));
  document.addEventListener("click", (event) => {
    if (!event.target.closest('[data-opens="reach"]')) return;
    event.preventDefault();
    event.stopPropagation(); // the menus' own listener would close it again
    reach.open = true;
    document.getElementById("tunnel-address")?.focus();
  }, true);
}
