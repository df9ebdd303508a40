/* Keys: the grid by keyboard alone, as people know it from spreadsheets. Tab stays the browser's own. */

/* Listen on the form; `lines` are in order, `restore` undoes the typing in a cell, `open` shows details. */
export function listen(form, lines, { restore, open }) {
  const editing = new WeakSet();
  let isPointed = false;

  form.addEventListener("pointerdown", ({ target }) => {
    isPointed = true;
    // Pointed at again: the place in the text is meant.
    if (target === document.activeElement) editing.add(target);
  });
  form.addEventListener("focusin", ({ target }) => {
    if (!target.matches("[data-cell]")) return;
    editing.delete(target);
    // Typing replaces what is there, as in a spreadsheet; whoever points wants a place in the text.
    if (!isPointed) target.select?.();
    isPointed = false;
  });
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches("[data-cell]") || event.isComposing) return;
    const act = actionOf(event, cell);
    if (!act) return;
    event.preventDefault();
    act();
  });

  function actionOf(event, cell) {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    if (key === "Enter" && (ctrlKey || metaKey)) return () => open(lineOf(cell));
    if (key === "Enter" && altKey) return cell.matches("textarea") ? () => breakLine(cell) : null;
    if (key === "Enter") return () => move(cell, shiftKey ? -1 : 1);
    if (key === "Escape") return () => leave(cell);
    if (key === "F2") return () => enter(cell);
    if (key === "ArrowDown" || key === "ArrowUp") return arrow(cell, key === "ArrowDown" ? 1 : -1, altKey);
    return null;
  }

  /* Up and down belong to a list that is chosen from, and to a long text into which somebody went. */
  function arrow(cell, step, altKey) {
    const isOwn = cell.matches("select") || altKey || (cell.matches("textarea") && editing.has(cell));
    return isOwn ? null : () => move(cell, step);
  }

  function move(cell, step) {
    const name = cell.dataset.cell;
    for (let place = lines.indexOf(lineOf(cell)) + step; lines[place]; place += step) {
      const next = lines[place].cells[name];
      if (!next.disabled) return next.focus();
    }
    return undefined;
  }

  function enter(cell) {
    editing.add(cell);
    cell.setSelectionRange?.(cell.value.length, cell.value.length);
  }

  function leave(cell) {
    restore(lineOf(cell), cell);
    editing.delete(cell);
    cell.select?.();
  }

  function breakLine(cell) {
    editing.add(cell);
    cell.setRangeText("\n", cell.selectionStart, cell.selectionEnd, "end");
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function lineOf(cell) {
    const element = cell.closest("tbody");
    return lines.find((line) => line.element === element);
  }
}
