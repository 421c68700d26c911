// Shows times as the reader's clock has them. The server does so too, once the cookie names the zone.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const YEAR = 365 * 86400;

// Below /bins/ alone, so that the cookie is never sent to a capture URL of the same origin.
document.cookie = `requestbin-zone=${zone}; path=/bins/; max-age=${YEAR}; samesite=lax`;
const differs = document.documentElement.dataset.zone !== zone;

const two = (number) => String(number).padStart(2, "0");
const clock = (date) => `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
const dayOf = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

const FORMS = {
  exact: (date, written) => `${dayName(dayOf(date))} ${clock(date)}.${(/\.(\d+)/.exec(written)?.[1] ?? "").padEnd(6, "0")}`,
  ago: (date) => ago((Date.now() - date) / 1000),
  minute: (date) => clock(date).slice(0, 5),
  time: clock,
};

// "Today", "Yesterday", "Tuesday 3 March": the words of the filter `day` on the server.
export function dayName(day) {
  const now = new Date();
  if (day === dayOf(now)) return "Today";
  if (day === dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return "Yesterday";
  const date = new Date(`${day}T00:00`);
  const part = (options) => date.toLocaleDateString("en", options);
  const year = date.getFullYear() === now.getFullYear() ? "" : ` ${date.getFullYear()}`;
  return `${part({ weekday: "long" })} ${date.getDate()} ${part({ month: "long" })}${year}`;
}

// Redraws the times under `root` where the server's zone is not the reader's.
export function localize(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const form = time.dataset.form ?? "time";
    if (!differs && form !== "ago") continue;
    const date = new Date(time.dateTime);
    time.textContent = FORMS[form](date, time.dateTime);
    const row = time.closest("li[data-seq]");
    if (row) row.dataset.day = dayOf(date);
  }
}

function ago(seconds) {
  for (const [unit, length] of [["day", 86400], ["hour", 3600], ["minute", 60]]) {
    const count = Math.floor(seconds / length);
    if (count > 0) return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
  }
  return "just now";
}

// The whole of a time, with its zone, where the pointer rests on it.
document.addEventListener("pointerover", ({ target }) => {
  const time = target.closest?.("time[datetime]");
  if (time && !time.title) time.title = `${FORMS.exact(new Date(time.dateTime), time.dateTime)} (${zone}), ${time.dateTime} as stored`;
});

localize(document);
document.addEventListener("htmx:load", (event) => localize(event.detail.elt));
setInterval(() => localize(document), 30_000);
