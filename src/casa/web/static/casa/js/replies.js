// Saved texts. Editor: names go in at the cursor, a fix or a shorter word where it stands; the reading follows by
// itself. Inbox: a text, already filled in for this person, goes into the reply.
import { $, get, on } from "./dom.js";
import { edit } from "./composer.js";

const text = () => $("#reply-body");
const reply = () => $("#reply-text");

// As if it had been typed and left: what saves by itself saves at once
const changed = (box) => {
  for (const type of ["input", "change"]) box.dispatchEvent(new Event(type, { bubbles: true }));
};

const put = (box, words, from = box.selectionStart, to = box.selectionEnd) => {
  box.focus();
  box.setRangeText(words, from, to, "end");
  changed(box);
};

on("click", "[data-insert]", (event, button) => {
  $("#names-menu")?.hidePopover();
  put(text(), button.dataset.insert);
});

// The text may have moved on since the finding was made: only what still stands there is replaced
on("click", "[data-fix]", (event, { dataset }) => {
  const box = text();
  const [from, to] = [Number(dataset.start), Number(dataset.end)];
  if (box.value.slice(from, to) === dataset.before) put(box, dataset.fix, from, to);
});

on("click", "[data-swap]", (event, { dataset }) => {
  const box = text();
  const from = box.value.indexOf(dataset.swap);
  if (from >= 0) put(box, dataset.with, from, from + dataset.swap.length);
});

on("change", "[data-send-at-once]", (event, field) => field.form.requestSubmit());

on("click", "[data-reader]", (event, button) => {
  const page = new URL(location.href);
  page.searchParams.set("person", button.dataset.reader);
  $("#reader-menu")?.hidePopover();
  $("#reply-form").elements.person.value = button.dataset.reader;
  history.replaceState(history.state, "", page);
  changed(text());
});

// What was open stays open when the reading is replaced
let showsHow = false;
document.addEventListener("toggle", ({ target }) => {
  if (target.id === "shorter") showsHow = target.open;
}, true);
document.addEventListener("htmx:after:swap", () => {
  const how = $("#shorter");
  if (how && showsHow) how.open = true;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("#reply-form");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});

// In the composer ─────────────────────────────────────────────────────────────────
const menu = () => $("#texts-menu");
const load = async () => {
  const list = $("#texts-list");
  const answer = await get(list.dataset.url).catch(() => null);
  if (answer?.ok) list.innerHTML = await answer.text();
};

document.addEventListener("toggle", ({ target, newState }) => {
  if (target.id === "texts-menu" && newState === "open") load();
}, true);

on("click", "[data-text]", (event, button) => {
  menu()?.hidePopover();
  edit();
  put(reply(), button.dataset.text);
});

// A slash at the very beginning of an empty reply opens the list
on("keydown", "#reply-text", (event, box) => {
  if (event.key !== "/" || box.value.trim() || event.ctrlKey || event.metaKey || !menu()) return;
  event.preventDefault();
  menu().showPopover();
});
