/* Sending: what waits in the queue is sent in order, by one tab at a time, until the server has answered.

   Status is one of: idle, sending, offline, sign-in (nobody or somebody else is signed in), refused (with the
   server's reason). A line leaves the queue only when the server said what became of it. */

const MOST = 50; // lines in one request
const SOON = 120; // ms, so that a block goes out as one request
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60000;
const PATIENCE = 20000;

export class Sender {
  constructor({ queue, address, person, settle, changed }) {
    Object.assign(this, { queue, address, person, settle, changed });
    this.status = "idle";
    this.reason = "";
    this.wait = FIRST_WAIT;
    this.hasStored = false;
    for (const sign of ["online", "focus"]) window.addEventListener(sign, () => this.wake());
    window.addEventListener("offline", () => this.tell("offline"));
    document.addEventListener("visibilitychange", () => document.hidden || this.wake());
  }

  /* Send soon; several calls are one. */
  wake(delay = SOON) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.drain(), delay);
  }

  /* Send all that may be sent; resolve when nothing is left or nothing goes through. */
  async drain() {
    clearTimeout(this.timer);
    // Without locks (a page that came unencrypted) a line may be sent twice: the second changes nothing.
    const alone = navigator.locks?.request.bind(navigator.locks, this.queue.prefix) ?? ((work) => work());
    await alone(async () => {
      while (this.queue.ready().length && (await this.sendOnce()));
    });
    if (!this.queue.ready().length && this.status === "sending") this.tell("idle");
  }

  async sendOnce() {
    const items = this.queue.ready().slice(0, MOST);
    this.tell("sending");
    for (const [line, item] of items) {
      this.queue.put(line, { ...item, tried: [...(item.tried ?? []), item.entry].slice(-5) });
    }
    const answer = await this.ask(items);
    if (!answer) {
      this.wake(this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
      return false;
    }
    this.wait = FIRST_WAIT;
    this.hasStored = true;
    const sent = new Map(items);
    for (const outcome of answer.lines) this.settle(outcome, sent.get(outcome.line_id));
    return true;
  }

  /* Return the server's answer, or null after saying why there is none. */
  async ask(items) {
    const lines = items.map(([line_id, { entry, base }]) => ({ line_id, base, ...entry }));
    try {
      const response = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ person: this.person, lines }),
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (response.ok) return await response.json();
      this.tellRefusal(response.status, await response.json().catch(() => ({})));
    } catch {
      this.tell("offline");
    }
    return null;
  }

  tellRefusal(status, problem) {
    // Signing in gives a new mark of the site, which is read with the next try.
    if (status === 401 || ["second_factor", "forged"].includes(problem.code)) this.tell("sign-in");
    else if (status >= 500 || status === 429) this.tell("offline");
    else this.tell("refused", problem.title ?? String(status));
  }

  tell(status, reason = "") {
    this.status = status;
    this.reason = reason;
    this.changed();
  }
}

/* Return the mark by which the site knows its own pages, as it is now. */
export function token() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}
