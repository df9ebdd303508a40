/* Sending: what waits in the queue is sent in order, by one tab at a time, until the server has answered.

   Status is one of: idle, sending, offline, sign-in (nobody is signed in), refused (with the server's reason:
   somebody else is, or the phase is over), misunderstood (a line is not as the server takes it).
   A line leaves the queue only when the server said what became of it. */

const MOST = 50; // lines in one request
const SOON = 120; // ms, so that a block goes out as one request
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60000;
const PATIENCE = 20000;
const LEAVING = 5000; // after which a page that was to be left is still here

export class Sender {
  /* `settle` is told what became of a line, `reject` of one that the server does not understand. */
  constructor({ queue, address, person, settle, reject, changed }) {
    Object.assign(this, { queue, address, person, settle, reject, changed });
    Object.assign(this, { status: "idle", reason: "", wait: FIRST_WAIT, most: MOST, hasStored: false });
    this.running = Promise.resolve();
    for (const sign of ["online", "focus"]) window.addEventListener(sign, () => this.wake());
    window.addEventListener("offline", () => this.tell("offline"));
    document.addEventListener("visibilitychange", () => document.hidden || this.wake());
    window.addEventListener("beforeunload", () => this.pause());
  }

  /* Leave what waits to the page that comes: it may have been asked for before an answer to this one. */
  pause() {
    this.isLeaving = true;
    setTimeout(() => {
      this.isLeaving = false;
      this.wake();
    }, LEAVING);
  }

  /* Send soon; several calls are one. */
  wake(delay = SOON) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.drain(), delay);
  }

  /* Send all that may be sent; resolve when nothing is left or nothing goes through. */
  drain() {
    clearTimeout(this.timer);
    this.running = this.running.then(() => this.sendAll());
    return this.running;
  }

  async sendAll() {
    // Without locks (a page that came unencrypted) a line may be sent twice: the second changes nothing.
    const alone = navigator.locks?.request.bind(navigator.locks, this.queue.prefix) ?? ((work) => work());
    await alone(async () => {
      while (!this.isLeaving && this.queue.ready().length && (await this.sendOnce()));
    });
    if (!this.queue.ready().length) this.tell("idle");
  }

  async sendOnce() {
    const items = this.queue.ready().slice(0, this.most);
    this.tell("sending");
    for (const [line, item] of items) {
      this.queue.put(line, { ...item, tried: [...(item.tried ?? []), item.entry].slice(-5) });
    }
    const answer = await this.ask(items);
    if (this.isLeaving) return false;
    if (!answer) return this.tryAgain(items);
    Object.assign(this, { wait: FIRST_WAIT, most: MOST, hasStored: true });
    const sent = new Map(items);
    for (const outcome of answer.lines) this.settle(outcome, sent.get(outcome.line_id));
    return true;
  }

  /* Go on at once line by line where one of several is not understood; else wait, longer each time. */
  tryAgain([[line]]) {
    if (this.status === "misunderstood") {
      if (this.most === 1) this.reject(line, this.reason);
      this.most = 1;
      return true;
    }
    // What is refused is asked again when somebody does something: asking on a clock would keep the session.
    if (this.status !== "refused") this.wake(this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    return false;
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
    else if ([400, 404, 422].includes(status)) this.tell("misunderstood", problem.title ?? String(status));
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
