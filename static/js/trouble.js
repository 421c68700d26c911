// Says what a press did not do, where everybody sees it: no answer came, or a problem instead of one.
const SHOWN_MS = 10_000;
const PRESSES = ["click", "submit", "input", "change"]; // what only looks again tells nobody

export const notify = teller(document.getElementById("notice"), SHOWN_MS);

// Gives what shows a sentence in a popover for a while; a press hides it.
export function teller(element, ms) {
  let hiding = 0;
  const hide = () => {
    element.hidePopover?.();
    element.hidden = true;
  };
  element.addEventListener("click", hide);
  return (sentence) => {
    element.textContent = sentence;
    element.hidden = false;
    element.hidePopover?.(); // and again, to be above a dialog that was opened since
    element.showPopover?.();
    clearTimeout(hiding);
    hiding = setTimeout(hide, ms);
  };
}

// What tells of an answer is said at the element that asked: where that was replaced meanwhile, the
// page hears nothing of it, and what was not sent has no place to say why.
document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
  for (const name of ["htmx:sendError", "requestbin:problem", "requestbin:unsent", "requestbin:done"]) elt.addEventListener(name, again);
});

function again({ type, target, detail }) {
  if (!target.isConnected) document.dispatchEvent(new CustomEvent(type.replace("unsent", "problem"), { detail }));
}

document.addEventListener("htmx:sendError", ({ detail: { requestConfig } }) => {
  if (PRESSES.includes(requestConfig.triggeringEvent?.type)) notify("Not done: the server does not answer.");
});
document.addEventListener("requestbin:problem", (event) => notify(event.detail.value));
