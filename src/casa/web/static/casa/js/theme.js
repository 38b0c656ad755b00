// The system decides; a choice in the settings shows at once and is kept by the server with the form.
import { on } from "./dom.js";

on("change", "[name=theme]", (event, field) => {
  const { dataset } = document.documentElement;
  if (field.value === "light" || field.value === "dark") dataset.theme = field.value;
  else delete dataset.theme;
});
