// Pictures and files: picked, pasted or dropped, sent ahead at once so that Send itself stays quick.
import { $, fragment, on, post, reasonIn } from "./dom.js";

const MAX_BYTES = 20 * 1024 * 1024;

const chip = (name) => {
  const made = document.createElement("span");
  made.className = "file";
  made.setAttribute("aria-busy", "true");
  made.append(document.createElement("span"));
  made.firstChild.className = "clip";
  made.firstChild.textContent = `Adding ${name}…`;
  return made;
};

const fail = (place, words) => {
  place.removeAttribute("aria-busy");
  place.classList.add("bad");
  place.firstChild.textContent = words;
  setTimeout(() => place.remove(), 8_000);
};

const add = async (file, form) => {
  const place = chip(file.name);
  $("#files", form).append(place);
  if (file.size > MAX_BYTES) return fail(place, `${file.name} is larger than 20 MB`);
  const body = new FormData();
  body.append("file", file);
  const answer = await post(form.dataset.uploadUrl, body).catch(() => null);
  const html = (await answer?.text()) ?? "";
  if (!answer?.ok) return fail(place, reasonIn(html, `${file.name} could not be added. Try again.`));
  place.replaceWith(fragment(html));
  form.dispatchEvent(new Event("casa:files", { bubbles: true }));
};

const addAll = (files, form) => [...files].forEach((file) => add(file, form));

on("change", "[data-files]", (event, input) => {
  addAll(input.files, input.form);
  input.value = "";
});
on("click", "[data-drop-file]", (event, button) => {
  const form = button.closest("form");
  button.closest("[data-upload]").remove();
  form.dispatchEvent(new Event("casa:files", { bubbles: true }));
});
on("paste", "#reply-text", (event, field) => {
  if (!event.clipboardData.files.length) return;
  event.preventDefault();
  addAll(event.clipboardData.files, field.form);
});

const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
on("dragover", "#composer", (event, form) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  form.classList.add("dropping");
});
on("dragleave", "#composer", (event, form) => {
  if (!form.contains(event.relatedTarget)) form.classList.remove("dropping");
});
on("drop", "#composer", (event, form) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  form.classList.remove("dropping");
  addAll(event.dataTransfer.files, form);
});
