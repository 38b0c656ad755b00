// The pretend world's page: pick a guest, write as that guest, and watch what Casa does.
// Every word from the world goes into the page as text, never as markup.

const byId = (id) => document.getElementById(id);
const state = { guest: null, tab: "texts", today: "", searching: 0, reading: 0 };
const PLATFORM = { airbnb: "Airbnb", homeaway: "Vrbo", booking: "Booking.com", direct: "Direct" };
const STATUS = { request: "Asking", inquiry: "Asking", cancelled: "Cancelled", "not accepted": "Declined" };
const UNREACHABLE = "The pretend world does not answer. Check that Casa still runs, then try again.";

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

async function ask(path, options = {}) {
  let reply;
  try {
    reply = await fetch(path, options);
  } catch {
    throw new Error(UNREACHABLE);
  }
  const answer = await reply.json().catch(() => ({}));
  if (!reply.ok) throw new Error(answer.words || UNREACHABLE);
  return answer;
}

const post = (path, thing) =>
  ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(thing ?? {}) });

// ------------------------------------------------------------------------------------------ words

const day = new Intl.DateTimeFormat("en-US", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
const clock = new Intl.DateTimeFormat("en-US", { hour: "numeric", minute: "2-digit" });
const stamp = new Intl.DateTimeFormat("en-US", { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });

function when(iso) {
  const at = new Date(iso);
  return at.toDateString() === new Date().toDateString() ? clock.format(at) : stamp.format(at);
}

function initials(name) {
  const parts = name.split(/\s+/).filter(Boolean);
  return ((parts[0] ?? "")[0] ?? "").concat(parts.length > 1 ? parts.at(-1)[0] : "").toUpperCase();
}

function hue(text) {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)) % 1200;
  return `h-${sum % 12}`;
}

function stage(stay) {
  if (!stay) return "No stay";
  if (STATUS[stay.status]) return STATUS[stay.status];
  if (stay.in_house) return stay.arrival === state.today ? "Arrives today" : "In house";
  if (stay.departure === state.today) return "Leaves today";
  return stay.arrival > state.today ? `Arrives ${day.format(new Date(stay.arrival))}` : "Left";
}

function problem(error) {
  byId("problem").textContent = error ? error.message : "";
  byId("problem").hidden = !error;
}

function say(words) {
  byId("said").textContent = words;
}

// ------------------------------------------------------------------------------------------ the list

async function search() {
  const turn = ++state.searching;
  const asked = encodeURIComponent(byId("search").value);
  try {
    const answer = await ask(`/_casa/guests?q=${asked}`);
    if (turn === state.searching) showList(answer);
  } catch (error) {
    byId("found").textContent = error.message;
  }
}

function showList({ guests, total, homes, today }) {
  state.today = today;
  const shown = guests.length < total ? `${guests.length} of ${total} guests, nearest to today first` : `${total} guests`;
  byId("found").textContent = total ? shown : "Nobody by that name, phone or home.";
  byId("list").replaceChildren(...guests.map(row));
  if (!byId("home").options.length) {
    byId("home").append(...homes.map((home) => make("option", { value: home.id }, home.name)));
    byId("arrival").min = today;
  }
}

function row(guest) {
  const told = guest.stay ? `${stage(guest.stay)} · ${guest.stay.home}` : "No stay";
  const button = make(
    "button",
    { type: "button", class: "who", "aria-current": guest.id === state.guest?.id, on: { click: () => open(guest.id) } },
    make("span", { class: `av ${hue(guest.name)}`, "aria-hidden": "true" }, initials(guest.name)),
    make("b", { class: "clip" }, guest.name),
    make("span", { class: "small clip" }, told),
  );
  button.dataset.guest = guest.id;
  return make("li", {}, button);
}

// ------------------------------------------------------------------------------------------ one guest

async function open(id) {
  state.tab = "";
  problem(null);
  document.body.dataset.view = "phone";
  await read(id);
  for (const button of document.querySelectorAll(".who")) {
    button.toggleAttribute("aria-current", button.dataset.guest === id);
  }
  if (matchMedia("(width > 720px)").matches) byId("body").focus();
}

async function read(id) {
  const turn = ++state.reading;
  try {
    const guest = await ask(`/_casa/guests/${encodeURIComponent(id)}`);
    if (turn === state.reading) show(guest);
  } catch (error) {
    problem(error);
  }
}

function places(guest) {
  const threads = guest.bookings
    .filter((stay) => stay.lines.length || stay.ahead || stay.in_house)
    .map((stay) => ({ id: stay.id, name: `${PLATFORM[stay.platform] ?? stay.platform}, ${day.format(new Date(stay.arrival))}`, lines: stay.lines }));
  const texts = { id: "texts", name: "Texts", lines: guest.texts };
  return guest.phone ? [texts, ...threads] : threads;
}

function newest(place) {
  return place.lines.at(-1)?.at ?? "";
}

function show(guest) {
  const known = guest.id === state.guest?.id ? new Set(places(state.guest).flatMap((place) => place.lines.map((one) => one.id))) : null;
  state.guest = guest;
  const all = places(guest);
  if (!all.some((place) => place.id === state.tab)) {
    state.tab = all.toSorted((a, b) => (newest(a) < newest(b) ? 1 : -1))[0]?.id ?? "";
  }
  byId("who").textContent = guest.name;
  byId("about").textContent = [guest.phone || "Number hidden", guest.location, stage(guest.stay)].filter(Boolean).join(" · ");
  byId("tabs").hidden = all.length < 2;
  byId("tabs").replaceChildren(...all.map(tab));
  const place = all.find((one) => one.id === state.tab);
  byId("lines").replaceChildren(...(place?.lines.length ? place.lines.toReversed().map(line) : [empty()]));
  const fresh = known && place?.lines.findLast((one) => !one.guest && !known.has(one.id));
  if (fresh) say(`The host answered: ${fresh.body}`);
  byId("write").hidden = !place;
  byId("picture-label").hidden = state.tab !== "texts";
  showStays(guest);
}

function tab(place) {
  const chosen = place.id === state.tab;
  const act = () => {
    state.tab = place.id;
    show(state.guest);
    byId("tabs").querySelector("[aria-pressed=true]")?.focus();
  };
  return make("button", { type: "button", "aria-pressed": String(chosen), on: { click: act } }, place.name);
}

function line({ guest, body, at, media }) {
  const node = make("li", { class: guest ? "mine" : null });
  for (const file of media) {
    node.append(make("img", { src: `/_casa/files/${encodeURIComponent(file)}`, alt: "Picture", loading: "lazy" }));
  }
  if (body) node.append(make("div", { class: "body" }, body));
  node.append(make("div", { class: "meta" }, `${guest ? "Guest" : "Host"}, ${when(at)}`));
  return node;
}

function empty() {
  return make("li", { class: "empty" }, "Nothing written yet. What you send appears here.");
}

function showStays(guest) {
  const items = guest.bookings.map((stay) =>
    make(
      "li",
      { class: "stay" },
      make("b", { class: "clip" }, stay.home),
      stay.ahead
        ? make("button", { type: "button", class: "btn sm danger", on: { click: () => cancel(stay) } }, "Cancel stay")
        : make("span", {}),
      make("span", { class: "small muted" }, `${day.format(new Date(stay.arrival))} – ${day.format(new Date(stay.departure))} · ${stage(stay)}`),
    ),
  );
  byId("stays").replaceChildren(...items);
  byId("book").hidden = false;
}

// ------------------------------------------------------------------------------------------ deeds

async function send(event) {
  event.preventDefault();
  const body = byId("body").value.trim();
  const picture = byId("picture").files[0];
  if (!state.guest || (!body && !picture)) return;
  byId("send").setAttribute("aria-busy", "true");
  try {
    await (state.tab === "texts" ? text(body, picture) : post(`/_casa/bookings/${encodeURIComponent(state.tab)}/lines`, { body }));
    byId("write").reset();
    byId("picture-name").textContent = "";
    problem(null);
    say("Sent");
    await read(state.guest.id);
  } catch (error) {
    problem(error);
  } finally {
    byId("send").removeAttribute("aria-busy");
    byId("body").focus();
  }
}

function text(body, picture) {
  const form = new FormData();
  form.set("body", body);
  if (picture) form.set("picture", picture);
  return ask(`/_casa/guests/${encodeURIComponent(state.guest.id)}/texts`, { method: "POST", body: form });
}

async function cancel(stay) {
  try {
    await post(`/_casa/bookings/${encodeURIComponent(stay.id)}/cancel`);
    say(`The stay at ${stay.home} is cancelled`);
    await read(state.guest.id);
  } catch (error) {
    problem(error);
  }
}

async function book(event) {
  event.preventDefault();
  const wish = { home: byId("home").value, arrival: byId("arrival").value, nights: byId("nights").valueAsNumber };
  try {
    await post(`/_casa/guests/${encodeURIComponent(state.guest.id)}/bookings`, wish);
    problem(null);
    say("Booked");
    await read(state.guest.id);
  } catch (error) {
    problem(error);
  }
}

async function showTrouble() {
  try {
    const { trouble } = await ask("/_casa/trouble");
    byId("trouble").replaceChildren(...trouble.map(bother));
  } catch (error) {
    byId("trouble").replaceChildren(make("li", { class: "muted" }, error.message));
  }
}

function bother({ name, words, waiting }) {
  const act = async () => {
    await post("/_casa/trouble", { name }).catch(problem);
    say(`Ready: ${words}`);
    await showTrouble();
  };
  const button = make("button", { type: "button", class: "btn sm", "aria-label": `Break: ${words}`, on: { click: act } }, "Break");
  return make("li", { class: "bother" }, make("span", {}, words), waiting ? make("span", { class: "chip wait" }, "Waiting") : button);
}

// ------------------------------------------------------------------------------------------ live

function live(name, words) {
  byId("live").dataset.state = name;
  byId("live").lastElementChild.textContent = words;
}

function listen() {
  const stream = new EventSource("/_casa/live");
  stream.addEventListener("open", () => {
    live("live", "Live");
    if (state.guest) read(state.guest.id);
  });
  stream.addEventListener("message", (event) => {
    if (JSON.parse(event.data) === state.guest?.id) read(state.guest.id);
    showTrouble();
  });
  stream.addEventListener("error", () => live("off", "Not connected"));
}

// ------------------------------------------------------------------------------------------ begin

let typing = 0;
byId("search").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(search, 150);
});
byId("back").addEventListener("click", () => {
  document.body.dataset.view = "list";
  byId("search").focus();
});
byId("picture").addEventListener("change", () => {
  byId("picture-name").textContent = byId("picture").files[0]?.name ?? "";
});
byId("body").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    byId("write").requestSubmit();
  }
});
byId("write").addEventListener("submit", send);
byId("book").addEventListener("submit", book);
search();
showTrouble();
listen();
