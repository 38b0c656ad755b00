// The guest and stay panel: a column where there is room, otherwise opened and closed here. On a phone "back" leaves
// the thread without loading the list again.
import { $, on } from "./dom.js";

const inbox = () => $(".inbox");
const button = () => $("[data-panel-open]");
export const isOpen = () => inbox()?.hasAttribute("data-panel") ?? false;

const set = (open) => {
  inbox()?.toggleAttribute("data-panel", open);
  button()?.setAttribute("aria-expanded", String(open));
  if (open) $("#context")?.focus();
};

export const close = () => {
  if (!isOpen()) return false;
  set(false);
  button()?.focus();
  return true;
};

on("click", "[data-panel-open]", () => set(!isOpen()));
on("click", "[data-panel-close]", close);
document.addEventListener("click", ({ target }) => {
  if (isOpen() && !target.closest("#context, [data-panel-open], [popover]")) set(false);
});

on("click", "[data-back]", (event, link) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const thread = $("#thread");
  thread?.removeAttribute("data-open");
  set(false);
  history.pushState({ htmx: true }, "", link.href);
  $("#queue [aria-current]")?.focus();
});
