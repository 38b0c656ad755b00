// Menus are native popovers; this only puts each beside what opened it.
import { $ } from "./dom.js";

const GAP = 6;
const EDGE = 8;

const openerOf = (menu) => {
  const active = document.activeElement;
  if (active?.getAttribute?.("popovertarget") === menu.id) return active;
  return (
    (menu.dataset.opener && document.getElementById(menu.dataset.opener)) || $(`[popovertarget="${menu.id}"]`)
  );
};

const place = (menu, opener) => {
  menu.dataset.placed = "";
  const box = opener.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = box.bottom + GAP;
  const above = box.top - GAP - height;
  const fitsBelow = below + height <= innerHeight - EDGE;
  let top = fitsBelow || above < EDGE ? below : above;
  let left = box.left + width <= innerWidth - EDGE ? box.left : box.right - width;
  if (menu.dataset.side === "end") [top, left] = [box.bottom - height, box.right + GAP];
  menu.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
  menu.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - height - EDGE))}px`;
};

// A swap copies a known element's style to its successor, and the content policy allows no style attribute
const forgetPlace = (menu) => {
  menu.removeAttribute("style");
  delete menu.dataset.placed;
};

document.addEventListener(
  "toggle",
  ({ target, newState }) => {
    if (!(target instanceof HTMLElement) || !target.popover) return;
    const opener = openerOf(target);
    opener?.setAttribute("aria-expanded", String(newState === "open"));
    if (newState !== "open") return forgetPlace(target);
    if (opener?.getClientRects().length) place(target, opener);
    target.querySelector("a, button, input, select")?.focus({ preventScroll: true, focusVisible: false });
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[popover]");
  if (!menu || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll("a, button")];
  const step = event.key === "ArrowDown" ? 1 : -1;
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length]?.focus();
});

document.addEventListener("click", ({ target }) => {
  const dialog = document.getElementById(target.closest?.("[data-open]")?.dataset.open ?? "");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
});
