// A check that was begun from the panel is at home on the page of its results: reloading shows them.
const check = document.getElementById("check");
if (check) history.replaceState(history.state, "", check.dataset.address);
