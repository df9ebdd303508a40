/* The grid: a form that works without scripts, made to store each cell as it is left.

   Lines (lines.js) show the fields, the queue (queue.js) keeps what is not stored yet, the sender
   (sending.js) brings it to the server; what the server answers is settled here: stored, merged, or shown as
   two answers. */

import * as details from "./details.js";
import { isSame, merge } from "./entries.js";
import * as keys from "./keys.js";
import { Line } from "./lines.js";
import * as paste from "./paste.js";
import { Queue } from "./queue.js";
import { Sender } from "./sending.js";
import { jump, leaveOnlyStored, showLost, showMoved, showSync, showWorklist } from "./surroundings.js";

const REFRESH_AFTER = 3000; // ms without a save: whoever types on asks nothing
const IDLE_AFTER = 10000; // ms without a key: what stands there is sent, as if the cell had been left

const form = document.getElementById("grid");
const { person, form: name, lines: address, state: stateAddress } = form.dataset;
const isWriting = "writes" in form.dataset;
const lines = [...form.querySelectorAll("tbody.line")].map((element) => new Line(element, isWriting));
const byId = new Map(lines.map((line) => [line.id, line]));
const queue = new Queue(person, name, byId);
const sender = new Sender({ queue, address, person, settle, reject, changed: tellSync });
const entered = { line: null, entry: null };
const timers = {};

/* ---- typing ---- */

/* Keep what stands in a line's fields, or forget it where it is what is stored. */
function note(line, isLeft) {
  const entry = line.read();
  const item = queue.get(line.id);
  // What was sent and never answered may be stored: then also the way back has to be.
  const isStored = isSame(entry, line.stored.entry) && !item?.refused && !item?.tried;
  const isKnown = item && isSame(entry, item.entry) && isLeft === item.isLeft;
  if (isStored) queue.drop(line.id);
  else if (!isKnown) queue.type(line.id, entry, line.stored, isLeft);
  if (isLeft) sender.wake();
  show(line);
}

/* Put an entry into a line as if somebody had typed it and left. */
function edit(line, entry) {
  line.write(entry);
  note(line, true);
}

/* Bring back what stood in a line when it was entered. */
function restore(line) {
  if (entered.line === line) edit(line, entered.entry);
}

function lineOf(target) {
  const element = target.matches?.("[data-cell]") && target.closest("tbody");
  return element ? byId.get(element.dataset.line) : null;
}

function hear(type, act) {
  form.addEventListener(type, (event) => {
    const line = lineOf(event.target);
    if (line && !line.isLocked) act(line, event);
  });
}

hear("focusin", (line) => Object.assign(entered, { line, entry: line.read() }));
hear("input", (line) => {
  note(line, false);
  clearTimeout(timers.idle);
  timers.idle = setTimeout(() => note(line, true), IDLE_AFTER);
});
hear("change", (line) => note(line, true));
hear("focusout", (line) => queue.get(line.id)?.isLeft === false && note(line, true));

/* ---- what the server says ---- */

/* Settle what became of a line that was sent as `sent`; more may have been typed meanwhile. */
function settle(outcome, sent) {
  const line = byId.get(outcome.line_id);
  const item = queue.get(line.id);
  if (item && ["saved", "unchanged"].includes(outcome.outcome)) settleStored(line, item, outcome, sent);
  else if (item) settleRefused(line, item, outcome);
}

function settleStored(line, item, outcome, sent) {
  const { version, entry } = outcome;
  line.store(outcome, true);
  if (item.stamp === sent.stamp) queue.drop(line.id);
  else queue.put(line.id, { ...item, base: version, was: entry, tried: undefined });
  if (item.stamp === sent.stamp && !line.hasFocus) line.write(entry);
  show(line);
  refreshSoon();
}

function settleRefused(line, item, outcome) {
  const { version, entry } = outcome;
  const isMine = item.tried.slice(0, -1).some((tried) => isSame(tried, entry));
  const merged = isMine ? item.entry : merge(item.was, item.entry, entry);
  if (outcome.outcome === "conflict" && merged) {
    queue.put(line.id, { ...item, entry: merged, base: version, was: entry, tried: undefined });
    line.write(merged);
  } else {
    queue.put(line.id, { ...item, refused: outcome });
  }
  show(line);
}

/* Hold a line that the server does not understand, with its reason, so that it keeps no other one back. */
function reject(id, reason) {
  const line = byId.get(id);
  const { version, entry } = line.stored;
  const said = entry.text || "–";
  queue.put(id, { ...queue.get(id), refused: { reason, version, entry, said, findings: [], lock: "" } });
  show(line);
}

/* Keep what was typed here over what is stored. */
function keep(line) {
  const { refused, ...item } = queue.get(line.id);
  queue.put(line.id, { ...item, base: refused.version, was: refused.entry, tried: undefined, isLeft: true });
  show(line);
  sender.wake();
  line.cells.text.focus();
}

/* Let stand what is stored, and forget what was typed here. */
function take(line) {
  const { refused } = queue.get(line.id);
  queue.drop(line.id);
  line.write(refused.entry);
  line.store({ ...refused, lock: refused.lock });
  show(line);
  refreshSoon();
  line.cells.text.focus();
}

/* ---- what others do ---- */

/* Ask what stands in the form by now. Never on a clock: a page left open would keep its session alive. */
async function refresh() {
  if (queue.ready().length) return;
  const response = await fetch(stateAddress, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!response?.ok) return;
  const told = await response.json();
  for (const one of told.lines) takeOver(byId.get(one.line_id), one);
  showWorklist(told);
  showMoved(told.status !== form.dataset.status);
}

function takeOver(line, told) {
  if (!line) return;
  line.showCount("comments", told.comments);
  line.showCount("files", told.files);
  const isNew = told.version !== line.stored.version;
  // What somebody is looking at is not changed under their eyes; typing over it shows both answers.
  if (queue.get(line.id) || (isNew && line.hasFocus)) return;
  // Asked before the last save was answered.
  if (told.version < line.stored.version) return;
  line.write(told.entry);
  line.store(told);
  show(line);
}

function refreshSoon() {
  clearTimeout(timers.refresh);
  timers.refresh = setTimeout(refresh, REFRESH_AFTER);
}

/* ---- showing ---- */

function show(line) {
  line.show(queue.get(line.id), { keep: () => keep(line), take: () => take(line) });
  tellSync();
}

function tellSync() {
  showSync(sender, queue);
}

/* What waits is shown and sent at once: it may come from before a reload, or from another tab. */
function begin() {
  for (const [id, item] of queue.all()) {
    const line = byId.get(id);
    if (line) line.write(item.entry);
    if (line) queue.put(id, { ...item, isLeft: true });
    if (line) show(line);
  }
  showLost(queue);
  sender.wake(0);
}

queue.watch((id) => {
  const line = byId.get(id);
  const item = queue.get(id);
  if (!line) return;
  if (item && !line.hasFocus) line.write(item.entry);
  if (!item) refreshSoon();
  show(line);
});
window.addEventListener("pageshow", (event) => event.persisted && refresh());
document.addEventListener("visibilitychange", () => document.hidden || refreshSoon());
keys.listen(form, lines, { restore, open: (line) => details.open(line, refreshSoon) });
paste.listen(form, lines, { edit });
details.listen(form, lines, refreshSoon);
jump(lines);
leaveOnlyStored(queue, sender);
form.classList.add("is-live");
begin();
