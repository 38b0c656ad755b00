// Signing in: passkeys, showing a password, choosing a theme. The only script of the account pages.
import "./theme.js";
import { $, on } from "./dom.js";
import { end } from "./store.js";

if ("signedOut" in document.body.dataset) end();

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const withBytes = (list) => list?.map((known) => ({ ...known, id: toBytes(known.id) }));

const readOptions = ({ publicKey }) => ({
  ...publicKey,
  challenge: toBytes(publicKey.challenge),
  ...(publicKey.user && { user: { ...publicKey.user, id: toBytes(publicKey.user.id) } }),
  ...(publicKey.allowCredentials && { allowCredentials: withBytes(publicKey.allowCredentials) }),
  ...(publicKey.excludeCredentials && { excludeCredentials: withBytes(publicKey.excludeCredentials) }),
});

const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
const write = (credential) => {
  const response = {};
  for (const part of PARTS) if (credential.response[part]) response[part] = toText(credential.response[part]);
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
};

const optionsFor = async (button) => {
  if (button.dataset.options) return JSON.parse(button.dataset.options);
  const answer = await fetch(button.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return answer.json();
};

const create = ({ creation_options: options }, form) => {
  const publicKey = readOptions(options);
  const alone = form.querySelector("[name=passwordless]");
  if (alone) {
    publicKey.authenticatorSelection = {
      ...publicKey.authenticatorSelection,
      residentKey: alone.checked ? "required" : "discouraged",
      requireResidentKey: alone.checked,
      ...(alone.checked && { userVerification: "required" }),
    };
  }
  return navigator.credentials.create({ publicKey });
};

const use = ({ request_options: options }) => navigator.credentials.get({ publicKey: readOptions(options) });

const say = (words) => {
  const place = $("#passkey-problem");
  place.hidden = !words;
  $("[data-words]", place).textContent = words;
};

const WORDS = {
  NotAllowedError: "The passkey was not used. Try again, or sign in with your password.",
  InvalidStateError: "This device already holds a passkey for your account.",
  SecurityError: "Passkeys need the address you set Casa up with, over https.",
};

on("click", "[data-passkey]", async (event, button) => {
  event.preventDefault();
  const form = document.getElementById(button.dataset.form);
  say("");
  if (!window.PublicKeyCredential) return say("This browser has no passkeys here. Use your password.");
  button.setAttribute("aria-busy", "true");
  try {
    const options = await optionsFor(button);
    const credential = await (button.dataset.passkey === "add" ? create(options, form) : use(options));
    form.elements.credential.value = write(credential);
    form.submit();
  } catch (problem) {
    say(WORDS[problem.name] ?? "The passkey could not be read. Try again.");
  } finally {
    button.removeAttribute("aria-busy");
  }
});

on("click", "[data-show-password]", (event, button) => {
  const field = document.getElementById(button.dataset.showPassword);
  const shown = field.type === "text";
  field.type = shown ? "password" : "text";
  button.textContent = shown ? "Show" : "Hide";
  button.setAttribute("aria-pressed", String(!shown));
});
