/* Lines: one line of the grid on the page: its fields, its state, and what is said below it. */

import { BLANK, isSame } from "./entries.js";
import { fill, piece, say } from "./pieces.js";

const NOT_APPLICABLE = "not_applicable";

export class Line {
  constructor(element, isWriting) {
    Object.assign(this, { element, isWriting, id: element.dataset.line });
    const cells = [...element.querySelectorAll("[data-cell]")];
    this.cells = Object.fromEntries(cells.map((cell) => [cell.dataset.cell, cell]));
    this.title = element.querySelector("[data-part=title]").textContent;
    this.stored = { version: Number(element.dataset.version), entry: this.read() };
    // What the server last said of the line; while something waits, another state is shown over it.
    this.settled = element.dataset.state;
  }

  get isLocked() {
    return this.cells.text.readOnly;
  }

  get hasFocus() {
    return this.element.contains(document.activeElement);
  }

  /* Return what stands in the fields. */
  read() {
    const { text, answer, explanation } = this.cells;
    const chosen = answer.type === "checkbox" ? (answer.checked ? NOT_APPLICABLE : "") : answer.value;
    const isAbsent = chosen === NOT_APPLICABLE;
    return {
      text: text.value,
      explanation: explanation.value,
      is_not_applicable: isAbsent,
      verdict: isAbsent ? "" : chosen,
    };
  }

  /* Put an entry into the fields; where it stands there already they are left alone, cursor and all. */
  write(entry) {
    if (isSame(this.read(), entry)) return;
    const { text, answer, explanation } = this.cells;
    const chosen = entry.is_not_applicable ? NOT_APPLICABLE : entry.verdict;
    text.value = entry.text;
    explanation.value = entry.explanation;
    if (answer.type === "checkbox") answer.checked = Boolean(chosen);
    else answer.value = chosen;
  }

  /* Return what stands in the fields in one line of words. */
  say() {
    const { text, answer, explanation } = this.cells;
    const isBox = answer.type === "checkbox";
    const isChosen = isBox ? answer.checked : answer.value;
    const named = isBox ? answer.labels[answer.labels.length - 1] : answer.selectedOptions[0];
    const parts = [text.value, isChosen && named.textContent, explanation.value];
    return parts.filter(Boolean).join(" · ") || "–";
  }

  /* Take over what the server says is stored by now; `lock` says why the line is locked, if it is.

     An answer to a save tells the line's own faults alone (`isOwn`): what the whole form showed stays in
     sight until the form is asked again. */
  store({ version, entry, findings, lock = "" }, isOwn = false) {
    this.stored = { version, entry };
    this.element.querySelector("input[name^='base:']").value = version;
    const isClosed = Boolean(lock) || !this.isWriting;
    const { text, answer, explanation } = this.cells;
    // A line of counts takes no words; those that stand there all the same can be removed.
    const isCount = "counts" in this.element.dataset;
    text.readOnly = isClosed;
    explanation.readOnly = isClosed || (isCount && !explanation.value);
    answer.disabled = isClosed || (isCount && !answer.checked);
    this.part("state").title = lock;
    this.showFindings(findings, isOwn);
    const isFaulty = findings.some((finding) => finding.severity === "error");
    this.settled = lock ? "locked" : isFaulty ? "invalid" : isSame(entry, BLANK) ? "blank" : "saved";
    if (isFaulty) this.cells.text.setAttribute("aria-invalid", "true");
    else this.cells.text.removeAttribute("aria-invalid");
  }

  /* Show how the line stands: as one that waits, one with two answers, or as it is stored. */
  show(item, ways) {
    const state = item?.refused ? "conflict" : item ? "waiting" : this.settled;
    if (state !== this.element.dataset.state) {
      this.element.dataset.state = state;
      this.part("state").replaceChildren(piece(`state-${state}`));
    }
    this.showConflict(item?.refused, ways);
    this.showNotes();
  }

  showConflict(refused, { keep, take }) {
    const place = this.part("conflict");
    if (!refused) return place.replaceChildren();
    const texts = { reason: refused.reason, mine: this.say(), theirs: refused.said };
    const block = fill(piece("piece-conflict"), texts);
    block.querySelector("[data-keep]").addEventListener("click", keep);
    block.querySelector("[data-take]").addEventListener("click", take);
    return place.replaceChildren(block);
  }

  showFindings(findings, isOwn) {
    const items = findings.map(({ title, detail, severity, code }) => {
      const item = fill(piece("piece-finding"), { title, detail }).firstElementChild;
      item.className = severity;
      item.dataset.code = code;
      return item;
    });
    const list = this.part("findings");
    const codes = new Set(findings.map(({ code }) => code));
    const isOther = ({ className, dataset }) => className !== "error" && !codes.has(dataset.code);
    const others = isOwn ? [...list.children].filter(isOther) : [];
    list.replaceChildren(...items, ...others);
  }

  showCount(name, count) {
    const place = this.part(name);
    place.hidden = !count;
    place.querySelector("span").textContent = say(name, { count });
  }

  showNotes() {
    const notes = [...this.element.querySelector(".notes").children];
    this.element.querySelector(".under").hidden = !notes.some((note) => note.childElementCount);
  }

  part(name) {
    return this.element.querySelector(`[data-part=${name}]`);
  }
}
