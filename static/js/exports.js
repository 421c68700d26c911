// Exports: the page tells how far the download has come.
import { announce } from "./copy.js";

const LOOK_MS = 400;
const UNKNOWN_LOOKS = 25; // another process may have it

const form = document.getElementById("exporting");

// By name, not by form.elements: names of the search stand in the form, too.
const field = (name) => form.querySelector(`[name=${name}]`);
let touched = false;

function follow(ticket) {
  const shown = document.getElementById("export-progress");
  shown.hidden = false;
  shown.replaceChildren();
  let looks = 0;
  const timer = setInterval(async () => {
    if (field("ticket").value !== ticket) return clearInterval(timer); // a newer one is followed
    const response = await fetch(`${shown.dataset.from}${ticket}/`).catch(() => null);
    if (!response?.ok || field("ticket").value !== ticket) return;
    shown.innerHTML = await response.text();
    looks += 1;
    if (shown.querySelector("[data-ended]")) announce(shown.textContent.trim());
    if (shown.querySelector("[data-ended]") || (looks > UNKNOWN_LOOKS && shown.querySelector("[data-unknown]"))) clearInterval(timer);
  }, LOOK_MS);
}

form?.addEventListener("submit", () => {
  const ticket = crypto.getRandomValues(new Uint32Array(3)).join("-");
  field("ticket").value = ticket;
  follow(ticket);
});

// What is made to be shared is masked, until somebody says otherwise.
form?.addEventListener("change", ({ target }) => {
  if (target.name === "masked") touched = true;
  if (target.name !== "format" || touched || !field("masked")) return;
  form.querySelector(`[name=masked][value=${"toShare" in target.dataset ? "yes" : "no"}]`).checked = true;
});
