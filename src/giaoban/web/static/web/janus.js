/* Janus: what a conference needs of the media server's websocket: come in, send, receive, go out.

   One handle of the server sends what is one's own, one more receives each other person; their messages are
   those of the VideoRoom of Janus 1.1. A peer connection is this browser's end of a handle. */

const PATIENCE = 8000; // ms for an answer
const ALIVE = 15000; // the server forgets whoever is silent for a minute

/* The line to the server: what is asked on it is answered, or the line is lost. */
class Line {
  constructor(address, lost) {
    Object.assign(this, { lost, waiting: new Map(), listening: new Map(), count: 0, session: undefined });
    this.socket = new WebSocket(address, "janus-protocol");
    this.socket.onmessage = ({ data }) => this.hear(JSON.parse(data));
    this.socket.onclose = () => this.end("server");
  }

  async open() {
    await new Promise((resolve, reject) => {
      this.socket.onopen = resolve;
      this.waiting.set("", { reject });
      setTimeout(reject, PATIENCE, new Error("no answer"));
    });
    this.session = (await this.ask({ janus: "create" })).data.id;
    this.beat = setInterval(() => this.ask({ janus: "keepalive" }).catch(() => this.end("server")), ALIVE);
  }

  /* Open a handle; `heard` gets what the server says on it unasked. */
  async attach(heard) {
    const handle = (await this.ask({ janus: "attach", plugin: "janus.plugin.videoroom" })).data.id;
    this.listening.set(handle, heard);
    return handle;
  }

  /* Ask the room for something and return its answer; what it refuses is an error. */
  async request(handle, body, jsep) {
    const told = await this.ask({ janus: "message", handle_id: handle, body, jsep });
    const data = told.plugindata.data;
    if (data.error) throw new Error(data.error);
    return { ...data, jsep: told.jsep };
  }

  ask(message) {
    const transaction = String((this.count += 1));
    return new Promise((resolve, reject) => {
      this.waiting.set(transaction, { resolve, reject, isDoneByAck: message.janus === "keepalive" });
      setTimeout(reject, PATIENCE, new Error("no answer"));
      this.tell(message, transaction);
    }).finally(() => this.waiting.delete(transaction));
  }

  tell(message, transaction = "untold") {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.socket.send(JSON.stringify({ ...message, transaction, session_id: this.session }));
  }

  hear(told) {
    const asked = this.waiting.get(told.transaction);
    if (told.janus === "timeout") this.end("server");
    else if (told.janus === "error") asked?.reject(new Error(told.error.reason));
    else if (told.janus !== "ack" || asked?.isDoneByAck) {
      if (asked) asked.resolve(told);
      else this.listening.get(told.sender)?.(told);
    }
  }

  /* End it once: because it was lost, for this reason, or silently because this page goes. */
  end(reason) {
    if (this.isOver) return;
    this.isOver = true;
    clearInterval(this.beat);
    for (const { reject } of this.waiting.values()) reject(new Error(reason));
    if (reason) this.lost(reason);
    else this.tell({ janus: "destroy" });
    this.socket.close();
  }
}

/* Enter the room by a ticket, sending these tracks, and return what can be done in it.

   `told` hears of it: arrived(feed, name, stream), left(feed), muted(whether), ended() when this person was
   taken out, lost(reason) once when nothing comes through any more: by the "server" or the "network". */
export async function enter(ticket, tracks, told) {
  const peers = new Map();
  const line = new Line(ticket.address, (reason) => {
    for (const peer of peers.values()) peer.close();
    told.lost(reason);
  });
  const meeting = new Meeting(ticket, told, line, peers);
  try {
    await line.open();
    await meeting.begin(tracks);
  } catch (fault) {
    meeting.leave();
    throw fault;
  }
  return meeting;
}

class Meeting {
  constructor(ticket, told, line, peers) {
    Object.assign(this, { ticket, told, line, peers });
  }

  async begin(tracks) {
    const { room, feed, token, name } = this.ticket;
    this.own = await this.line.attach((event) => this.hear(event));
    const asked = { request: "join", ptype: "publisher", room, id: feed, token, display: name };
    const joined = await this.line.request(this.own, asked);
    this.privateId = joined.private_id;
    if (this.ticket.is_sending) await this.send(tracks);
    this.receiveAll(joined.publishers);
  }

  /* Send sound and picture, in this order: the clerk mutes the first. A missing one may come later. */
  async send(tracks) {
    const peer = this.peer("own", this.own);
    this.senders = {};
    for (const kind of ["audio", "video"]) {
      this.senders[kind] = peer.addTransceiver(tracks[kind] ?? kind, { direction: "sendonly" }).sender;
    }
    await peer.setLocalDescription();
    const { jsep } = await this.line.request(this.own, { request: "publish" }, peer.localDescription);
    await peer.setRemoteDescription(jsep);
  }

  /* Send another track of this kind from now on, or none. */
  replace(kind, track) {
    return this.senders?.[kind].replaceTrack(track);
  }

  receiveAll(publishers = []) {
    // Whoever has gone again before their picture came is no fault of the line.
    for (const { id, display } of publishers) this.receive(id, display).catch(() => this.drop(id));
  }

  async receive(feed, name) {
    const handle = await this.line.attach((event) => event.janus === "hangup" && this.drop(feed));
    const { room } = this.ticket;
    const whom = { streams: [{ feed }], private_id: this.privateId };
    const asked = { request: "join", ptype: "subscriber", room, ...whom };
    const offered = await this.line.request(handle, asked);
    const peer = this.peer(feed, handle);
    const stream = new MediaStream();
    peer.ontrack = ({ track }) => stream.addTrack(track);
    await peer.setRemoteDescription(offered.jsep);
    await peer.setLocalDescription();
    await this.line.request(handle, { request: "start" }, peer.localDescription);
    this.told.arrived(feed, name, stream);
  }

  peer(name, handle) {
    const peer = Object.assign(new RTCPeerConnection(), { handle });
    this.peers.set(name, peer);
    peer.onicecandidate = ({ candidate }) => {
      this.line.tell({ janus: "trickle", handle_id: handle, candidate: candidate ?? { completed: true } });
    };
    peer.onconnectionstatechange = () => peer.connectionState === "failed" && this.line.end("network");
    return peer;
  }

  hear({ janus, plugindata }) {
    const said = plugindata?.data ?? {};
    const gone = said.leaving ?? said.unpublished ?? said.kicked;
    if (janus === "hangup") this.line.end("network");
    else if (said.videoroom === "destroyed" || said.reason === "kicked") this.finish();
    else if (said.moderation && said.id === this.ticket.feed) this.told.muted(said.moderation === "muted");
    else if (gone) this.drop(gone);
    else this.receiveAll(said.publishers);
  }

  drop(feed) {
    const peer = this.peers.get(feed);
    if (!peer) return;
    peer.close();
    this.peers.delete(feed);
    this.line.tell({ janus: "detach", handle_id: peer.handle });
    this.told.left(feed);
  }

  finish() {
    this.leave();
    this.told.ended();
  }

  leave() {
    for (const peer of this.peers.values()) peer.close();
    this.line.end();
  }
}
