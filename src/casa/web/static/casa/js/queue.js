// The queue: which row is open, next and previous, and rows that keep still under the pointer.
import { $, $$, fire, on } from "./dom.js";
import { keep, kept } from "./store.js";

const BONES_MS = 180;
const POINTER_REST_MS = 10_000;

const queue = () => $("#queue");
const rows = () => $$("#queue .q[href]");
const current = () => $('#queue .q[aria-current="true"]');
const openId = () => $("#thread")?.dataset.conversation;

const mark = (row) => {
  for (const other of $$("#queue .q[aria-current]")) if (other !== row) other.removeAttribute("aria-current");
  row?.setAttribute("aria-current", "true");
};
const markOpen = () => mark(openId() ? $(`#q-${CSS.escape(openId())} > .q`) : null);

/** Move the focus by one row from the one in hand (J and K). */
export const step = (by) => {
  const all = rows();
  const at = all.indexOf(document.activeElement.closest?.(".q") ?? current());
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
};

/** Another thread than the one on screen is on its way: a key now would act on what is about to go. */
export const isOpening = () => opening || Boolean($("#done-button")?.form?.classList.contains("htmx-request"));
let opening = false;

/** Open the row after the current one, for "done, next please". */
export const openNext = () => {
  const all = rows();
  const at = all.indexOf(current());
  const next = all[at + 1] ?? all[at - 1];
  fire("casa:changed", { topic: "inbox" });
  if (!next) return location.assign($(".queue-tabs a")?.href ?? location.pathname);
  next.focus({ preventScroll: false });
  next.click();
};

// Opening: the row is marked at once, bones follow when the answer takes longer than a blink
let bones = 0;
on("click", "#queue .q[href]", (event, row) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  mark(row);
  opening = true;
  clearTimeout(bones);
  bones = setTimeout(() => {
    const shape = $("#thread-bones");
    if (shape) $("#thread-and-context").replaceChildren(shape.content.cloneNode(true));
  }, BONES_MS);
});
const dropBones = (event) => {
  if (event.detail.ctx?.target?.id !== "thread-and-context") return;
  clearTimeout(bones);
  opening = false;
};
document.addEventListener("htmx:before:swap", dropBones);
document.addEventListener("htmx:error", dropBones);
document.addEventListener("htmx:response:error", (event) => {
  dropBones(event);
  if (event.detail.ctx?.target?.id === "thread-and-context" && $("#thread-and-context [aria-busy]"))
    location.assign(event.detail.ctx.request.action);
});
document.addEventListener("htmx:after:swap", () => {
  joinGroups();
  markOpen();
});

// A next page may go on with the group the last one ended in
const joinGroups = () => {
  let before = "";
  for (const heading of $$("#queue .q-group")) {
    const label = heading.firstElementChild?.textContent;
    if (label === before) heading.remove();
    before = label;
  }
};

// Holding still: a refresh that would reorder waits until the list is left
let movedAt = 0;
let held = false;
on("pointermove", "#queue", () => (movedAt = Date.now()), { passive: true });

const inUse = () => {
  const list = queue();
  if (list.querySelector(":focus-visible")) return true;
  return (
    list.matches(":hover") && matchMedia("(hover: hover)").matches && Date.now() - movedAt < POINTER_REST_MS
  );
};
const order = (root) => $$("li[id^='q-']", root).map((row) => row.id);

const pill = (words) => {
  $(".q-held")?.remove();
  if (!words) return;
  const made = document.createElement("button");
  made.className = "btn sm q-held";
  made.type = "button";
  made.textContent = words;
  queue().after(made);
};

const hold = (fresh) => {
  held = true;
  const added = order(fresh).filter((id) => !document.getElementById(id)).length;
  for (const row of $$("li[id^='q-']", fresh)) {
    const shown = document.getElementById(row.id);
    if (!shown || shown.contains(document.activeElement)) continue;
    shown.replaceWith(row.cloneNode(true));
    htmx.process(document.getElementById(row.id));
  }
  markOpen();
  pill(added ? `${added} new` : "New order");
};

const release = () => {
  if (!held) return;
  held = false;
  movedAt = 0;
  pill("");
  fire("casa:changed", { topic: "inbox" });
};

const nameRows = (on) => {
  for (const row of $$("#queue li[id^='q-']")) row.style.viewTransitionName = on ? row.id : "";
};

document.addEventListener("htmx:before:swap", (event) => {
  const task = event.detail.tasks?.find(({ type, target }) => type === "main" && target?.id === "queue");
  if (!task || event.detail.ctx.sourceElement?.id !== "queue") return;
  const before = order(queue());
  const after = order(task.fragment);
  if (before.join() === after.join() || !before.length) return;
  if (inUse()) {
    event.preventDefault();
    return hold(task.fragment);
  }
  held = false;
  pill("");
  if (!document.startViewTransition || document.hidden) return;
  nameRows(true);
  task.swapSpec.transition = true;
  setTimeout(() => nameRows(false), 400);
});

document.addEventListener("pointerout", (event) => {
  const list = queue();
  if (
    held &&
    list?.contains(event.target) &&
    !list.contains(event.relatedTarget) &&
    !event.relatedTarget?.closest?.(".q-held")
  )
    release();
});
document.addEventListener(
  "focusout",
  (event) => held && event.target.closest("#queue") && setTimeout(() => inUse() || release()),
);
on("click", ".q-held", release);

// Search takes the place of the title
on("click", "[data-find]", (event, link) => {
  event.preventDefault();
  link.closest(".queue").dataset.finding = "";
  $("#find-text").focus();
});
export const closeSearch = () => {
  const box = $(".queue[data-finding]");
  if (!box) return false;
  delete box.dataset.finding;
  $("#find-text").value = "";
  fire("casa:changed", { topic: "inbox" });
  return true;
};
on("click", "[data-find-close]", closeSearch);
on("submit", ".find", (event) => event.preventDefault());
if ($("#find-text")?.value) $(".queue").dataset.finding = "";

// The filters set last are those the inbox opens with
if (location.pathname.endsWith("/inbox/")) keep("filters", location.search);
for (const link of $$('[data-nav="inbox"]')) link.search = kept("filters");
