/* Minutes: a page that works without scripts, made to store each text while somebody types it.

   The queue (queue.js) keeps what is not stored yet in this browser, for this person; the sender (sending.js)
   brings it to the server, also after the session ended and somebody signed in again. What two have changed
   is shown as both texts. */

import { fill, piece } from "./pieces.js";
import { Queue } from "./queue.js";
import { Sender } from "./sending.js";
import { leaveOnlyStored, showMoved, showSync } from "./surroundings.js";

const PAUSE = 2000; // ms without a key, after which what stands there is sent
const LONGEST = 15000; // ms of typing on, after which it is sent all the same
const REFRESH_AFTER = 1500;

class Text {
  constructor(element) {
    Object.assign(this, { element, id: element.dataset.text });
    this.area = element.querySelector("[data-cell]");
    this.stored = { version: Number(element.dataset.version), entry: this.read() };
  }

  read() {
    return { text: this.area ? this.area.value : "" };
  }

  write({ text }) {
    if (this.area && this.area.value !== text) this.area.value = text;
    if (!this.area) this.element.querySelector("[data-read]").textContent = text || "–";
  }

  get hasFocus() {
    return this.element.contains(document.activeElement);
  }

  /* Take over what the server says is stored by now. */
  store({ version, entry, said }) {
    this.stored = { version, entry };
    if (this.area) this.element.querySelector("input[name^='base:']").value = version;
    this.part("said").textContent = said;
  }

  propose(proposal) {
    const place = this.part("proposal");
    if (!place) return;
    place.hidden = !proposal;
    place.querySelector("[data-slot=proposal]").textContent = proposal;
  }

  /* Show whether the text waits, was changed by two, or is stored. */
  show(item, ways) {
    this.element.dataset.state = item?.refused ? "conflict" : item ? "waiting" : "saved";
    const place = this.part("conflict");
    if (!place) return;
    if (!item?.refused) return place.replaceChildren();
    const { reason, entry } = item.refused;
    const both = { mine: item.entry.text, theirs: entry.text || "–" };
    const block = fill(piece("piece-conflict"), { reason, ...both });
    for (const [name, act] of Object.entries(ways)) {
      block.querySelector(`[data-${name}]`).addEventListener("click", act);
    }
    place.replaceChildren(block);
  }

  part(name) {
    return this.element.querySelector(`[data-part=${name}]`);
  }
}

const form = document.getElementById("minutes");
const { person, form: name, texts: address, state: stateAddress } = form.dataset;
const isWriting = "writes" in form.dataset;
const texts = [...form.querySelectorAll("[data-text]")].map((element) => new Text(element));
const byId = new Map(texts.map((text) => [text.id, text]));
const queue = new Queue(person, name, byId);
const sender = new Sender({ queue, address, person, settle, reject, changed: tellSync });
const timers = new Map();

/* ---- typing ---- */

/* Keep what stands in a text, or forget it where it is what is stored. */
function note(text, isLeft) {
  const entry = text.read();
  const item = queue.get(text.id);
  // What was sent and never answered may be stored: then also the way back has to be.
  const isStored = entry.text === text.stored.entry.text && !item?.refused && !item?.tried;
  if (isStored) queue.drop(text.id);
  else queue.type(text.id, entry, text.stored, isLeft || Date.now() - (item?.at ?? Date.now()) > LONGEST);
  if (queue.get(text.id)?.isLeft) sender.wake();
  show(text);
}

/* Put a text where somebody would have typed it. */
function edit(text, entry) {
  text.write(entry);
  note(text, true);
  text.area.focus();
}

function textOf(target) {
  return target.matches?.("[data-cell]") ? byId.get(target.closest("[data-text]").dataset.text) : null;
}

function hear(type, act) {
  form.addEventListener(type, (event) => {
    const text = textOf(event.target);
    if (text) act(text);
  });
}

hear("input", (text) => {
  note(text, false);
  clearTimeout(timers.get(text.id));
  timers.set(text.id, setTimeout(() => note(text, true), PAUSE));
});
hear("focusout", (text) => queue.get(text.id)?.isLeft === false && note(text, true));
form.addEventListener("click", ({ target }) => {
  if (!target.matches("[data-insert]")) return;
  const text = byId.get(target.closest("[data-text]").dataset.text);
  const proposal = text.part("proposal").querySelector("[data-slot=proposal]").textContent;
  edit(text, { text: [text.read().text, proposal].filter(Boolean).join("\n") });
});

/* ---- what the server says ---- */

/* Settle what became of a text that was sent as `sent`; more may have been typed meanwhile. */
function settle(outcome, sent) {
  const text = byId.get(outcome.line_id);
  const item = queue.get(text.id);
  const { version, entry } = outcome;
  if (!item) return;
  const isMine = item.tried?.slice(0, -1).some((tried) => tried.text === entry.text);
  if (outcome.outcome !== "conflict") settleStored(text, item, outcome, sent);
  else if (isMine) queue.put(text.id, { ...item, base: version, was: entry, tried: undefined });
  else queue.put(text.id, { ...item, refused: outcome });
  show(text);
}

function settleStored(text, item, outcome, sent) {
  const { version, entry } = outcome;
  text.store(outcome);
  if (item.stamp === sent.stamp) queue.drop(text.id);
  else queue.put(text.id, { ...item, base: version, was: entry, at: Date.now(), tried: undefined });
  if (item.stamp === sent.stamp && !text.hasFocus) text.write(entry);
  refreshSoon();
}

/* Hold a text that the server does not understand, with its reason, so that it keeps no other one back. */
function reject(id, reason) {
  const { version, entry } = byId.get(id).stored;
  const combined = queue.get(id).entry.text;
  queue.put(id, { ...queue.get(id), refused: { reason, version, entry, combined } });
  show(byId.get(id));
}

/* Settle what two have changed: with this text over what is stored. */
function settleWith(text, entry) {
  const { refused, ...item } = queue.get(text.id);
  text.write(entry);
  const over = { base: refused.version, was: refused.entry, tried: undefined };
  queue.put(text.id, { ...item, ...over, entry, isLeft: true, at: Date.now() });
  show(text);
  sender.wake();
  text.area.focus();
}

function take(text) {
  const { refused } = queue.get(text.id);
  queue.drop(text.id);
  text.write(refused.entry);
  text.store({ said: text.part("said").textContent, ...refused });
  show(text);
  refreshSoon();
  text.area.focus();
}

/* ---- what others do ---- */

/* Ask what stands in the minutes by now. Never on a clock: a page left open would keep its session alive. */
async function refresh() {
  if (queue.ready().length) return;
  const response = await fetch(stateAddress, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!response?.ok) return;
  const told = await response.json();
  for (const one of told.lines) takeOver(byId.get(one.line_id), one);
  const isWhole = told.lines.every(isShown);
  for (const field of document.getElementsByName("seen")) if (isWhole) field.value = told.seen;
  showMoved(told.is_closed !== "closed" in form.dataset);
}

function takeOver(text, told) {
  if (!text) return;
  text.propose(told.proposal);
  const isNew = told.version !== text.stored.version;
  // What somebody is looking at is not changed under their eyes; typing over it shows both texts.
  if (queue.get(text.id) || told.version < text.stored.version || (isNew && text.hasFocus)) return;
  text.write(told.entry);
  text.store(told);
}

/* Return whether a text stands on the page as the server tells it: only what is seen can be signed. */
function isShown(told) {
  return byId.get(told.line_id)?.stored.version === told.version;
}

function refreshSoon() {
  clearTimeout(timers.get("refresh"));
  timers.set("refresh", setTimeout(refresh, REFRESH_AFTER));
}

/* ---- showing ---- */

function show(text) {
  text.show(queue.get(text.id), {
    keep: () => settleWith(text, queue.get(text.id).entry),
    take: () => take(text),
    combine: () => settleWith(text, { text: queue.get(text.id).refused.combined }),
  });
  tellSync();
}

function tellSync() {
  showSync(sender, queue);
}

/* What waits is shown and sent at once: it may come from before a reload, or from another tab. */
function begin() {
  for (const [id, item] of queue.all()) {
    byId.get(id).write(item.entry);
    queue.put(id, { ...item, isLeft: true });
    show(byId.get(id));
  }
  sender.wake(0);
}

queue.watch((id) => {
  const text = byId.get(id);
  const item = queue.get(id);
  if (!text) return;
  if (item && !text.hasFocus) text.write(item.entry);
  if (!item) refreshSoon();
  show(text);
});
window.addEventListener("pageshow", (event) => event.persisted && refresh());
for (const sign of ["focus", "visibilitychange"]) window.addEventListener(sign, refreshSoon);
if (isWriting) {
  leaveOnlyStored(queue, sender);
  form.classList.add("is-live");
  begin();
}
