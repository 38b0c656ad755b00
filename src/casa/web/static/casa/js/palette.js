// Jump anywhere: Ctrl K, type, arrows, Enter.
import { $, $$, get } from "./dom.js";
import { recent } from "./store.js";

const WAIT_MS = 120;
const dialog = $("#palette");
const field = $("#jump-text");
const results = $("#jump-results");
let asked = null;
let timer = 0;

const options = () => $$('[role="option"]', results);

const choose = (option) => {
  for (const one of options()) one.setAttribute("aria-selected", String(one === option));
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
};

const ask = async () => {
  asked?.abort();
  asked = new AbortController();
  const words = field.value.trim();
  const asking = new URLSearchParams(words ? { q: words } : { recent: recent().join() });
  try {
    const answer = await get(`${dialog.dataset.jumpUrl}?${asking}`, asked.signal);
    if (!answer.ok) throw new Error(String(answer.status));
    results.innerHTML = await answer.text();
    choose(options()[0]);
  } catch (problem) {
    if (problem.name !== "AbortError") results.textContent = "The list did not load. Try again in a moment.";
  }
};

const move = (by) => {
  const all = options();
  const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  choose(all[(at + by + all.length) % all.length]);
};

export const open = () => {
  if (!dialog || dialog.open) return;
  dialog.showModal();
  field.select();
  ask();
};

if (dialog) {
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter") $('[aria-selected="true"]', results)?.click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("toggle", () => dialog.open && open());
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.('[data-open="palette"], [data-jump]')) setTimeout(ask);
  });
}
