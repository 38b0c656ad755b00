// One ticker for the whole page: how long somebody waits, how long until a message leaves.
import { $$ } from "./dom.js";

const AMBER = 0.6;
const STEPS = 20;

export const waitWords = (seconds) => {
  const minutes = Math.max(1, Math.floor(seconds / 60));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, "0")}`;
  const days = Math.floor(hours / 24);
  return days === 1 ? "1 day" : `${days} days`;
};

const setStep = (element, part) => {
  const wanted = `p-${Math.round(Math.min(Math.max(part, 0), 1) * STEPS)}`;
  if (element.classList.contains(wanted)) return;
  element.className = element.className.replace(/\bp-\d+\b/, "").trim();
  element.classList.add(wanted);
};

const setWords = (element, words) => {
  const place = element.querySelector("[data-words]");
  if (place && place.textContent !== words) place.textContent = words;
};

const tickWait = (element, now) => {
  const seconds = (now - Date.parse(element.dataset.since)) / 1000;
  if (Number.isNaN(seconds)) return;
  setWords(element, waitWords(seconds));
  const target = Number(element.dataset.target);
  if (!target) return;
  const part = seconds / target;
  setStep(element, part);
  element.classList.toggle("red", part >= 1);
  element.classList.toggle("amber", part >= AMBER && part < 1);
};

const tickLeave = (element, now) => {
  const left = (Date.parse(element.dataset.until) - now) / 1000;
  if (Number.isNaN(left)) return;
  setStep(element, left / Number(element.dataset.length || 10));
  setWords(element, left > 0 ? `Leaves in ${Math.ceil(left)} s` : "Leaving now");
};

const tickDue = (element, now) => {
  const seconds = (Date.parse(element.dataset.due) - now) / 1000;
  if (Number.isNaN(seconds)) return;
  const minutes = Math.floor(Math.abs(seconds) / 60);
  const words = `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
  setWords(element, seconds > 0 ? `${words} left` : `${words} over`);
  element.classList.toggle("late-words", seconds <= 0);
};

const tick = () => {
  if (document.hidden) return;
  const now = Date.now();
  for (const element of $$("[data-since]")) tickWait(element, now);
  for (const element of $$("[data-until]")) tickLeave(element, now);
  for (const element of $$("[data-due]")) tickDue(element, now);
};

setInterval(tick, 500);
document.addEventListener("htmx:after:swap", tick);
tick();
