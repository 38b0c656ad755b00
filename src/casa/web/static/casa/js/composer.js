// Writing and sending. A message shows at once as "Leaves in 10 s" under a key made here; the same key makes a double
// tap one message. Whatever goes wrong, the words come back to the box with the reason.
import { $, $$, fire, fragment, newKey, on, post, reasonIn, shape } from "./dom.js";
import { keepForLater } from "./offline.js";
import { keep, kept as keptOf } from "./store.js";
import { beginToday, fetchNews, merge, toNewest } from "./thread.js";
import { toast } from "./toasts.js";

const LEAVE_MS = 10_000;
const SAVE_MS = 300;
const NO_ANSWER = "Casa did not answer. Your text is back in the box.";

const form = () => $("form#composer");
const box = () => $("#reply-text");
const draftText = () => $("#draft-text")?.dataset.plain ?? "";
const isDraft = () => form()?.dataset.mode === "draft";
const isNote = () => form()?.elements.kind?.value === "note";
const wordsNow = () => (isDraft() && !isNote() ? draftText() : (box()?.value ?? "")).trim();

// What is being written stays in this browser, per workspace and conversation ─────
const savedName = () => `draft:${$("#thread")?.dataset.conversation}`;
let saving = 0;
const save = () => {
  clearTimeout(saving);
  if (isNote()) return;
  const name = savedName();
  saving = setTimeout(() => {
    const words = box()?.value ?? "";
    keep(name, words.trim() && words !== draftText() ? words : "");
  }, SAVE_MS);
};
const forget = () => {
  clearTimeout(saving);
  keep(savedName(), "");
};

// Modes: the assistant's draft is shown, or the box is ──────────────────────────
const setMode = (mode) => {
  if (form()) form().dataset.mode = mode;
  sync();
};

const sync = () => {
  if (!form()) return;
  const send = $("#send-button");
  const mayNot = $("#verdict")?.dataset.canSend !== "yes";
  const stale = isDraft() && $("#draft")?.dataset.state === "stale";
  const files = $("#files [data-upload]");
  send.disabled = mayNot || stale || !(wordsNow() || files);
  for (const button of [$("#later-send"), $("#later-button")]) if (button) button.disabled = send.disabled;
  $("#note-button").disabled = !box().value.trim();
};

export const edit = () => {
  if (!form()) return;
  if (isDraft() && !box().value.trim()) box().value = draftText();
  setMode("write");
  box().focus();
  box().setSelectionRange(box().value.length, box().value.length);
};

// A reply and a note are two texts: each waits while the other is written
const aside = { reply: "", note: "" };
const turnTo = (kind) => {
  const other = kind === "note" ? "reply" : "note";
  aside[other] = box().value;
  box().value = aside[kind];
  if (kind === "note") setMode("write");
  else readDraft();
  box().focus();
};

export const writeNote = () => {
  if (!form() || isNote()) return box()?.focus();
  $("#kind-note").checked = true;
  turnTo("note");
};

let known = "";
const readDraft = () => {
  if (!form()) return;
  const offered = ["ready", "stale"].includes($("#draft")?.dataset.state) && draftText();
  const untouched = !isNote() && (!box().value.trim() || box().value === known);
  if (untouched) box().value = offered ? draftText() : "";
  known = offered ? draftText() : "";
  setMode(offered && untouched ? "draft" : "write");
};

const begin = () => {
  if (!form()) return;
  aside.reply = aside.note = "";
  known = draftText();
  const words = keptOf(savedName());
  if (words) {
    box().value = words;
    return setMode("write");
  }
  readDraft();
};

const showProblem = (why) => {
  const notice = $("#send-problem");
  notice.hidden = !why;
  $("[data-words]", notice).textContent = why;
};

const turnToReply = () => {
  if (!isNote()) return;
  form().elements.kind.value = "reply";
  turnTo("reply");
};

const putBack = (words, why) => {
  if (!form()) return;
  turnToReply();
  const now = isDraft() ? "" : box().value.trim();
  box().value = now && now !== words ? `${words}\n\n${now}` : words;
  setMode("write");
  showProblem(why);
  save();
  box().focus();
};

// Sending ───────────────────────────────────────────────────────────────────────
const early = new Set();
let lastTry = { words: "", key: "" };

const showLeaving = (key, words, until) => {
  const made = shape("leaving-shape");
  made.id = `m-${key}`;
  $("[data-body]", made).textContent = words;
  const ring = $(".ring", made);
  if (until) ring.dataset.until = new Date(Date.now() + LEAVE_MS).toISOString();
  beginToday();
  $("#thread-flow").append(made);
  $("#no-messages")?.remove();
  toNewest();
  return made;
};

const setWaiting = (shown) => {
  shown.classList.replace("leaving", "held");
  const ring = $(".ring", shown);
  ring.removeAttribute("data-until");
  $("[data-words]", ring).textContent = "Waits here, goes when you are back";
  $("[data-take-back-early]", shown)?.remove();
};

const plainFields = (data) => {
  const fields = {};
  for (const [name, value] of data) {
    if (typeof value !== "string") continue;
    fields[name] = name in fields ? [fields[name], value].flat() : value;
  }
  return fields;
};

const clear = () => {
  forget();
  box().value = "";
  $("#files").replaceChildren();
  showProblem("");
  if ($("#draft")) $("#draft").replaceChildren();
  known = "";
  setMode("write");
  box().focus();
};

const settle = (key, ok, html, words) => {
  lastTry = ok ? { words: "", key: "" } : { words, key };
  if (ok) {
    merge(html);
    if (early.delete(key)) $(`#m-${CSS.escape(key)} form[data-take-back]`)?.requestSubmit();
    return;
  }
  document.getElementById(`m-${key}`)?.remove();
  putBack(words, reasonIn(html, NO_ANSWER));
};

const fieldsOf = (words, key, extra) => {
  const data = new FormData(form());
  data.delete("files");
  data.set("body", words);
  data.set("key", key);
  for (const [name, value] of Object.entries(extra)) data.set(name, value);
  return data;
};

const sendReply = async (extra = {}) => {
  const words = wordsNow();
  const key = lastTry.words === words ? lastTry.key : newKey();
  const data = fieldsOf(words, key, extra);
  const url = form().action;
  const shown = showLeaving(key, words, !extra.later);
  if (extra.later) $("[data-words]", shown).textContent = "Kept for later";
  clear();
  if (!navigator.onLine) {
    keepForLater(url, plainFields(data));
    return setWaiting(shown);
  }
  const answer = await post(url, data).catch(() => null);
  settle(key, Boolean(answer?.ok), (await answer?.text()) ?? "", words);
  fire("casa:changed", { topic: "inbox" });
};

const saveNote = async () => {
  const words = box().value.trim();
  if (!words) return;
  const data = fieldsOf(words, newKey(), {});
  const answer = await post(form().dataset.noteUrl, data).catch(() => null);
  const html = (await answer?.text()) ?? "";
  if (!answer?.ok) return showProblem(reasonIn(html, NO_ANSWER));
  merge(html);
  toNewest();
  box().value = "";
  turnToReply();
};

const submit = (event) => {
  event.preventDefault();
  if (isNote()) return saveNote();
  const later = event.submitter?.id === "later-send";
  if ($("#send-button").disabled) return;
  if (!later) return sendReply();
  const at = $("#later-at");
  at.setCustomValidity(
    at.value && new Date(at.value) > new Date() ? "" : "Pick a time that is still to come.",
  );
  if (!at.reportValidity()) return;
  $("#later-menu").hidePopover();
  sendReply({ later: "1", later_at: new Date(at.value).toISOString() });
};

export const send = () => form()?.requestSubmit(isNote() ? $("#note-button") : $("#send-button"));
export const sendLater = () => $("#later-menu")?.showPopover();

// Taking back ───────────────────────────────────────────────────────────────────
const takeBack = async (event, way) => {
  event.preventDefault();
  const shown = way.closest(".msg");
  const words = $("[data-body]", shown)?.textContent ?? "";
  const answer = await post(way.action).catch(() => null);
  const html = (await answer?.text()) ?? "";
  if (!answer?.ok) {
    toast({ words: reasonIn(html, "It has already left."), tone: "bad" });
    return fetchNews();
  }
  shown.remove();
  putBack(words, "");
  fire("casa:changed", { topic: "inbox" });
};

export const takeBackLast = () => {
  const last = $$("#thread-flow .leaving").at(-1);
  (
    last?.querySelector("form[data-take-back] button") ?? last?.querySelector("[data-take-back-early]")
  )?.click();
};

on("submit", "#composer", submit);
on("submit", "form[data-take-back]", takeBack);
on("click", "[data-take-back-early]", (event, button) => {
  early.add(button.closest(".msg").id.slice(2));
  button.disabled = true;
});
on("click", "#edit-button", edit);
on("click", "#draft-use", () => {
  box().value = draftText();
  setMode("write");
  save();
  box().focus();
});
on("click", "[data-other-way]", (event, button) => {
  const words = $("[data-body]", button.closest(".msg"))?.textContent ?? "";
  const way = $("#way");
  if (way) way.value = button.dataset.otherWay;
  putBack(words, "");
  way?.dispatchEvent(new Event("change", { bubbles: true }));
});
on("input", "#reply-text", () => {
  showProblem("");
  sync();
  save();
});
on("change", "#composer [name=kind]", (event, choice) => turnTo(choice.value));
document.addEventListener("casa:files", sync);
document.addEventListener("casa:erased", () => form() && ((box().value = ""), forget()));
document.addEventListener("casa:sent", ({ detail }) =>
  settle(detail.key, detail.ok, detail.html, detail.body),
);
document.addEventListener("casa:refused", ({ detail }) => putBack(detail.body, detail.why));

// The verdict could not be fetched: unknown means Send waits
const cannotTell = ({ detail }) => {
  if (detail.ctx?.target?.id !== "verdict") return;
  const verdict = $("#verdict");
  verdict.className = "verdict unknown";
  verdict.dataset.canSend = "no";
  verdict.replaceChildren(
    fragment(
      '<span class="dots"><span class="yes">cannot check right now</span><span>Send waits</span></span>',
    ),
  );
  sync();
};
document.addEventListener("htmx:response:error", cannotTell);
document.addEventListener("htmx:error", cannotTell);
document.addEventListener("htmx:after:swap", ({ detail }) => {
  const id = detail.ctx?.target?.id;
  if (id === "thread-and-context" || id === "main") begin();
  else if (id === "draft") readDraft();
  else if (id === "verdict") sync();
});
begin();
