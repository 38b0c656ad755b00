// Single keys, off while typing and where the person turned them off; the sheet behind "?" lists them.
import { $, $$, isTyping } from "./dom.js";
import { edit, send, sendLater, takeBackLast, writeNote } from "./composer.js";
import { close as closePanel } from "./panel.js";
import { open as openPalette } from "./palette.js";
import { closeSearch, isOpening, step } from "./queue.js";

const GO_MS = 1_200;
const onThread = (act) => () => isOpening() || act();
const press = (selector) => onThread(() => $(selector)?.click());

const go = (letter) =>
  $$("[data-nav]")
    .find((link) => link.dataset.nav.startsWith(letter))
    ?.click();
const search = () => ($("[data-find]") ? $("[data-find]").click() : openPalette());
const backToList = () => {
  if (closePanel() || closeSearch()) return;
  if (isTyping()) document.activeElement.blur();
  else ($('#queue .q[aria-current="true"]') ?? $("#queue .q"))?.focus();
};

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  r: onThread(edit),
  e: press("#done-button"),
  s: press("#snooze-button"),
  a: press("#assign-button"),
  n: onThread(writeNote),
  z: onThread(takeBackLast),
  "/": search,
  "?": () => $("#keys-sheet")?.showModal(),
};

let goUntil = 0;
const single = (event) => {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (Date.now() < goUntil) {
    goUntil = 0;
    return (go(key), true);
  }
  if (key === "g") return ((goUntil = Date.now() + GO_MS), true);
  return KEYS[key] ? (KEYS[key](event), true) : false;
};

const withControl = (event) => {
  if (event.key.toLowerCase() === "k" && !event.shiftKey) return (openPalette(), true);
  if (event.key !== "Enter") return false;
  return (event.shiftKey ? sendLater() : send(), true);
};

const hear = (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if ($("dialog[open], [popover]:popover-open") && !(event.ctrlKey || event.metaKey)) return;
  let taken = false;
  if (event.ctrlKey || event.metaKey) taken = withControl(event);
  else if (event.key === "Escape") return backToList();
  else if (!event.altKey && !isTyping() && document.body.dataset.keys !== "off") taken = single(event);
  if (taken) event.preventDefault();
};
document.addEventListener("keydown", hear);

// What was pressed before this module was here (early.js), once htmx knows the page as well
document.addEventListener("DOMContentLoaded", () => setTimeout(() => window.casaEarlyKey?.(single)));
