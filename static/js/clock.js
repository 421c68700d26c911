// Keeps figures of seconds true: [data-due] counts down from its seconds, [data-since] counts up.
const SPANS = [["s", 1, 90], ["min", 60, 5400], ["h", 3600, 129600]]; // as in sentences.py
const drawn = new WeakMap(); // when an element came: its seconds count from then

export function elapsed(element) {
  if (!drawn.has(element)) drawn.set(element, Date.now());
  return (Date.now() - drawn.get(element)) / 1000;
}

function span(seconds) {
  for (const [unit, length, limit] of SPANS) {
    if (seconds < limit) return `${Math.max(0, Math.round(seconds / length))} ${unit}`;
  }
  return `${Math.round(seconds / 86400)} days`;
}

const ago = (seconds) => (seconds < 1 ? "just now" : `${span(seconds)} ago`);

function show(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function tick() {
  for (const it of document.querySelectorAll("[data-checked]")) elapsed(it);
  for (const it of document.querySelectorAll("[data-due]")) show(it, span(it.dataset.due - elapsed(it)));
  for (const it of document.querySelectorAll("[data-since]")) show(it, ago(Number(it.dataset.since) + elapsed(it)));
}

tick();
setInterval(() => document.hidden || tick(), 1000);
document.addEventListener("visibilitychange", tick);
