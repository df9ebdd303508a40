/* Surroundings of the grid: the line that says whether all is stored, the worklist, the steps. */

import { piece, say } from "./pieces.js";

const sync = document.getElementById("sync");
const worklist = document.getElementById("worklist");
const PATIENCE = 800; // ms in which storing is not worth a word
let timer = 0;

/* Say whether everything is stored, and if not, why not and what to do. */
export function showSync(sender, queue) {
  const items = queue.all();
  const conflicts = items.filter(([, item]) => item.refused).length;
  // What is being typed is not late yet.
  const count = queue.ready().length;
  clearTimeout(timer);
  if (count && ["idle", "sending", "misunderstood"].includes(sender.status)) {
    timer = setTimeout(() => tell("waiting", { count }), PATIENCE);
  } else if (count) {
    tell(sender.status, { count, reason: sender.reason });
  } else if (conflicts) {
    tell("conflicts", { count: conflicts });
  } else if (!sync.hidden || sender.hasStored) {
    tell("all-saved");
  }
  sync.classList.toggle("is-held", !queue.isKept && items.length > 0);
}

function tell(name, values) {
  const text = sync.querySelector("[data-part=text]");
  const said = say(name, values);
  sync.hidden = false;
  sync.dataset.status = name;
  // The same words again are not said aloud again.
  if (text.textContent !== said) text.textContent = said;
  sync.querySelector("[data-part=sign-in]").hidden = name !== "sign-in";
}

/* Say that somebody took a step meanwhile, so that the page is to be loaded again. */
export function showMoved(hasMoved) {
  document.getElementById("moved").hidden = !hasMoved;
}

/* Show what is left to do, by priority; what is open stays open. */
export function showWorklist({ progress, worklist: priorities }) {
  const open = new Map([...worklist.querySelectorAll("details")].map((one) => [one.dataset.key, one.open]));
  const groups = priorities.map((priority) => {
    const group = piece("piece-priority").firstElementChild;
    group.dataset.key = priority.key;
    group.open = open.get(priority.key) ?? priority.is_open;
    group.querySelector("summary").textContent = `${priority.title} (${priority.tasks.length})`;
    group.querySelector("ul").append(...priority.tasks.map(task));
    return group;
  });
  worklist.querySelector(".priorities").replaceChildren(...groups);
  worklist.querySelector(".done").hidden = groups.length > 0;
  worklist.classList.remove("warning");
  worklist.querySelector("h2").textContent = say("left");
  document.getElementById("progress").textContent = progress;
}

function task({ about, anchor, title, detail }) {
  const item = piece("piece-task").firstElementChild;
  const link = item.querySelector("a");
  link.href = `#${anchor}`;
  link.textContent = about ? `${about}: ${title}` : title;
  item.querySelector("span").textContent = detail;
  return item;
}

/* Let a link to a line lead into its first field. */
export function jump(lines) {
  document.addEventListener("click", (event) => {
    const hash = event.target.closest("a")?.hash;
    const line = hash && lines.find((one) => `#${one.element.id}` === hash);
    if (!line) return;
    event.preventDefault();
    line.element.scrollIntoView({ block: "center" });
    line.cells.text.focus({ preventScroll: true });
  });
}

/* Show texts whose lines are no longer in the form, until somebody has copied them. */
export function showLost(queue) {
  const lost = queue.lost();
  if (!lost.length) return;
  const section = piece("piece-lost").firstElementChild;
  const items = lost.map(([, { entry }]) => {
    const item = document.createElement("li");
    item.textContent = [entry.text, entry.explanation].filter(Boolean).join(" · ");
    return item;
  });
  section.querySelector("ul").append(...items);
  section.querySelector("button").addEventListener("click", () => {
    for (const [line] of lost) queue.drop(line);
    section.remove();
  });
  worklist.before(section);
}

/* Take a step only when everything typed is stored; keep the page where the browser keeps nothing. */
export function leaveOnlyStored(queue, sender) {
  for (const step of document.querySelectorAll("form[data-step]")) {
    step.addEventListener("submit", async (event) => {
      document.activeElement.blur();
      if (!queue.all().length) return;
      event.preventDefault();
      await sender.drain();
      if (queue.all().length) tell("not-yet");
      else step.submit();
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (!queue.isKept && queue.all().length) event.preventDefault();
  });
}
