// Keeps the socket that says when to look, and knows at any time whether it does.
import { feed, lastSeq } from "./arrivals.js";
import { pull } from "./feed.js";
import { tell } from "./condition.js";

const SILENCE_MS = 25_000; // the server says something every 10 s
const LOOK_MS = 20_000;
const LONGEST_MS = 30_000;
const OPENING_MS = 10_000;
const TRIES_TILL_BLOCKED = 3;

const address = document.getElementById("list")?.dataset.live;
let socket = null;
let heard = 0; // when the server last said something, or when we last called
let open = false;
let tries = 0;
let lost = null; // since when, and the last arrival known then
let timer = 0;
let ended = false;
let failing = false; // the last pull came to nothing

function connect() {
  clearTimeout(timer);
  drop();
  if (ended) return;
  heard = Date.now();
  socket = new WebSocket(location.origin.replace(/^http/, "ws") + address);
  const mine = socket;
  mine.onmessage = (event) => mine === socket && said(JSON.parse(event.data));
  mine.onclose = (event) => mine === socket && closed(event.code);
}

function drop() {
  const old = socket;
  socket = null;
  open = false;
  old?.close();
}

function said(word) {
  heard = Date.now();
  if (!open) welcome();
  if ("change" in word) look(word.change);
}

async function welcome() {
  open = true;
  tries = 0;
  const before = lost;
  lost = null;
  tell("live");
  if (!before) return;
  await look();
  tell("live", { back: lastSeq() - before.last });
}

const ENDINGS = { 4401: "ended", 4404: "deleted", 401: "ended", 403: "ended", 404: "deleted" };

function closed(code) {
  drop();
  if (ENDINGS[code]) return end(ENDINGS[code]);
  lost ??= { at: new Date(), last: lastSeq() };
  tries += 1;
  const wait = Math.min(LONGEST_MS, 500 * 2 ** tries) * (0.5 + Math.random() / 2);
  lost.retry = Date.now() + wait;
  timer = setTimeout(connect, wait);
  look();
}

function end(why) {
  ended = true;
  clearTimeout(timer);
  drop();
  tell(why);
}

// Pulls, and learns from how that goes what to say while there is no socket.
async function look(change) {
  try {
    await pull(change);
    if (lost && !ended) tell(tries > TRIES_TILL_BLOCKED ? "blocked" : "lost", lost);
    else if (failing && open) tell("live");
    failing = false;
  } catch (error) {
    if (ENDINGS[error.status]) return end(ENDINGS[error.status]);
    failing = true; // with a socket that beats, too: a list that cannot be brought up to date is not live
    if (!ended) tell("down", lost ?? { retry: Date.now() + LOOK_MS });
  }
}

function watch() {
  if (ended) return;
  const silent = Date.now() - heard;
  if (socket && silent > (open ? SILENCE_MS : OPENING_MS)) closed(0);
}

// After sleep, or on a new network, the old socket may be dead without knowing.
function wake() {
  if (ended || document.hidden) return;
  if (!open || Date.now() - heard > SILENCE_MS / 2) connect();
  look();
}

if (address && feed()) {
  tell("connecting");
  connect();
  setInterval(watch, 5000);
  setInterval(() => !ended && look(), LOOK_MS);
  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", (event) => event.persisted && wake());
  addEventListener("online", wake);
  document.addEventListener("requestbin:try", connect);
}
