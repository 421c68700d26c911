// Replaying: the menu of targets, the editor in its dialog, and saying what came of it.
import { announce } from "./copy.js";

const editor = document.getElementById("editor");
let waiting = false; // the head of the detail is to be drawn anew, once its open menu is closed
let told = null; // what was last said of the newest delivery

const menu = () => document.getElementById("replay-menu");
const sends = () => document.getElementById("sends");

document.addEventListener("toggle", (event) => {
  const { target } = event;
  if (target === menu() && target.open) target.querySelector("ul button, #replay-url").focus();
  if (waiting && !target.open) redraw();
}, true);

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt } = event.detail;
  if (elt.id === "summary" && elt.querySelector("details[open]")) {
    waiting = true;
    event.preventDefault();
  }
  if (elt.id === "answer" && !elt.checkVisibility()) event.preventDefault();
});

// The captured bytes are the server's: a preview needs their text only where it was edited.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.id === "final" && !document.getElementById("replace-body").checked) {
    event.detail.parameters.body = "";
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  const { id } = event.detail.target;
  if (id === "detail") told = sends()?.dataset.told ?? "";
  if (id === "summary" || id === "sends") tell();
  if (id === "sends") sent(event.detail.requestConfig.elt);
  if (id === "replay-other") refused();
  if (id === "editor" && !editor.open) editor.showModal();
});

function redraw() {
  waiting = false;
  const summary = document.getElementById("summary");
  if (summary) htmx.trigger(summary, "changed");
}

// A form of ours has sent something: what it stood in has done its work.
function sent(form) {
  if (editor?.open && editor.contains(form)) editor.close();
  if (menu()?.contains(form)) menu().open = false;
}

function refused() {
  menu().open = true;
  document.getElementById("replay-url").focus();
}

function tell() {
  const { told: now = "", sentence } = sends()?.dataset ?? {};
  if (now && told !== null && now !== told) announce(sentence.replaceAll("`", ""));
  told = now;
  const count = document.getElementById("count-deliveries");
  if (count && sends()) count.textContent = sends().dataset.total;
}

// An edited text replaces the captured bytes; as long as it was not, they go as they came.
document.addEventListener("input", (event) => {
  if (event.target.id !== "edit-body") return;
  const box = document.getElementById("replace-body");
  box.checked = box.defaultChecked || event.target.value !== event.target.defaultValue;
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("#edit-form");
  if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(document.getElementById("edit-send"));
});

const isEdited = (field) => (field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);

if (editor) {
  let warned = false;
  editor.addEventListener("cancel", (event) => {
    const edited = [...editor.querySelectorAll("input, textarea")].some(isEdited);
    if (!edited || warned) return;
    warned = true;
    event.preventDefault();
    editor.querySelector(".discards").hidden = false;
  });
  editor.addEventListener("close", () => {
    warned = false;
    editor.replaceChildren();
  });
  editor.addEventListener("click", (event) => {
    if (!event.target.closest("[data-closes]")) return;
    event.preventDefault();
    editor.close();
  });
}

told = sends()?.dataset.told ?? null;
