/* Details: the page of a line at the side of the grid; focus goes in, and back to the cell on closing. */

import { token } from "./sending.js";
import { say } from "./pieces.js";

const dialog = document.getElementById("details");
const inside = dialog?.querySelector("[data-part=inside]");
let origin = null;

/* Open the details of a line; `changed` is called when something was written there. */
export async function open(line, changed) {
  origin = document.activeElement;
  await show(line.element.querySelector("[data-details]").href);
  dialog.showModal();
  inside.focus({ preventScroll: true });
  dialog.scrollTop = 0;
  dialog.onclose = () => origin?.focus();
  dialog.querySelector("[data-close]").onclick = () => dialog.close();
  inside.onsubmit = (event) => {
    event.preventDefault();
    show(event.target.action, new FormData(event.target)).then(changed);
  };
}

/* Open the details of a line where its link is followed. */
export function listen(form, lines, changed) {
  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-details]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(lines.find((line) => line.element.contains(link)), changed);
  });
}

/* Ask for a page as people get it; a refusal comes as a document for programs, never as a sign-in page. */
async function show(address, body = null) {
  const headers = { Accept: "application/json, text/html;q=0.9", "X-CSRFToken": token() };
  try {
    const response = await fetch(address, { method: body ? "POST" : "GET", body, headers });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const article = page.getElementById("line");
    if (!article) throw new Error(String(response.status));
    inside.replaceChildren(document.importNode(article, true));
    if (body) inside.focus({ preventScroll: true });
  } catch {
    if (body) return inside.prepend(notice());
    inside.replaceChildren(notice());
  }
  return undefined;
}

function notice() {
  const text = document.createElement("p");
  text.className = "warning";
  text.setAttribute("role", "alert");
  text.textContent = say("failed");
  return text;
}
