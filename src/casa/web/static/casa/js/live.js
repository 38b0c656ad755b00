// One stream of "this changed" per browser. The tab that holds the lock reads it and tells the others, because a
// browser allows only six connections to one host. Silence of 30 s, or a break of 5 s, turns to asking every 5 s.
import { $$, fire, workspace } from "./dom.js";

const SILENT_MS = 30_000;
const BROKEN_MS = 5_000;
const POLL_MS = 5_000;
const HIDDEN_MS = 60_000;
const EVERYTHING = "*";

const url = document.body.dataset.liveUrl;
const channel = url && "BroadcastChannel" in window ? new BroadcastChannel(`casa-live:${workspace()}`) : null;

let heardAt = url ? Date.now() : 0; // without a stream the page asks from the start
let brokenSince = 0;
let hiddenAt = 0;
let retryMs = 1_000;

const tell = (message) => {
  hear(message);
  channel?.postMessage(message);
};

const hear = ({ topics = [], open, broken }) => {
  if (broken) {
    brokenSince ||= Date.now();
  } else {
    heardAt = Date.now();
    const wasAway = brokenSince;
    brokenSince = 0;
    if (open && wasAway) fire("casa:changed", { topic: EVERYTHING });
  }
  for (const topic of topics) fire("casa:changed", { topic });
  show();
};

const listen = () => {
  const stream = new EventSource(url);
  stream.addEventListener("open", () => {
    retryMs = 1_000;
    tell({ open: true });
  });
  stream.addEventListener("changed", (event) => tell({ topics: JSON.parse(event.data).topics ?? [] }));
  stream.addEventListener("resync", () => tell({ topics: [EVERYTHING] }));
  stream.addEventListener("beat", () => tell({}));
  stream.addEventListener("error", () => {
    tell({ broken: true });
    if (stream.readyState !== EventSource.CLOSED) return;
    retryMs = Math.min(retryMs * 2, 30_000);
    setTimeout(listen, retryMs * (0.5 + Math.random()));
  });
};

const state = () => {
  if (!navigator.onLine) return "off";
  if (brokenSince) return "slow";
  return Date.now() - heardAt > SILENT_MS ? "slow" : "live";
};

const WORDS = { live: "Live", slow: "Reconnecting", off: "Offline" };
const show = () => {
  const now = state();
  for (const place of $$("[data-live-state]")) {
    place.hidden = !url || (place.classList.contains("only-phone") && now === "live");
    if (place.dataset.state === now) continue;
    place.dataset.state = now;
    place.querySelector("[data-words]").textContent = WORDS[now];
  }
};

const mustPoll = () =>
  Date.now() - heardAt > SILENT_MS || (brokenSince && Date.now() - brokenSince > BROKEN_MS);

const watch = () => {
  show();
  if (navigator.onLine && !document.hidden && mustPoll()) fire("casa:changed", { topic: EVERYTHING });
};

// What a topic means: fetch again every element that shows it.
const running = new WeakMap();
const fetchAgain = async (element) => {
  if (element.closest("[data-finding]")) return; // search results stand there; closing the search fetches the list
  if (running.has(element)) return void running.set(element, "again");
  running.set(element, "once");
  const shown = element.querySelectorAll("li[id^='q-']").length;
  const target = new URL(element.dataset.refreshUrl, location.href);
  if (shown) target.searchParams.set("rows", shown);
  try {
    await htmx.ajax("GET", target.pathname + target.search, {
      source: element,
      target: element,
      swap: element.dataset.refreshSwap || (element.dataset.refreshSelect ? "outerMorph" : "innerMorph"),
      select: element.dataset.refreshSelect,
    });
  } finally {
    const again = running.get(element) === "again";
    running.delete(element);
    if (again && element.isConnected) fetchAgain(element);
  }
};

let due = new Set();
let timer = 0;
document.addEventListener("casa:changed", ({ detail }) => {
  due.add(detail.topic);
  timer ||= setTimeout(() => {
    const topics = due;
    due = new Set();
    timer = 0;
    for (const element of $$("[data-refresh]")) {
      if (topics.has(EVERYTHING) || topics.has(element.dataset.refresh)) fetchAgain(element);
    }
  }, 120);
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    hiddenAt = Date.now();
  } else if (hiddenAt && Date.now() - hiddenAt > HIDDEN_MS) {
    fire("casa:changed", { topic: EVERYTHING });
  }
});
window.addEventListener(
  "pageshow",
  (event) => event.persisted && fire("casa:changed", { topic: EVERYTHING }),
);
window.addEventListener("online", show);
window.addEventListener("offline", show);

if (workspace()) {
  setInterval(watch, POLL_MS);
  show();
}
if (url) {
  channel?.addEventListener("message", ({ data }) => hear(data));
  if (navigator.locks && channel) {
    navigator.locks.request(`casa-live:${workspace()}`, () => new Promise(() => listen()));
  } else {
    listen();
  }
}
