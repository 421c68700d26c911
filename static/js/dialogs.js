// Dialogs that the server fills: shown once what is in them listens, emptied once they are closed.
const FILLED = "dialog[data-filled]";

document.addEventListener("htmx:afterSettle", ({ target }) => {
  const dialog = target.closest(FILLED);
  if (dialog?.firstElementChild && !dialog.open) dialog.showModal();
});

document.addEventListener("click", (event) => {
  const dialog = event.target.closest("[data-closes]")?.closest(FILLED);
  if (!dialog) return;
  event.preventDefault();
  dialog.close();
});

document.addEventListener("close", ({ target }) => {
  if (!target.matches(FILLED)) return;
  target.replaceChildren();
  if (target.dataset.returns) document.querySelector(target.dataset.returns)?.focus(); // what opened it is in a closed menu
}, true);
