// Where rows stand in the list: newest first, a separator before each day, at most 500 of them.
const MAX_ROWS = 500;

export const rowsOf = (list) => [...list.querySelectorAll(":scope > li[data-seq]")];
export const oldestFirst = (page) => [...page.querySelectorAll("li[data-seq]")].sort((a, b) => a.dataset.seq - b.dataset.seq);

// Puts one row where it belongs: in place of its older self, else before the first that is older.
// One that comes while another request is `read` is marked until it is opened.
export function place(list, item, read) {
  const old = document.getElementById(item.id);
  if (old) return replace(old, item);
  item.classList.add("fresh");
  item.toggleAttribute("data-unread", Boolean(read) && read !== item.dataset.seq);
  const before = rowsOf(list).find((row) => Number(row.dataset.seq) < Number(item.dataset.seq));
  if (before) before.before(adopted(item));
  else if (!document.getElementById("older")) list.append(adopted(item));
}

function replace(old, item) {
  if (old.dataset.change === item.dataset.change) return;
  const focused = old.contains(document.activeElement);
  item.toggleAttribute("data-unread", old.hasAttribute("data-unread"));
  old.replaceWith(adopted(item));
  if (focused) item.querySelector(".row").focus();
}

function adopted(item) {
  document.adoptNode(item);
  htmx.process(item);
  return item;
}

// Replaces the whole list by a page of it; rows that stay are kept, and with them focus and state.
export function arrange(list, page, read) {
  const newest = Number(rowsOf(list)[0]?.dataset.seq ?? Infinity);
  const focused = list.contains(document.activeElement) && document.activeElement !== list;
  const items = [...page.children].map((item) => {
    const old = item.id && document.getElementById(item.id);
    const isUnread = old ? old.hasAttribute("data-unread") : Boolean(read) && item.dataset.seq > newest;
    item.toggleAttribute("data-unread", isUnread && read !== item.dataset.seq);
    return old && old.dataset.change && old.dataset.change === item.dataset.change ? old : adopted(item);
  });
  list.replaceChildren(...items);
  if (focused && !list.contains(document.activeElement)) list.focus();
}

// Takes a row away; the focus that was on it stays in the list.
export function drop(list, item) {
  if (item.contains(document.activeElement)) list.focus();
  item.remove();
}

// Takes a row away without moving what the reader looks at.
export function leave(list, item) {
  const height = list.scrollHeight;
  const above = item.getBoundingClientRect().top < list.getBoundingClientRect().top;
  drop(list, item);
  if (above) list.scrollTop -= height - list.scrollHeight;
}

// Keeps the document small, at the end that the reader is not at; returns whether rows went.
export function trim(list, end = "bottom") {
  const rows = rowsOf(list);
  const extra = rows.length - MAX_ROWS;
  if (extra <= 0) return false;
  if (end === "top") return trimTop(list, rows.slice(0, extra));
  for (const row of rows.slice(MAX_ROWS)) drop(list, row);
  olderThan(list, rows[MAX_ROWS - 1].dataset.seq);
  return true;
}

function trimTop(list, rows) {
  const height = list.scrollHeight;
  for (const row of rows) drop(list, row);
  list.scrollTop -= height - list.scrollHeight;
  return true;
}

// The link to older requests begins after the last row that is left.
function olderThan(list, seq) {
  document.getElementById("older")?.remove();
  document.getElementById("dropped")?.remove();
  const link = document.getElementById("older-link").content.cloneNode(true);
  const anchor = link.querySelector("a");
  anchor.setAttribute("href", anchor.getAttribute("href").replace("before=0", `before=${seq}`));
  list.append(link);
  htmx.process(list.lastElementChild);
}

// Puts right the separators between days, by the reader's calendar.
export function days(list, nameOf) {
  let day = "";
  for (const item of [...list.children]) {
    if (item.classList.contains("day")) {
      const next = item.nextElementSibling;
      if (item.dataset.day === day || next?.dataset.day !== item.dataset.day || !next.dataset.seq) item.remove();
    } else if (item.dataset.seq && item.dataset.day !== day) {
      day = item.dataset.day;
      heading(item, day).textContent = nameOf(day);
    }
  }
}

function heading(item, day) {
  const before = item.previousElementSibling;
  if (before?.classList.contains("day")) return before;
  const made = document.createElement("li");
  made.className = "day";
  made.dataset.day = day;
  item.before(made);
  return made;
}
