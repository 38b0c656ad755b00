// People: all that are shown ticked at once, and how many are.
import { $, $$, on } from "./dom.js";

const ticks = () => $$("[data-tick]");
const say = () => {
  const many = ticks().filter((tick) => tick.checked).length;
  const words = $("[data-ticked]");
  if (words) words.textContent = many === 1 ? "1 person" : `${many} people`;
};

on("change", "[data-tick-all]", (event, all) => {
  for (const tick of ticks()) tick.checked = all.checked;
  say();
});
on("change", "[data-tick]", say);
say();
