// What just happened, with the way back: bottom left, one at a time, ten seconds (resting under the pointer).
import { $, fire, on, post, reasonIn, shape } from "./dom.js";

const SHOWN_MS = 10_000;
const TICK_MS = 250;
let ticking = 0;

const close = (toast) => toast?.remove();

const run = (toast) => {
  clearInterval(ticking);
  let left = SHOWN_MS;
  const ring = $("[data-ring]", toast);
  ticking = setInterval(() => {
    if (!toast.isConnected) return clearInterval(ticking);
    if (toast.matches(":hover, :focus-within")) return;
    left -= TICK_MS;
    if (ring) ring.className = `left p-${Math.max(0, Math.round((left / SHOWN_MS) * 20))}`;
    if (left <= 0) close(toast);
  }, TICK_MS);
};

/** Show one toast. `undo_url` is posted to when the way back is taken. */
export const toast = ({ words, undo_url: undoUrl, undo_words: undoWords, tone } = {}) => {
  const made = shape("toast-shape");
  if (!made || !words) return;
  $("[data-words]", made).textContent = words;
  const way = $("[data-undo]", made);
  way.hidden = !undoUrl;
  way.action = undoUrl || "";
  if (undoWords) $("[data-undo-words]", made).textContent = undoWords;
  if (tone === "bad") {
    made.classList.add("bad");
    $("[data-ring]", made)?.remove();
  }
  $("#toasts").replaceChildren(made);
  run(made);
};

on("click", "[data-toast] [data-close]", (event, button) => close(button.closest("[data-toast]")));

on("submit", "[data-toast] [data-undo]", async (event, form) => {
  event.preventDefault();
  const shown = form.closest("[data-toast]");
  const answer = await post(form.action, new FormData(form)).catch(() => null);
  close(shown);
  if (answer?.ok) fire("casa:undone", { url: form.action });
  else
    toast({
      words: reasonIn((await answer?.text()) ?? "", "That could not be undone. Reload to see how it stands."),
      tone: "bad",
    });
  fire("casa:changed", { topic: "*" });
});

// The server says it in the header HX-Trigger: {"casa:toast": {"words": "…", "undo_url": "…"}}
document.addEventListener("casa:toast", (event) => toast(event.detail));

const waiting = $("#toasts [data-toast]");
if (waiting) run(waiting);
