// Before anything is drawn: the widths that the reader gave the panes, so that nothing moves later.
for (const name of ["list", "answer"]) {
  try {
    const width = Number(localStorage.getItem(`requestbin-width-${name}`));
    if (width) document.documentElement.style.setProperty(`--${name}-width`, `${width}px`);
  } catch { /* storage may be off */ }
}
