/* The room: what has happened comes in as it happens, or is asked for where the line is bad.

   Every moment has a number. A message says after which number it begins: whatever does not fit to what this
   page knows is asked for again, so that nothing is missed and nothing is shown twice. */

import { token } from "./sending.js";

const PAUSE = 2000; // ms between two questions while nothing comes in by itself
const LONGEST = 30000; // ms between two tries to open the line
const room = document.querySelector("[data-room-state]");
const said = document.getElementById("said");
const state = { number: Number(room.dataset.number), ahead: 0, wait: 1000, source: null, timer: 0 };

function address(base) {
  const query = new URLSearchParams({ after: state.number, audience: room.dataset.audience });
  return `${base}${room.dataset.roomState}?${query}`;
}

function live() {
  const where = room.dataset.live;
  return where.startsWith(":") ? `${location.protocol}//${location.hostname}${where}/live` : `${where}/live`;
}

function tell(text) {
  if (said.textContent !== text) said.textContent = text;
}

/* Take a message in; return whether it fits to what is known. */
function take(told) {
  state.ahead = Date.parse(told.now) - Date.now();
  if (told.number < state.number) return true;
  if (told.after && told.after > state.number) return false;
  for (const one of told.moments) if (one.number > state.number) write(one);
  for (const [name, html] of Object.entries(told.sections)) draw(name, html);
  state.number = told.number;
  tick();
  return true;
}

function write({ at, text }) {
  const course = document.querySelector("[data-course]");
  if (!course || !text) return;
  course.querySelector(".none")?.remove();
  const line = document.createElement("li");
  const time = document.createElement("span");
  time.className = "day";
  time.textContent = at;
  line.append(time, ` ${text}`);
  course.prepend(line);
}

/* Draw a part anew; whoever was about to press a button or has a list open finds them again. */
function draw(name, html) {
  const part = document.querySelector(`[data-section="${name}"]`);
  if (!part) return;
  const held = part.contains(document.activeElement) ? mark(document.activeElement) : null;
  const open = [...part.querySelectorAll("details")].map((one) => one.open);
  const chosen = [...part.querySelectorAll("select")].map((one) => [one.id, one.value]);
  part.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  part.querySelectorAll("details").forEach((one, place) => { one.open = open[place] ?? one.open; });
  for (const [id, value] of chosen) {
    const list = part.querySelector(`#${id}`);
    if ([...(list?.options ?? [])].some((one) => one.value === value)) list.value = value;
  }
  const places = [...part.querySelectorAll("button, select, summary, a")];
  if (held) places.find((one) => mark(one) === held)?.focus();
  settle();
}

function mark(element) {
  const form = element.closest("form");
  const about = [element.dataset.key, form?.getAttribute("action"), element.value];
  return [element.tagName, element.id, ...about.map((one) => one ?? "")].join("|");
}

/* Offer what one can do: who waits already can withdraw, who does not can ask. */
function settle() {
  const own = document.querySelector(`[data-section="queue"] [data-delegate="${room.dataset.me}"]`);
  own?.classList.add("me");
  for (const form of document.querySelectorAll("[data-when]")) {
    form.hidden = (form.dataset.when === "waiting") !== Boolean(own);
  }
}

function tick() {
  const now = Date.now() + state.ahead;
  for (const clock of document.querySelectorAll("[data-ends]")) {
    const left = Math.round((Date.parse(clock.dataset.ends) - now) / 1000);
    const kind = left < 0 ? "over" : left <= 120 ? "soon" : "left";
    clock.classList.toggle("over", kind === "over");
    clock.classList.toggle("soon", kind === "soon");
    clock.querySelector("[data-clock]").textContent = `${minutes(Math.abs(left))} ${clock.dataset[kind]}`;
  }
  for (const speech of document.querySelectorAll("[data-since]")) {
    const passed = Math.max(0, Math.round((now - Date.parse(speech.dataset.since)) / 1000));
    speech.querySelector("[data-clock]").textContent = minutes(passed);
  }
}

function minutes(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/* Ask for what has happened since; where the line is open that is only needed when something is missing. */
async function ask() {
  try {
    const answer = await fetch(address(""), { headers: { Accept: "application/json" }, redirect: "error" });
    if (answer.status === 401) return tell(room.dataset.signedOut);
    if (!answer.ok) throw new Error(String(answer.status));
    take(await answer.json());
    if (said.textContent === room.dataset.away) tell(room.dataset.back);
  } catch {
    tell(room.dataset.away);
  }
}

function follow() {
  if (!room.dataset.live) return;
  state.source = new EventSource(address(live()), { withCredentials: true });
  state.source.onopen = () => { state.wait = 1000; };
  state.source.onmessage = (message) => take(JSON.parse(message.data)) || ask();
  state.source.addEventListener("over", again);
  state.source.onerror = again;
}

/* Open the line anew after a while, from the last moment that is known. */
function again() {
  state.source?.close();
  state.source = null;
  setTimeout(follow, state.wait * (0.5 + Math.random()));
  state.wait = Math.min(2 * state.wait, LONGEST);
}

async function send(form, button) {
  const sent = new FormData(form, button);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": token() },
      body: sent,
      redirect: "error",
    });
    const told = await answer.json();
    const said = answer.ok ? told.said : [told.title, told.detail].filter(Boolean).join(". ");
    tell(answer.status === 401 ? room.dataset.signedOut : said);
    if (state.source?.readyState !== EventSource.OPEN) ask();
  } catch {
    tell(room.dataset.failed);
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-room]")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea")) return;
  const button = document.querySelector(`.console [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button) { event.preventDefault(); button.click(); }
});

setInterval(tick, 1000);
setInterval(() => state.source?.readyState === EventSource.OPEN || ask(), PAUSE);
settle();
tick();
follow();
