// Imports: a file of any size goes in parts that end with a line, one after the other.
import { announce } from "./copy.js";

const PART_BYTES = 4 * 1024 * 1024;
const MOST_PROBLEMS = 100;
const TRIES = 5;
const NEWLINE = 10;

const form = document.getElementById("importing");

const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

// Gives the parts of a file, each with the number of its first line.
async function* parts(file) {
  let start = 0, first = 1;
  while (start < file.size) {
    let size = PART_BYTES, end = 0, bytes;
    do {
      bytes = new Uint8Array(await file.slice(start, start + size).arrayBuffer());
      end = start + size >= file.size ? bytes.length : bytes.lastIndexOf(NEWLINE) + 1;
      size *= 2; // a line may be longer than a part
    } while (end === 0);
    yield { bytes: bytes.subarray(0, end), first, done: start + end };
    start += end;
    for (let at = bytes.indexOf(NEWLINE); at >= 0 && at < end; at = bytes.indexOf(NEWLINE, at + 1)) first += 1;
  }
}

async function sent(part) {
  const body = new FormData(form);
  body.set("file", new Blob([part.bytes]), "part.ndjson");
  body.set("first", part.first);
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (response.status === 429 && tries < TRIES) {
      await new Promise((done) => setTimeout(done, 1000 * tries));
    } else if (response.headers.get("Content-Type")?.startsWith("application/json")) {
      return response.json();
    } else {
      throw new Error(`The server answered ${response.status}.`);
    }
  }
}

async function run(file) {
  const shown = document.getElementById("import-progress");
  const [bar, words, list] = shown.children;
  const total = { stored: 0, wrong: 0 };
  bar.max = file.size || 1;
  bar.value = 0;
  bar.hidden = shown.hidden = false;
  list.replaceChildren();
  const tell = (beginning) => {
    words.textContent = beginning + (total.wrong ? ` ${counted(total.wrong, "line")} could not be used:` : "");
  };
  for await (const part of parts(file)) {
    const told = await sent(part);
    total.stored += told.stored;
    total.wrong += told.wrong;
    for (const [line, why] of told.problems) {
      if (list.children.length < MOST_PROBLEMS) list.append(problem(line, why));
    }
    bar.value = part.done;
    if (told.stopped) {
      tell(told.stopped);
      return announce(words.textContent);
    }
    tell(`${counted(total.stored, "request")} so far.`);
  }
  bar.hidden = true;
  tell(`Imported ${counted(total.stored, "request")}.`);
  announce(words.textContent);
}

function problem(line, why) {
  const item = document.createElement("li");
  const sentence = `line ${line.toLocaleString("en")}: ${why}`;
  item.append(...sentence.split("`").map((part, at) => (at % 2 ? code(part) : part)));
  return item;
}

function code(text) {
  const made = document.createElement("code");
  made.textContent = text;
  return made;
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [file] = form.elements.file.files;
  const press = form.querySelector("[type=submit]");
  if (press.getAttribute("aria-disabled")) return;
  press.setAttribute("aria-disabled", "true"); // disabled, it would lose the focus
  try {
    await run(file);
  } catch (error) {
    document.querySelector("#import-progress p").textContent = `Not finished: ${error.message}`;
  } finally {
    press.removeAttribute("aria-disabled");
  }
});
