// Says in words how live the list is: a word beside the search, a sentence below the list.
import { announce } from "./copy.js";
import { pause } from "./feed.js";

const BACK_MS = 6000;
const SLOW_MS = 600; // a connection takes a few milliseconds: the word for it would only flicker

const FIX = "A proxy in front must pass WebSocket upgrades on to /live/; docs/operations.md shows how.";

const STATES = {
  connecting: { word: "" },
  slow: { word: "Connecting…" },
  live: { word: "Live", text: ({ back }) => (back ? `Back. ${back.toLocaleString("en")} arrived meanwhile.` : "") },
  lost: {
    word: "Reconnecting",
    text: ({ at, retry }) => `Connection lost at ${at.toLocaleTimeString("en-GB")}. ${next(retry)} Requests are still being stored.`,
    button: "Try now",
    press: retryNow,
  },
  down: {
    word: "No answer",
    text: ({ retry }) => `The server does not answer. What it acknowledged is stored. ${next(retry)}`,
    button: "Try now",
    press: retryNow,
  },
  blocked: {
    word: "Every 20 s",
    text: ({ explained }) => (explained ? FIX : "Checking every 20 s: something between you and the server blocks live updates."),
    button: "How to fix",
    press: () => { facts.explained = true; },
  },
  ended: { word: "Logged out", text: () => "Your login has ended.", button: "Log in", press: () => location.reload() },
  deleted: { word: "Deleted", text: () => "This bin was deleted, or is not yours to see any more.", button: "All bins", press: () => location.assign("/") },
};

const light = document.getElementById("live");
const line = document.getElementById("condition");
let state = "connecting";
let facts = {};
let paused = false;
let held = 0;
let clearing = 0;

// Shows a state of STATES with its facts: `at` and `retry` of a loss, `back` for what was missed.
export function tell(name, about = {}) {
  if (name === "live" && state === "live" && !about.back) return;
  if (name !== state) announce(STATES[name].word); // the sentence counts seconds: not to be read out
  [state, facts] = [name, about];
  clearTimeout(clearing);
  if (about.back) clearing = setTimeout(() => { facts = {}; draw(); }, BACK_MS);
  draw();
}

function draw() {
  const { word, text, button } = STATES[state];
  const pausing = paused && state === "live";
  light.dataset.state = pausing ? "paused" : state;
  light.textContent = pausing ? "Paused" : word;
  light.setAttribute("aria-label", light.textContent || "Connecting");
  light.setAttribute("aria-pressed", String(paused)); // pressed: paused
  if (pausing) say(`Paused by you.${held ? ` ${held.toLocaleString("en")} new.` : ""}`, "Show");
  else say(text?.(facts) ?? "", facts.explained ? "" : (button ?? ""));
}

function say(sentence, button) {
  const [words, press] = line.children;
  if (words.textContent !== sentence) words.textContent = sentence;
  press.textContent = button;
  press.hidden = !button;
  line.hidden = !sentence;
}

function next(retry) {
  const seconds = Math.max(0, Math.ceil((retry - Date.now()) / 1000));
  return seconds ? `Trying again in ${seconds} s.` : "Trying again.";
}

function retryNow() {
  document.dispatchEvent(new CustomEvent("requestbin:try"));
}

function setPaused(on) {
  paused = on;
  pause(on);
  draw();
}

light?.addEventListener("click", () => setPaused(!paused));
line?.lastElementChild.addEventListener("click", () => {
  if (paused && state === "live") setPaused(false);
  else STATES[state].press?.();
  draw();
});
document.addEventListener("requestbin:held", (event) => {
  held = event.detail;
  if (paused) draw();
});
if (light) setTimeout(() => state === "connecting" && tell("slow"), SLOW_MS);
if (light) setInterval(() => facts.retry && draw(), 1000);
