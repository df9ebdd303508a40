/* Devices: what this browser sends of its person: sound, and a picture of the camera or of the screen. */

const KINDS = { microphone: "audio", camera: "video", screen: "video" };

export class Devices {
  /* `choices` are the lists of cameras and microphones; `changed` is told the kind of which another track, or
     none, is sent from now on, and `say` the name of what is to be said. */
  constructor(choices, changed, say) {
    Object.assign(this, { choices, changed, say, tracks: {}, isSpeaking: true, isHeld: false });
    for (const choice of choices) choice.addEventListener("change", () => this.choose(choice));
  }

  get inUse() {
    const { audio, video } = this.tracks;
    return { microphone: audio?.enabled, camera: video && !this.isScreen, screen: video && this.isScreen };
  }

  get stream() {
    return new MediaStream(Object.values(this.tracks));
  }

  /* Take the microphone or the camera into use: the one that was chosen, or this browser's first. */
  async take(name) {
    const kind = KINDS[name];
    const chosen = this.choices.find((one) => one.dataset.device === `${kind}input`).value;
    const asked = { [kind]: chosen ? { deviceId: { exact: chosen } } : true };
    await this.use(name, () => navigator.mediaDevices.getUserMedia(asked), "no-device");
    await this.list();
  }

  /* Send what is got instead of what was sent before; say so where nothing is got. */
  async use(name, get, otherwise) {
    const kind = KINDS[name];
    try {
      const [track] = (await get()).getTracks();
      this.drop(kind);
      this.tracks[kind] = track;
      this.isScreen = kind === "video" ? name === "screen" : this.isScreen;
      track.onended = () => this.end(kind);
      this.say("");
    } catch {
      this.say(otherwise);
    }
    this.hold(this.isHeld);
    this.changed(kind);
  }

  /* Switch one of the three on or off. */
  async turn(name) {
    if (name === "microphone" && this.tracks.audio) return this.speak();
    if (this.inUse[name]) return this.end(KINDS[name]);
    if (name !== "screen") return this.take(name);
    return this.use(name, () => navigator.mediaDevices.getDisplayMedia({ video: true }), "no-screen");
  }

  speak() {
    if (this.isHeld) return this.say("muted");
    this.isSpeaking = !this.isSpeaking;
    this.hold(false);
    return this.changed();
  }

  /* Whoever leads the room takes the microphone, or gives it back: then it is as it was. */
  hold(isHeld) {
    this.isHeld = isHeld;
    if (this.tracks.audio) this.tracks.audio.enabled = this.isSpeaking && !isHeld;
  }

  end(kind) {
    this.drop(kind);
    this.changed(kind);
  }

  drop(kind) {
    if (!this.tracks[kind]) return;
    this.tracks[kind].onended = null;
    this.tracks[kind].stop();
    delete this.tracks[kind];
  }

  async choose(choice) {
    const name = choice.dataset.device === "videoinput" ? "camera" : "microphone";
    if (this.inUse[name]) await this.take(name);
  }

  /* List the devices by name, which a browser tells once it may use one. */
  async list() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    for (const choice of this.choices) {
      const chosen = choice.value;
      const fitting = devices.filter((one) => one.kind === choice.dataset.device);
      choice.replaceChildren(...fitting.map((one) => new Option(one.label, one.deviceId)));
      if (fitting.some((one) => one.deviceId === chosen)) choice.value = chosen;
    }
  }
}
