// Examples of what is signed: a press puts one into its field.
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-fill]");
  if (!button) return;
  const field = document.getElementById(button.dataset.fills);
  field.value = button.dataset.fill;
  field.focus();
});
