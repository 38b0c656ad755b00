// The page is read before its modules are here. The first single key pressed in that time is kept for keys.js; the ones
// after it are not, because they may be words meant for a box that the first one opens.
(() => {
  let kept = null;
  const keep = (event) => {
    const free = !event.ctrlKey && !event.metaKey && !event.altKey && /^[a-z/?]$/i.test(event.key);
    if (kept || !free || event.target.closest("input, textarea, select, [contenteditable], [popover], dialog")) return;
    kept = event;
    event.preventDefault();
  };
  document.addEventListener("keydown", keep);
  window.casaEarlyKey = (act) => {
    document.removeEventListener("keydown", keep);
    if (kept && document.body.dataset.keys !== "off") act(kept);
  };
})();

// A page that is left or opened unseen skips its transition, which is no fault
for (const turn of ["pageswap", "pagereveal"])
  addEventListener(turn, ({ viewTransition }) => viewTransition?.ready.catch(() => null));
