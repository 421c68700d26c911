// Notes: Ctrl+Enter saves, Escape leaves, and news of the request takes no draft away.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form#note");
  if (!form) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  else if (event.key === "Escape") document.getElementById("leave-note").click();
  else return;
  event.preventDefault();
});

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, detail } = event;
  if (target.id !== "note") return;
  const fresh = detail.fragment.querySelector("#note");
  if (target.matches("form") || fresh?.dataset.text === target.dataset.text) detail.shouldSwap = false;
});
