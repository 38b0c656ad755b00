// The open conversation: what is new since we last looked, without moving what is being read.
import { $, $$, announce, fire, fragment, get, on, reasonIn } from "./dom.js";
import { openNext } from "./queue.js";
import { noteOpened } from "./store.js";
import { toast } from "./toasts.js";

const READING_PX = 60;
const flow = () => $("#thread-flow");
const scroller = () => $("#thread-scroll");
const isReadingBack = () => Math.abs(scroller()?.scrollTop ?? 0) > READING_PX;

export const toNewest = () => {
  if (scroller()) scroller().scrollTop = 0;
  showUnseen(0);
};

let unseen = 0;
const showUnseen = (count) => {
  unseen = count;
  const pill = $("#to-newest");
  if (!pill) return;
  pill.hidden = !count;
  $("[data-words]", pill).textContent = count === 1 ? "1 new message" : `${count} new messages`;
};
on("click", "#to-newest", toNewest);
document.addEventListener(
  "scroll",
  ({ target }) => {
    if (target.id === "thread-scroll" && unseen && !isReadingBack()) showUnseen(0);
  },
  true,
);

// A message that was on its way and was refused: its words go back to the composer
const tellRefused = (before, after) => {
  const was = before.dataset.status;
  if (!["leaving", "queued", "sending"].includes(was) || after.dataset.status !== "blocked") return;
  fire("casa:refused", {
    id: after.id,
    body: $("[data-body]", after)?.textContent ?? "",
    why: after.dataset.why ?? "",
  });
};

const timeOf = (entry) => Date.parse(entry.dataset.iso ?? "") || Infinity;

/** What comes now begins a new day where the last entry is of an earlier one. */
export const beginToday = () => {
  const last = $$("[data-iso]", flow()).at(-1);
  const shown = $$(".day", flow()).at(-1)?.textContent;
  if (!last || shown === "Today" || new Date(timeOf(last)).toDateString() === new Date().toDateString()) return;
  const line = document.createElement("div");
  line.className = "day";
  line.textContent = "Today";
  flow().append(line);
};

// By time: what was sent earlier but arrives late still stands where it belongs
const insert = (entry) => {
  const later = $$("[data-iso]", flow()).find((shown) => timeOf(shown) > timeOf(entry));
  if (later) return later.before(entry);
  if (new Date(timeOf(entry)).toDateString() === new Date().toDateString()) beginToday();
  flow().append(entry);
};

const sources = new WeakMap();
const put = (entry) => {
  const html = entry.outerHTML;
  const shown = entry.id && document.getElementById(entry.id);
  if (shown && sources.get(shown) === html) return false;
  sources.set(entry, html);
  if (shown) {
    tellRefused(shown, entry);
    shown.replaceWith(entry);
  } else {
    entry.classList.add("fresh");
    insert(entry);
  }
  htmx.process(entry);
  return !shown;
};

const noteShown = () => noteOpened($("#thread")?.dataset.conversation);
noteShown();

// A page of earlier entries may end in the day that the shown ones begin with
document.addEventListener("htmx:after:swap", ({ detail }) => {
  if (detail.ctx?.target?.id === "thread-and-context") noteShown();
  let before = "";
  for (const day of $$("#thread-flow > .day")) {
    if (day.textContent === before) day.remove();
    before = day.textContent;
  }
});

/** Put entries of a fragment into the flow: known ones replaced by id, new ones at the end. */
export const merge = (html) => {
  const box = scroller();
  if (!box) return;
  const back = isReadingBack();
  const height = box.scrollHeight;
  const top = box.scrollTop;
  const added = [...fragment(html).children].filter(put);
  if (added.length) $("#no-messages")?.remove();
  if (back) box.scrollTop = top - (box.scrollHeight - height);
  const incoming = added.filter((entry) => entry.matches(".msg.in"));
  if (!incoming.length) return;
  if (back) showUnseen(unseen + incoming.length);
  announce(`New message from ${$("#thread-name")?.textContent ?? "the guest"}`);
};

const newestIso = () => {
  const known = $$("[data-iso]", flow()).filter((entry) => timeOf(entry) < Date.now());
  return known.sort((one, other) => timeOf(one) - timeOf(other)).at(-1)?.dataset.iso ?? "";
};

let asking = false;
let again = false;
export const fetchNews = async () => {
  const thread = $("#thread[data-news-url]");
  if (!thread?.dataset.newsUrl) return;
  if (asking) return void (again = true);
  asking = true;
  const address = new URL(thread.dataset.newsUrl, location.href);
  address.searchParams.set("after", flow().dataset.after || newestIso());
  try {
    const answer = await get(address);
    if (answer.ok && thread.isConnected) {
      const html = answer.status === 204 ? "" : await answer.text();
      merge(html);
      const mark = answer.headers.get("X-Casa-After");
      if (mark && flow()) flow().dataset.after = mark;
    }
  } catch {
    // no connection: the live stream says so and asks again
  } finally {
    asking = false;
    if (again) {
      again = false;
      fetchNews();
    }
  }
};

document.addEventListener("casa:changed", ({ detail }) => {
  const topic = $("#thread")?.dataset.topic;
  if (topic && (detail.topic === "*" || detail.topic === topic)) fetchNews();
});

// Done, snooze, assign, retry: forms say with data-then what follows
const hideMenus = () => $$("[popover]:popover-open").forEach((menu) => menu.hidePopover());

const showAgain = () =>
  htmx.ajax("GET", location.pathname + location.search, {
    source: "#thread-and-context",
    target: "#thread-and-context",
    swap: "innerHTML",
  });

const FOLLOWS = { next: openNext, stay: showAgain, news: fetchNews };

document.addEventListener("htmx:after:request", ({ detail }) => {
  const { ctx } = detail;
  const follow = FOLLOWS[ctx.sourceElement?.dataset?.then];
  if (!follow) return;
  hideMenus();
  if (ctx.response.status < 400) {
    const { said, undo } = ctx.sourceElement.dataset;
    if (said) toast({ words: said, undo_url: undo });
    return follow();
  }
  toast({ words: reasonIn(ctx.text ?? "", "That did not work. Reload and try again."), tone: "bad" });
});
document.addEventListener("htmx:error", ({ detail }) => {
  if (detail.ctx?.sourceElement?.dataset?.then)
    toast({ words: "Casa did not answer. Nothing was changed.", tone: "bad" });
});
document.addEventListener("casa:undone", () => $("#thread") && showAgain());
