// Copies: [data-copy="#element"] what an element shows, [data-copy-from="/address"] what an address
// gives, [data-copy-text="text"] that text.
const SHOWN_MS = 1600;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from], [data-copy-text]");
  if (!button) return;
  if (button.matches("a")) event.preventDefault(); // it leads to the text, without scripts
  const { copy: shown, copyFrom, copyText } = button.dataset;
  const from = copyFrom && fetch(copyFrom);
  const done = await copy(copyText ?? (from ? from.then(read) : textOf(document.querySelector(shown))));
  answer(button, done ? "Copied" : "Not copied");
  if (done && from) document.dispatchEvent(new CustomEvent("requestbin:copied", { detail: { button, headers: (await from).headers } }));
});

export function announce(text) {
  document.getElementById("announcement").textContent = text;
}

// The path field beside a URL completes it; a slash between them is a matter of course.
function textOf(element) {
  const field = document.querySelector(`[data-completes="${element.id}"]`);
  const path = field?.value.trim() ?? "";
  const text = element.dataset.url ?? element.href ?? element.textContent;
  return text + (path && !path.startsWith("/") && !path.startsWith("?") ? `/${path}` : path);
}

async function read(response) {
  if (!response.ok) throw new Error(`${response.status}`);
  return response.text();
}

export async function copy(text) {
  try {
    if (typeof text === "string") await navigator.clipboard.writeText(text);
    // A promise in the item keeps the press valid while the text is fetched (Safari demands it).
    else await navigator.clipboard.write([new ClipboardItem({ "text/plain": text.then((it) => new Blob([it], { type: "text/plain" })) })]);
    return true;
  } catch {
    return copiedBySelection(await Promise.resolve(text).catch(() => ""));
  }
}

// Without HTTPS, beyond this machine, browsers have no clipboard for pages but this.
function copiedBySelection(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "out-of-sight";
  document.body.append(area);
  area.select();
  const done = text !== "" && document.execCommand("copy");
  area.remove();
  return done;
}

function answer(button, word) {
  announce(word);
  if (button.dataset.was) return;
  if (button.matches("[data-copy-text]")) return flash(button);
  button.dataset.was = button.textContent;
  button.style.minWidth = `${button.offsetWidth}px`; // the word must not move its neighbours
  button.textContent = word;
  setTimeout(() => {
    button.textContent = button.dataset.was;
    button.style.minWidth = "";
    delete button.dataset.was;
  }, SHOWN_MS);
}

// A name or a value that was copied says so without giving its place to a word.
function flash(button) {
  button.classList.add("copied");
  setTimeout(() => button.classList.remove("copied"), SHOWN_MS);
}

for (const field of document.querySelectorAll("[data-completes]")) {
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") document.querySelector(`[data-copy="#${field.dataset.completes}"]`)?.click();
  });
}
