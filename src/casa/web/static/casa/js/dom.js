// The few words every module needs to talk to the page and the server.

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

export const on = (type, selector, act, options) =>
  document.addEventListener(
    type,
    (event) => {
      const hit = event.target instanceof Element && event.target.closest(selector);
      if (hit) act(event, hit);
    },
    options,
  );

export const fire = (type, detail = {}) => document.dispatchEvent(new CustomEvent(type, { detail }));

export const workspace = () => document.body.dataset.workspace ?? "";

const token = () => $('meta[name="csrf-token"]')?.content ?? "";

// htmx 4 sends no token by itself
document.addEventListener("htmx:config:request", (event) => {
  const { request } = event.detail.ctx;
  if (request.method !== "GET") request.headers["X-CSRFToken"] = token();
});

// A session that ended answers with the sign-in page; that must never land inside this one
const isSignIn = (answer) => answer.redirected && new URL(answer.url).pathname.startsWith("/account/");
document.addEventListener("htmx:before:response", (event) => {
  if (!isSignIn(event.detail.ctx.response.raw)) return;
  event.preventDefault();
  fire("casa:signed-out");
});
const SIGNED_OUT = '<div data-reason="You were signed out. Copy your text, then sign in again."></div>';

/** POST a form's fields; the server answers with a fragment, as it does for htmx. */
export const post = async (url, body = new FormData()) => {
  const answer = await fetch(url, {
    method: "POST",
    body,
    credentials: "same-origin",
    headers: { "X-CSRFToken": token(), "HX-Request": "true", Accept: "text/html" },
  });
  if (!isSignIn(answer)) return answer;
  fire("casa:signed-out");
  return new Response(SIGNED_OUT, { status: 401 });
};

export const get = async (url, signal) => {
  const answer = await fetch(url, {
    credentials: "same-origin",
    signal,
    headers: { "HX-Request": "true", Accept: "text/html" },
  });
  if (isSignIn(answer)) fire("casa:signed-out");
  return answer;
};

export const fragment = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
};

/** Why an answer of 4xx or 5xx came: the server's own words where it gave some. */
export const reasonIn = (html, otherwise) => {
  const found = fragment(html).querySelector("[data-reason]");
  return found?.dataset.reason || otherwise;
};

const FIELD =
  "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=file])";
export const isTyping = (element = document.activeElement) => Boolean(element?.closest?.(FIELD));

export const shape = (id) => $(`#${id}`)?.content.firstElementChild?.cloneNode(true);

/** A new identity also where the page is served without TLS on a home network. */
export const newKey = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

let announcedAt = 0;
/** Say something to a screen reader, at most once a minute. */
export const announce = (words) => {
  const place = $("#announcer");
  if (!place || Date.now() - announcedAt < 60_000) return;
  announcedAt = Date.now();
  place.textContent = words;
};
