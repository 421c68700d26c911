// Dialogs: one opens by a button, or when the server has filled it; one asks before what cannot be undone.
const FILLED = "dialog[data-filled]";
const confirm = document.getElementById("confirm");
let agreed = null;

// What the server filled is shown once what is in it listens, and emptied once it is closed.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  const dialog = target.closest(FILLED);
  if (dialog?.firstElementChild && !dialog.open) dialog.showModal();
});

document.addEventListener("close", ({ target }) => {
  if (!target.matches(FILLED)) return;
  target.replaceChildren();
  if (target.dataset.returns) document.querySelector(target.dataset.returns)?.focus(); // what opened it is in a closed menu
}, true);

document.addEventListener("click", (event) => {
  const { target } = event;
  const opener = target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog).showModal();
  if (target.matches("dialog:not([data-stays])")) target.close(); // its backdrop
  const dialog = target.closest("[data-closes]")?.closest(FILLED);
  if (!dialog) return;
  event.preventDefault();
  dialog.close();
});

// <form data-confirm="The question?">, in the capture phase: htmx listens on the form itself and must
// not hear an unconfirmed submit.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-confirm]");
  if (!form || form === agreed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  document.getElementById("confirm-question").textContent = form.dataset.confirm;
  document.getElementById("confirm-yes").textContent = form.dataset.verb ?? "Delete";
  confirm.returnValue = "";
  confirm.onclose = () => {
    if (confirm.returnValue !== "yes") return;
    agreed = form;
    form.requestSubmit();
    agreed = null;
  };
  confirm.showModal();
}, true);
