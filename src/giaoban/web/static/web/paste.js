/* Paste: a block from a spreadsheet is laid over consecutive open lines, shown first, and can be undone. */

import { say } from "./pieces.js";

const COLUMNS = ["text", "explanation"];

/* Return the rows of a block as spreadsheets copy it: tabs between cells, quotes around cells with breaks. */
export function parse(block) {
  const rows = [[]];
  const pattern = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n|\r|\n|$)/gy;
  for (let found = pattern.exec(block); found; found = pattern.exec(block)) {
    const [, cell, end] = found;
    const isQuoted = cell.length > 1 && cell.startsWith('"') && cell.endsWith('"');
    rows.at(-1).push(isQuoted ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (!end) break;
    if (end !== "\t") rows.push([]);
  }
  // A copied block ends with a line end; what follows it is no row.
  if (rows.length > 1 && rows.at(-1).join("") === "") rows.pop();
  return rows;
}

/* Return which line gets which texts, and how many cells find no place; locked lines are passed over. */
export function lay(rows, lines, start, column) {
  const columns = COLUMNS.slice(COLUMNS.indexOf(column));
  const following = lines.slice(lines.indexOf(start));
  const open = following.filter((line) => !line.isLocked);
  const laid = rows.slice(0, open.length).map((row, place) => ({
    line: open[place],
    texts: Object.fromEntries(columns.slice(0, row.length).map((name, cell) => [name, row[cell].trim()])),
  }));
  const cells = laid.reduce((sum, { texts }) => sum + Object.keys(texts).length, 0);
  const last = laid.length ? following.indexOf(laid.at(-1).line) + 1 : 0;
  return { laid, cells, cut: rows.flat().length - cells, skipped: last - laid.length };
}

/* Listen on the form; `edit` puts an entry into a line as if it had been typed. */
export function listen(form, lines, { edit }) {
  const dialog = document.getElementById("paste");

  form.addEventListener("paste", async (event) => {
    const cell = event.target;
    const block = event.clipboardData.getData("text/plain");
    if (!COLUMNS.includes(cell.dataset.cell) || !/[\t\n\r]/.test(block.trimEnd())) return;
    event.preventDefault();
    const start = lines.find((line) => line.element.contains(cell));
    const plan = lay(parse(block), lines, start, cell.dataset.cell);
    show(dialog, plan);
    const isAgreed = await asked(dialog);
    cell.focus();
    if (isAgreed) apply(plan, edit);
  });
}

function apply({ laid, cells }, edit) {
  const before = laid.map(({ line }) => [line, line.read()]);
  for (const { line, texts } of laid) edit(line, { ...line.read(), ...texts });
  tell(say("pasted", { count: cells }), () => {
    for (const [line, entry] of before) edit(line, entry);
    tell(say("undone"));
    before[0][0].cells.text.focus();
  });
}

/* Say what was done, with the way back where there is one. */
function tell(text, undo = null) {
  const place = document.getElementById("pasted");
  const button = place.querySelector("button");
  place.querySelector("span").textContent = text;
  button.hidden = !undo;
  button.onclick = undo;
  place.hidden = false;
}

function show(dialog, { laid, cells, cut, skipped }) {
  const notes = [say("pasted-preview", { count: cells })];
  if (skipped) notes.push(say("skipped"));
  if (cut) notes.push(say("cut", { count: cut }));
  dialog.querySelector("[data-part=counts]").textContent = notes.join(" ");
  for (const name of COLUMNS) {
    dialog.querySelector(`[data-part=column-${name}]`).hidden = !laid.some(({ texts }) => name in texts);
  }
  const rows = laid.map(({ line, texts }) => {
    const row = document.createElement("tr");
    const head = row.appendChild(document.createElement("th"));
    head.scope = "row";
    head.textContent = line.title;
    for (const name of COLUMNS.filter((one) => one in texts)) {
      const cell = row.appendChild(document.createElement("td"));
      cell.className = name === "text" ? "number" : "";
      cell.textContent = texts[name] || "–";
    }
    return row;
  });
  dialog.querySelector("tbody").replaceChildren(...rows);
  dialog.querySelector("[data-paste]").disabled = !cells;
}

/* Show the dialog and resolve with whether it was agreed to. */
function asked(dialog) {
  return new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.querySelector("[data-paste]").onclick = () => dialog.close("paste");
    dialog.querySelector("[data-close]").onclick = () => dialog.close();
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "paste"), { once: true });
    dialog.showModal();
  });
}
