// Panes as wide as the reader wants them: drag the line between, or move it with the arrow keys.
const STEP = 20;
const root = document.documentElement;
const key = (name) => `requestbin-width-${name}`;

// The list grows to the right, the answer to the left.
const SIGNS = { list: 1, answer: -1 };
const paneOf = (split) => split.parentElement;

function set(split, width) {
  const { splits: name } = split.dataset;
  const limit = Math.min(Number(split.getAttribute("aria-valuemax")), innerWidth * 0.6);
  const value = Math.round(Math.max(Number(split.getAttribute("aria-valuemin")), Math.min(limit, width)));
  root.style.setProperty(`--${name}-width`, `${value}px`);
  split.setAttribute("aria-valuenow", value);
  try {
    localStorage.setItem(key(name), value);
  } catch { /* storage may be off: it lasts until the next load */ }
}

function reset(split) {
  const { splits: name } = split.dataset;
  root.style.removeProperty(`--${name}-width`);
  try {
    localStorage.removeItem(key(name));
  } catch { /* as above */ }
  split.setAttribute("aria-valuenow", Math.round(paneOf(split).offsetWidth));
}

document.addEventListener("pointerdown", (event) => {
  const split = event.target.closest?.("[data-splits]");
  if (!split || event.button) return;
  event.preventDefault();
  split.focus();
  split.setPointerCapture(event.pointerId);
  const start = event.clientX, width = paneOf(split).offsetWidth;
  const sign = SIGNS[split.dataset.splits];
  const move = (to) => set(split, width + sign * (to.clientX - start));
  const end = () => split.removeEventListener("pointermove", move);
  split.addEventListener("pointermove", move);
  split.addEventListener("pointerup", end, { once: true });
  split.addEventListener("pointercancel", end, { once: true });
});

document.addEventListener("keydown", (event) => {
  const split = event.target.closest?.("[data-splits]");
  const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
  if (!split || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Home") reset(split);
  else if (by) set(split, paneOf(split).offsetWidth + SIGNS[split.dataset.splits] * by);
  else return;
  event.preventDefault();
});

document.addEventListener("dblclick", (event) => {
  const split = event.target.closest?.("[data-splits]");
  if (split) reset(split);
});
