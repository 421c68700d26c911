// Says what a press did not do, where everybody sees it: no answer came, or a problem instead of one.
const SHOWN_MS = 10_000;
const PRESSES = ["click", "submit", "input", "search", "change"]; // what only looks again tells nobody

const notice = document.getElementById("notice");
let hiding = 0;

export function notify(sentence) {
  notice.textContent = sentence;
  notice.hidden = false;
  notice.hidePopover?.(); // and again, to be above a dialog that was opened since
  notice.showPopover?.();
  clearTimeout(hiding);
  hiding = setTimeout(hide, SHOWN_MS);
}

function hide() {
  notice.hidePopover?.();
  notice.hidden = true;
}

notice.addEventListener("click", hide);
for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    const { triggeringEvent } = event.detail.requestConfig;
    if (PRESSES.includes(triggeringEvent?.type)) notify("Not done: the server does not answer.");
  });
}
document.addEventListener("requestbin:problem", (event) => notify(event.detail.value));
