// Menus are <details>, which open and close without us; this closes them as menus are expected to.
const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    const inside = menu.contains(event.target);
    const chosen = event.target.closest(".sheetlet button, .sheetlet a");
    if (!inside || (chosen && !chosen.closest("[data-stays]"))) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.preventDefault();
  }
});

// The menu's link is older than the search.
document.getElementById("export")?.addEventListener("click", (event) => {
  const query = document.getElementById("feed")?.dataset.query;
  if (query !== undefined) event.currentTarget.search = query;
});
