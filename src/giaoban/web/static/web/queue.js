/* The queue: what was typed and is not stored yet, kept in this browser for one person and one form.

   Each line has a key of its own in localStorage, so that two tabs never overwrite each other's lines, and
   one that is closed, reloaded or signed out loses nothing. An item is
     entry    what stands in the fields     was   what was stored when it was typed, as version `base`
     stamp    a new one with each change    at    when, for the order
     isLeft   false while somebody types    refused   what is stored instead, where the server kept that
     tried    entries that were sent and never answered: a late answer to them is no conflict. */

const PREFIX = "giaoban.queue:";

export class Queue {
  /* `known` are the lines of the form, by id. */
  constructor(person, form, known) {
    this.prefix = `${prefixOf(person)}${form}:`;
    this.known = known;
    this.memory = new Map();
    this.isKept = true;
  }

  /* Return [line, item] of every line that waits, the earliest first. */
  all() {
    return this.everything().filter(([line]) => this.known.has(line));
  }

  /* Return those whose line is no longer in the form. */
  lost() {
    return this.everything().filter(([line]) => !this.known.has(line));
  }

  /* Return those that may be sent now. */
  ready() {
    return this.all().filter(([, item]) => item.isLeft && !item.refused);
  }

  everything() {
    const lines = new Set(this.memory.keys());
    for (const key of keysOf(this.prefix)) lines.add(key.slice(this.prefix.length));
    const items = [...lines].map((line) => [line, this.get(line)]).filter(([, item]) => item);
    return items.sort(([, one], [, other]) => one.at - other.at);
  }

  get(line) {
    if (this.memory.has(line)) return this.memory.get(line);
    try {
      return JSON.parse(localStorage.getItem(this.prefix + line));
    } catch {
      return null;
    }
  }

  /* Keep an item; where the browser keeps nothing, as long as the page is open. */
  put(line, item) {
    try {
      localStorage.setItem(this.prefix + line, JSON.stringify(item));
      this.memory.delete(line);
    } catch {
      this.isKept = false;
      this.memory.set(line, item);
    }
    return item;
  }

  /* Keep what was typed in a line over what is stored there. */
  type(line, entry, stored, isLeft) {
    const before = this.get(line);
    const begun = before ?? { base: stored.version, was: stored.entry, at: Date.now() };
    return this.put(line, { ...begun, entry, isLeft, stamp: stamp() });
  }

  drop(line) {
    this.memory.delete(line);
    try {
      localStorage.removeItem(this.prefix + line);
    } catch {
      this.isKept = false;
    }
  }

  /* Call back with the line that another tab of the same person changed. */
  watch(changed) {
    window.addEventListener("storage", (event) => {
      if (event.key?.startsWith(this.prefix)) changed(event.key.slice(this.prefix.length));
    });
  }
}

/* Return how many lines of this person wait in this browser, in whichever form. */
export function countOf(person) {
  return keysOf(prefixOf(person)).length;
}

function stamp() {
  return crypto.getRandomValues(new Uint32Array(2)).join("-");
}

function prefixOf(person) {
  return `${PREFIX}${person}:`;
}

function keysOf(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}
