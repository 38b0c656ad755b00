// Campaigns: the ten seconds after Send, the sheets that ask first, which phone is shown, where the eye should go.
// Names, fixes and shorter words go into the text by replies.js, for the box has the same id there.
import { $, fire, on, reasonIn } from "./dom.js";

on("click", "[data-close-sheet]", (event, button) => button.closest("dialog")?.close());

on("click", "[data-focus]", (event, { dataset }) => document.getElementById(dataset.focus)?.focus());

// The frame around the text, not the text: what is chosen stays when the preview is replaced
let android = false;
const frame = () => $(".phone")?.classList.toggle("android", android);
on("change", "input[name='phone']", (event, field) => {
  android = field.value === "android";
  frame();
});

// A time that is touched is the time that is meant
on("input", ".camp-pick input", (event, field) => {
  const choice = field.closest("label")?.querySelector("input[type='radio']");
  if (choice) choice.checked = true;
});

// Just sent: the way back, for as long as there is one
const sent = $("#progress[data-back-url]");
if (sent && Date.parse(sent.dataset.sent) > Date.now()) {
  fire("casa:toast", { words: "It leaves in 10 seconds", undo_url: sent.dataset.backUrl, undo_words: "Take it back" });
}
document.addEventListener("casa:undone", ({ detail }) => {
  if (detail.url.endsWith("/take-back/")) location.reload();
});

document.addEventListener("htmx:after:swap", () => {
  if (!android) return;
  const field = $("input[name='phone'][value='android']");
  if (field) field.checked = true;
  frame();
});

// What is not saved yet, or could not be, says so where "saved" stood; the words stay in the box, and leaving asks
const chipSays = (words, state) => {
  const chip = $("#camp-saved");
  if (!chip) return;
  chip.classList.toggle("wait", state === "unsaved");
  chip.dataset.state = state;
  chip.textContent = words;
};
on("input", "#reply-form textarea, #name-form input", () => chipSays("Saving…", "saving"));
window.addEventListener("beforeunload", (event) => {
  if ($("#camp-saved")?.dataset.state) event.preventDefault();
});
const UNSAVED = "Casa did not answer. Your text stays here; it is saved with the next change.";
const notSaved = (words) => {
  chipSays("Not saved", "unsaved");
  fire("casa:toast", { words, tone: "bad" });
};
const saves = (ctx) => ctx?.sourceElement?.closest?.("#reply-form, #name-form");
document.addEventListener("htmx:response:error", ({ detail }) => {
  if (saves(detail.ctx)) notSaved(reasonIn(detail.ctx.text ?? "", UNSAVED));
});
document.addEventListener("htmx:error", ({ detail }) => {
  if (saves(detail.ctx)) notSaved(UNSAVED);
});
