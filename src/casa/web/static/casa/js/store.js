// All that Casa keeps in this browser, below casa:<workspace>: what is being written (draft:<conversation>), replies that
// wait for a connection (outbox), the inbox's filters and the conversations opened last, by their ids. It ends with the
// session, in every tab, and a guest who is erased is forgotten here as well.
import { $, $$, fire, get, workspace } from "./dom.js";

const PREFIX = "casa:";
const RECENT = 8;
const ENDED = "ended";
const sessions = "BroadcastChannel" in window ? new BroadcastChannel("casa-session") : null;

const named = (what) => `${PREFIX}${workspace()}:${what}`;
export const outboxName = () => named("outbox");

let over = false; // a word typed while the page is being left must not come back
export const kept = (what) => localStorage.getItem(named(what)) ?? "";
export const keep = (what, words) => {
  if (words && !over) localStorage.setItem(named(what), words);
  else localStorage.removeItem(named(what));
};
export const keptRows = (what) => JSON.parse(kept(what) || "[]");
export const keepRows = (what, rows) => keep(what, rows.length ? JSON.stringify(rows) : "");

/** Nothing of Casa stays here. */
export const wipe = () => {
  over = true;
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
  sessionStorage.clear();
};

/** The session is over, as the server says: this browser forgets, and so do the other tabs. */
export const end = () => {
  wipe();
  sessions?.postMessage(ENDED);
};

export const recent = () => keptRows("recent");
export const noteOpened = (id) => id && keepRows("recent", [id, ...recent().filter((one) => one !== id)].slice(0, RECENT));

// Forgetting: the server knows which conversations are still there for whoever is signed in
const DRAFT = "draft:";
const drafts = () =>
  Object.keys(localStorage)
    .filter((name) => name.startsWith(named(DRAFT)))
    .map((name) => name.slice(named(DRAFT).length));
const talkIn = (address) => address.match(/\/inbox\/([^/]+)\//)?.[1] ?? "";
const talks = () => [...new Set([...drafts(), ...keptRows("outbox").map(({ url }) => talkIn(url)), ...recent()])];

const forgetAllBut = (here) => {
  for (const id of drafts()) if (!here.has(id)) keep(DRAFT + id, "");
  keepRows(
    "outbox",
    keptRows("outbox").filter(({ url }) => here.has(talkIn(url))),
  );
  keepRows(
    "recent",
    recent().filter((id) => here.has(id)),
  );
  fire("casa:forgotten");
};

export const forgetGone = async () => {
  const known = talks();
  const address = document.body.dataset.keptUrl;
  if (!known.length || !address) return;
  const answer = await get(`${address}?ids=${known.join()}`).catch(() => null);
  if (answer?.ok) forgetAllBut(new Set((await answer.text()).split(/\s+/)));
};

// A guest was erased: what is kept of them goes, and a page that shows them is left
const ERASED = "erased:";
const EVERYTHING = "*"; // something may have been missed: looked into once a minute
const REST_MS = 60_000;
let lookedAt = Date.now();
document.addEventListener("casa:changed", ({ detail }) => {
  if (detail.topic === EVERYTHING && Date.now() - lookedAt > REST_MS) {
    lookedAt = Date.now();
    return forgetGone();
  }
  if (!detail.topic.startsWith(ERASED)) return;
  const shown = $(`[data-person="${CSS.escape(detail.topic.slice(ERASED.length))}"]`);
  if (!shown) return forgetGone();
  fire("casa:erased");
  location.replace(document.body.dataset.home); // which looks at all that is kept
});

// The session has ended: what stands in a box can still be copied, everything else goes
const leave = () => {
  wipe();
  const written = $$("textarea").some((box) => box.value.trim() && box.value !== box.defaultValue);
  if (!written) return location.reload();
  $("#ended-notice").hidden = false;
};

if (workspace()) {
  document.addEventListener("casa:signed-out", leave);
  sessions?.addEventListener("message", ({ data }) => {
    if (data !== ENDED) return;
    wipe();
    location.reload();
  });
  document.addEventListener("submit", ({ target }) => {
    if (/logout/.test(target.getAttribute("action") ?? "")) wipe();
  });
  forgetGone();
}
