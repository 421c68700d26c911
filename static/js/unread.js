// How many requests came to a bin since this browser last had it open, beside each bin's name.
const storageKey = (bin) => `requestbin-seen-${bin}`;

export function markSeen(bin, last) {
  try {
    localStorage.setItem(storageKey(bin), last);
  } catch { /* storage may be off: nothing is counted then */ }
}

function lastSeen(bin) {
  try {
    return localStorage.getItem(storageKey(bin));
  } catch {
    return null;
  }
}

const here = document.querySelector("main[data-bin]")?.dataset.bin;
for (const link of document.querySelectorAll("a[data-bin]")) {
  const seen = lastSeen(link.dataset.bin);
  const count = Number(link.dataset.last) - Number(seen);
  const badge = link.querySelector(".unread");
  if (seen === null || count <= 0 || link.dataset.bin === here || !badge) continue;
  badge.textContent = `${count.toLocaleString("en")} new`;
  badge.hidden = false;
}
