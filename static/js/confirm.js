// Asks before a form that cannot be undone is sent: <form data-confirm="The question?">.
const dialog = document.getElementById("confirm");
let agreed = null;

// In the capture phase: htmx listens on the form itself and must not hear an unconfirmed submit.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-confirm]");
  if (!form || form === agreed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  document.getElementById("confirm-question").textContent = form.dataset.confirm;
  document.getElementById("confirm-yes").textContent = form.dataset.verb ?? "Delete";
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue !== "yes") return;
    agreed = form;
    form.requestSubmit();
    agreed = null;
  };
  dialog.showModal();
}, true);
