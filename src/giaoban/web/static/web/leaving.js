/* Leaving: whoever signs out while something waits to be stored is told so first. */

import { countOf } from "./queue.js";

for (const form of document.querySelectorAll("form[data-unsent]")) {
  form.addEventListener("submit", (event) => {
    if (countOf(form.dataset.person) && !window.confirm(form.dataset.unsent)) event.preventDefault();
  });
}
