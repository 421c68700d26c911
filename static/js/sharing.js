// The dialog that shares a request: shown once it is filled, empty once it is closed.
const dialog = document.getElementById("sharing");

document.addEventListener("htmx:afterSettle", (event) => {
  if (!dialog?.contains(event.target)) return;
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("[autofocus]")?.focus(); // the link that was just made
});

dialog?.addEventListener("click", (event) => event.target.closest("[data-closes]") && dialog.close());
dialog?.addEventListener("close", () => {
  dialog.replaceChildren();
  document.querySelector("#actions > .menu > summary")?.focus(); // what opened it is in a closed menu
});
