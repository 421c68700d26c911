// Explains the search box while somebody types: what can come next, and what was understood.
const WAIT_MS = 100;

const field = document.getElementById("q");
const popup = document.getElementById("hints");
const dialog = document.getElementById("time");
let due = 0;
let asking = null; // the question under way
let chosen = -1;
let length = 0; // of the text that the hints are for

const options = () => [...popup.querySelectorAll("[role=option]")];
const isOpen = () => !popup.hidden;

function ask(wait = WAIT_MS) {
  clearTimeout(due);
  asking?.abort();
  due = setTimeout(fill, wait);
}

async function fill() {
  asking = new AbortController();
  const asked = new URLSearchParams({ q: field.value, at: field.selectionStart });
  try {
    const response = await fetch(`${field.dataset.hints}?${asked}`, { signal: asking.signal });
    if (!response.ok) return close();
    draw(await response.text());
    length = asked.get("q").length;
  } catch {
    return; // asked anew meanwhile, or the server is away, which the list says
  }
  if (document.activeElement === field) open();
}

// The line is changed, not replaced: only then is it read out.
function draw(html) {
  const { content } = Object.assign(document.createElement("template"), { innerHTML: html });
  popup.querySelector("ul").replaceWith(content.querySelector("ul"));
  const line = popup.querySelector(".reading");
  const fresh = content.querySelector(".reading");
  line.className = fresh.className;
  if (line.innerHTML !== fresh.innerHTML) line.innerHTML = fresh.innerHTML;
}

function open() {
  popup.hidden = false;
  field.setAttribute("aria-expanded", String(options().length > 0));
  choose(-1);
}

function close() {
  clearTimeout(due);
  asking?.abort();
  popup.hidden = true;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function choose(index) {
  chosen = index;
  for (const [at, option] of options().entries()) option.setAttribute("aria-selected", String(at === index));
  const option = options()[index];
  if (!option) return field.removeAttribute("aria-activedescendant");
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

// Puts a hint in the place of the word at the caret; a whole term asks for no more hints.
function take(option) {
  const { start, end: then } = document.getElementById("hint-list").dataset;
  const end = Number(then) + field.value.length - length; // the word may have grown
  const { text } = option.dataset;
  const space = text.endsWith(" ") && field.value[end] === " " ? 1 : 0;
  field.setRangeText(text, Number(start), end + space, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  if (text.endsWith(" ")) close();
}

function move(by) {
  const count = options().length;
  if (!isOpen()) return ask(0);
  if (count) choose(chosen < 0 && by < 0 ? count - 1 : (chosen + by + count) % count);
}

const KEYS = {
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  Enter: () => (chosen >= 0 ? take(options()[chosen]) : false),
  Tab: () => (chosen >= 0 ? take(options()[chosen]) : false),
  Escape: () => close(),
};

function pressed(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (!isOpen() && !event.key.startsWith("Arrow")) return;
  const answer = KEYS[event.key]?.();
  if (event.key in KEYS && answer !== false) event.preventDefault();
  else if (event.key === "Enter") close();
}

// A filter is a term more, or less, in the box, where more may be typed by now.
function filter(event) {
  const link = event.target.closest("[data-filters]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { q: was } = document.getElementById("feed").dataset;
  const now = new URL(link).searchParams.get("q") ?? "";
  field.value = now.startsWith(was) ? `${field.value} ${now.slice(was.length).trim()}` : now;
  field.form.requestSubmit();
}

if (field && popup) {
  document.addEventListener("click", filter);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": "hint-list", "aria-autocomplete": "list" })) field.setAttribute(name, value);
  field.addEventListener("input", () => ask());
  field.addEventListener("focus", () => ask(0));
  field.addEventListener("keydown", pressed);
  field.form.addEventListener("focusout", (event) => {
    if (!field.form.contains(event.relatedTarget)) close();
  });
  popup.addEventListener("mousedown", (event) => event.target.closest("li") && event.preventDefault()); // the field keeps the focus
  popup.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
    if (event.target.closest("[data-dialog]")) close();
  });
  dialog?.querySelector("form").addEventListener("submit", ({ target }) => { target.querySelector("[name=q]").value = document.getElementById("feed").dataset.q; });
  dialog?.querySelector("[data-close]").addEventListener("click", () => dialog.close());
}
