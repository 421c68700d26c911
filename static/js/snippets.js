// The button that copies keeps the tool that was last chosen beside it, in this browser.
import { announce } from "./copy.js";
import { teller } from "./trouble.js";

const STORED = "requestbin-copies-as";
const SHOWN_MS = 8000;

const tell = teller(document.getElementById("told"), SHOWN_MS);

function chosen() {
  try {
    return JSON.parse(localStorage.getItem(STORED)) ?? {};
  } catch {
    return {}; // storage may be off
  }
}

function choose(slug, name) {
  try {
    localStorage.setItem(STORED, JSON.stringify({ slug, name }));
  } catch { /* then it is forgotten */ }
}

// Gives the button what was chosen; each request brings a button of its own.
function dress() {
  const button = document.getElementById("copy-curl");
  const { slug, name } = chosen();
  if (!button || !slug) return;
  button.dataset.copyFrom = button.dataset.copyFrom.replace(/[^/]+\/$/, `${slug}/`);
  const text = `Copy ${name}`;
  if (button.dataset.was) button.dataset.was = text; // it says "Copied" just now
  else if (button.textContent !== text) button.textContent = text;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-tool]");
  if (!link) return;
  choose(link.dataset.tool, link.dataset.was ?? link.textContent);
  dress();
  link.closest("details")?.querySelector("summary").focus();
});

// What the copy holds and what its tool cannot send: seen, and said politely.
document.addEventListener("requestbin:copied", ({ detail: { button, headers } }) => {
  const notes = decodeURIComponent(headers.get("Requestbin-Notes") ?? "");
  const as = button.dataset.tool ? `Copied as ${button.dataset.was ?? button.textContent}.` : "Copied.";
  if (!notes && !button.dataset.tool) return;
  announce(`${as} ${notes}`);
  tell(`${as} ${notes}`);
});

dress();
document.addEventListener("htmx:load", dress);
