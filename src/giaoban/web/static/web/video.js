/* Video: the pictures of a conference on its page: asked for, shown, lost, and asked for again.

   Whatever fails here is said in words, and everything else of the page goes on. Whoever was in the video
   comes back by themselves: after a pause, longer each time. */

import { Devices } from "./devices.js";
import { enter } from "./janus.js";
import { fill, piece } from "./pieces.js";
import { token } from "./sending.js";

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 20000;
const SOON = 300; // so that several who come at once are one list

class Video {
  constructor(root) {
    this.root = root;
    this.pictures = new Map();
    const choices = [...root.querySelectorAll("select[data-device]")];
    this.devices = new Devices(choices, (kind) => this.send(kind), (name) => this.put(name, "note"));
    root.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-do]");
      if (button) this[button.dataset.do](button);
    });
    window.addEventListener("online", () => this.timer && this.ask());
  }

  async join() {
    this.isWanted = true;
    this.tell("asking");
    this.root.querySelector("button[data-device=microphone]").focus();
    this.show("own", this.word("you"), new MediaStream()).muted = true;
    await this.devices.take("microphone");
    await this.devices.take("camera");
    this.pause = FIRST_PAUSE;
    await this.ask();
  }

  /* Ask for a ticket and enter by it; come back to it where that does not work yet, or no longer. */
  async ask() {
    clearTimeout(this.timer);
    this.timer = undefined;
    try {
      const ticket = await this.ticket();
      if (!this.isWanted) return;
      if (ticket.standing === "admitted") await this.enter(ticket);
      else this.again(ticket.standing);
    } catch (fault) {
      if (fault.isFinal) this.leave("refused");
      else this.again("server");
    }
  }

  async ticket() {
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    const response = await fetch(this.root.dataset.join, { method: "POST", headers, redirect: "error" });
    if (response.ok) return response.json();
    const isFinal = [401, 403, 404].includes(response.status);
    throw Object.assign(new Error(String(response.status)), { isFinal });
  }

  async enter(ticket) {
    this.meeting = await enter(ticket, this.devices.tracks, {
      arrived: (feed, name, stream) => this.show(feed, nameOf(feed) ?? name, stream),
      left: (feed) => this.clear(feed),
      muted: (isMuted) => this.hold(isMuted, isMuted ? "muted" : "unmuted"),
      ended: () => this.leave("ended"),
      lost: (reason) => this.again(reason),
    });
    if (!this.isWanted) return this.meeting.leave();
    this.pause = FIRST_PAUSE;
    this.hold(ticket.is_muted, ticket.is_muted ? "muted" : "");
    return this.tell(ticket.is_recorded ? "recorded" : "in");
  }

  again(standing) {
    // What fails on the way in is told twice: by the line and by whoever wanted to enter.
    if (!this.isWanted || this.timer) return;
    this.clearOthers();
    this.tell(standing);
    this.timer = setTimeout(() => this.ask(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  leave(standing) {
    this.isWanted = false;
    clearTimeout(this.timer);
    this.meeting?.leave();
    this.meeting = undefined;
    for (const kind of ["audio", "video"]) this.devices.drop(kind);
    this.clearOthers();
    this.clear("own");
    this.tell(typeof standing === "string" ? standing : "left");
    this.root.querySelector("[data-do=join]").focus();
  }

  turn(button) {
    this.devices.turn(button.dataset.device);
  }

  hold(isHeld, said) {
    this.devices.hold(isHeld);
    this.put(said, "note");
    this.showControls();
  }

  /* Let the others, and the person's own picture, have what is sent of a kind from now on. */
  send(kind) {
    if (kind) this.meeting?.replace(kind, this.devices.tracks[kind] ?? null);
    const own = this.pictures.get("own");
    if (own && kind) own.querySelector("video").srcObject = this.devices.stream;
    this.showControls();
  }

  show(feed, name, stream) {
    this.clear(feed);
    const picture = fill(piece("picture"), { name }).firstElementChild;
    const video = picture.querySelector("video");
    video.setAttribute("aria-label", name);
    video.srcObject = stream;
    this.part("pictures").append(picture);
    this.pictures.set(feed, picture);
    freshen();
    return video;
  }

  clear(feed) {
    this.pictures.get(feed)?.remove();
    this.pictures.delete(feed);
  }

  clearOthers() {
    for (const feed of [...this.pictures.keys()].filter((one) => one !== "own")) this.clear(feed);
  }

  enlarge(button) {
    button.setAttribute("aria-pressed", button.closest(".picture").classList.toggle("large"));
  }

  tell(standing) {
    this.root.dataset.standing = standing;
    this.put(standing, "status");
    this.showControls();
    freshen();
  }

  put(name, place) {
    this.part(place).textContent = name ? this.word(name) : "";
  }

  showControls() {
    this.part("inside").hidden = !this.isWanted;
    this.part("outside").hidden = this.isWanted;
    for (const [name, isOn] of Object.entries(this.devices.inUse)) {
      const button = this.root.querySelector(`button[data-device=${name}]`);
      button.setAttribute("aria-pressed", Boolean(isOn));
    }
  }

  part(name) {
    return this.root.querySelector(`[data-part=${name}]`);
  }

  word(name) {
    return this.root.querySelector(`[data-word="${name}"]`).textContent;
  }
}

/* Return who has this number by the office's list: nobody else can call themselves so. */
function nameOf(feed) {
  return document.querySelector(`[data-feed="${feed}"]`)?.textContent;
}

/* Show the list of who is in as it is by now, where nothing else does: on the page of the video alone. */
function freshen() {
  clearTimeout(freshen.timer);
  freshen.timer = setTimeout(async () => {
    const list = document.querySelector("[data-freshen]");
    const answer = list && (await fetch(window.location.pathname).catch(() => null));
    if (!answer?.ok || list.contains(document.activeElement)) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    list.replaceChildren(...page.querySelector("[data-freshen]").childNodes);
  }, SOON);
}

const root = document.getElementById("video");
if (root) new Video(root);
