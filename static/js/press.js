// A mouse press counts also where what it is on was drawn anew between down and up: a row that got
// its verdict, a head with its delivery. The browser makes no click of that.
const PRESSED = "a, button, summary, label";
let down = null;

// What stays the same when an element is drawn anew.
const sign = (element) => [element.id, element.href, element.closest("[id]")?.id].join();

addEventListener("pointerdown", (event) => {
  const isMouse = event.pointerType === "mouse" && event.button === 0; // touch looks for its target at the end
  down = isMouse ? event.target.closest(PRESSED) : null;
}, true);

addEventListener("pointerup", (event) => {
  const up = event.target.closest?.(PRESSED);
  if (down && !down.isConnected && up && sign(up) === sign(down)) up.dispatchEvent(new PointerEvent("click", event));
  down = null;
}, true);
