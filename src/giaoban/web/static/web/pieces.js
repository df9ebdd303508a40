/* Pieces: parts and words that the server renders into the page, in the reader's language, for scripts. */

/* Return a fresh copy of a template's content. */
export function piece(id) {
  return document.getElementById(id).content.cloneNode(true);
}

/* Put texts into the slots of a piece. */
export function fill(fragment, texts) {
  for (const [slot, text] of Object.entries(texts)) {
    fragment.querySelector(`[data-slot=${slot}]`).textContent = text;
  }
  return fragment;
}

/* Return the words of this name, with values in place of {names}. */
export function say(name, values = {}) {
  const text = document.querySelector(`#words [data-word="${name}"]`).textContent;
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}
