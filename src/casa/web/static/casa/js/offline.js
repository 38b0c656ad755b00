// Without a connection reading goes on; replies wait here under their own key and go when it is back.
import { $, fire, post, workspace } from "./dom.js";
import { keepRows, keptRows, outboxName } from "./store.js";

const read = () => keptRows("outbox");
const write = (rows) => keepRows("outbox", rows);

const waitingWords = (count) => {
  if (!count) return "What you write now waits here and goes when you are back.";
  return count === 1
    ? "1 reply waits here and goes when you are back."
    : `${count} replies wait here and go when you are back.`;
};

const show = () => {
  const notice = $("#offline-notice");
  if (!notice) return;
  notice.hidden = navigator.onLine;
  $("[data-waiting]", notice).textContent = waitingWords(read().length);
};

/** Keep a reply until the connection is back. The same key makes it one message however often it is tried. */
export const keepForLater = (url, fields) => {
  write([...read().filter((row) => row.fields.key !== fields.key), { url, fields }]);
  show();
};

const formOf = (fields) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) form.append(name, one);
  return form;
};

const flush = async () => {
  for (const row of read()) {
    const answer = await post(row.url, formOf(row.fields)).catch(() => null);
    if (!answer) return;
    write(read().filter((kept) => kept.fields.key !== row.fields.key));
    fire("casa:sent", {
      key: row.fields.key,
      ok: answer.ok,
      body: row.fields.body,
      html: await answer.text(),
    });
  }
  show();
};

const goOnline = () => {
  show();
  if (navigator.onLine) navigator.locks ? navigator.locks.request(outboxName(), flush) : flush();
};

window.addEventListener("online", goOnline);
window.addEventListener("offline", show);
document.addEventListener("casa:forgotten", show);
if (workspace()) goOnline();
