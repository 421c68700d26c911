// Replaying: the menu of targets, the editor in its dialog, and saying what came of it.
import { announce } from "./copy.js";
import { changed } from "./detail.js";

const editor = document.getElementById("editor");
let outdated = false; // the actions are to be drawn anew, once nobody is using them
let told = null; // what was last said of the newest delivery

const actions = () => document.getElementById("actions");
const menu = () => document.getElementById("replay-menu");
const sends = () => document.getElementById("sends");

document.addEventListener("toggle", (event) => {
  const { target } = event;
  if (target === menu() && target.open) target.querySelector("ul button, #replay-url").focus();
  catchUp();
}, true);
for (const end of ["pointerup", "htmx:afterRequest"]) document.addEventListener(end, () => setTimeout(catchUp, 100));

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt } = event.detail;
  if (elt.id === "answer" && !elt.checkVisibility()) event.preventDefault();
});

document.addEventListener("htmx:configRequest", (event) => {
  const { elt, parameters } = event.detail;
  if (elt.id === "summary") parameters.actions = actions().dataset.version;
  // The captured bytes are the server's: a preview needs their text only where it was edited.
  if (elt.id === "final" && !document.getElementById("replace-body").checked) parameters.body = "";
});

// With the summary come other actions where they differ from these. They must not take an open menu
// away, nor a button from under a pointer: a press that loses its button is lost.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (event.target !== actions()) return;
  const fresh = event.detail.fragment.querySelector("#actions");
  if (fresh.dataset.version === actions().dataset.version) event.detail.shouldSwap = false;
  else if (inUse()) event.detail.shouldSwap = !(outdated = true);
});

const inUse = () => document.querySelector("#actions :is(details[open], .htmx-request), #actions:active, #confirm[open]");

function catchUp() {
  if (!outdated || inUse()) return;
  outdated = false;
  changed();
}

document.addEventListener("htmx:afterSwap", (event) => {
  const { id } = event.detail.target;
  if (id === "detail") told = sends()?.dataset.told ?? "";
  if (id === "summary" || id === "sends") tell();
  if (id === "sends") sent(event.detail.requestConfig.elt);
  if (id === "replay-other") refused();
});

// A form of ours has sent something: what it stood in has done its work.
function sent(form) {
  if (editor?.open && editor.contains(form)) editor.close();
  const from = menu()?.contains(form) || form.closest(".question");
  if (menu()?.contains(form)) menu().open = false;
  if (from) document.getElementById("replay-to").focus({ preventScroll: true });
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
  editor.addEventListener("close", () => { warned = false; });
}

told = sends() && (sends().dataset.told ?? "");
