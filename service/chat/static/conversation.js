// One conversation with the API: opened with the first message, kept for the life of the tab, erased on request.

const SITE = document.documentElement.dataset.site ?? ""; // the website whose page shows this, or none
const KEPT = kept("conversation");
const CALLS = "/api/v1/conversations";
const GONE = [401, 404, 409, 410]; // expired, erased or closed: the next message opens a new one
export const PATIENCE = 8000; // milliseconds until the reader is told who to call; the service itself gives up after 5.5 s

/** The service answered, and refused: its sentence, and replies that say who to call. */
export class Refused extends Error {
  constructor(status, detail, replies) {
    super(detail);
    Object.assign(this, { status, detail, replies });
  }
}

let opened = read(); // {conversation, token} or null
let opening = null; // the promise of a conversation, while one is being opened

/** Returns the name under which something is kept for the life of the tab: two sites never mix. */
export function kept(name) {
  return SITE ? `${name} ${SITE}` : name;
}

/** Returns whether there is a conversation to show or to delete. */
export function isOpen() {
  return opened !== null;
}

/** Goes on with a conversation that the page itself was rendered with. */
export function adopt(conversation, token) {
  keep({ conversation, token });
}

/** Leaves the conversation: nothing of it stays in the browser. */
export function forget() {
  opened = opening = null;
  try {
    sessionStorage.removeItem(KEPT);
  } catch {
    // Storage is blocked, so nothing was stored either.
  }
}

/** Returns the turn for a message; a conversation that has ended is opened again and the message sent again. */
export async function say(message, signal) {
  const used = opened ?? (await open(signal));
  try {
    return await send(used, message, signal);
  } catch (error) {
    if (!isGone(error)) throw error;
    if (opened === used) forget();
    return send(opened ?? (await open(signal)), message, signal);
  }
}

/** Returns what was said so far, or nothing where the conversation has ended. */
export async function history() {
  const used = opened;
  try {
    return (await call("GET", `${CALLS}/${used.conversation}/messages?after=0`, used.token, patience())).messages;
  } catch (error) {
    if (!isGone(error)) throw error;
    if (opened === used) forget();
    return [];
  }
}

/** Says whether a turn helped; said again, it changes what was said. */
export async function rate(turn, helpful) {
  await call("POST", `${CALLS}/${opened.conversation}/feedback`, opened.token, patience(), { turn, helpful });
}

/** Erases the conversation on the service and here. */
export async function erase() {
  if (opened) await call("DELETE", `${CALLS}/${opened.conversation}`, opened.token, patience()).catch(ignoreMissing);
  forget();
}

/** Returns published questions that match what is being typed. */
export async function suggestions(typed, signal) {
  return (await call("GET", `/api/v1/suggest?q=${encodeURIComponent(typed)}`, null, signal)).suggestions;
}

/** Returns the questions for the team that a topic suggests. */
export async function questionsOf(topic) {
  return (await call("GET", `/api/v1/topics/${encodeURIComponent(topic)}`, null, patience())).questions;
}

function send({ conversation, token }, message, signal) {
  return call("POST", `${CALLS}/${conversation}/messages`, token, signal, message);
}

/** Opens one conversation, also when two messages are waiting for it. */
function open(signal) {
  if (!opening) {
    const mine = call("POST", CALLS, null, signal, SITE ? { site: SITE } : {}).then(
      ({ conversation, token }) => (opening === mine ? keep({ conversation, token }) : { conversation, token }),
      (error) => {
        if (opening === mine) opening = null;
        throw error;
      },
    );
    opening = mine;
  }
  return opening;
}

async function call(method, path, token, signal, body) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method, headers, signal, body: body && JSON.stringify(body), credentials: "omit" });
  if (answer.status === 204) return null;
  const said = await answer.json();
  if (!answer.ok) throw new Refused(answer.status, said.detail, said.replies ?? []);
  return said;
}

function patience() {
  const limit = new AbortController();
  setTimeout(() => limit.abort(), PATIENCE);
  return limit.signal;
}

function isGone(error) {
  return error instanceof Refused && GONE.includes(error.status);
}

function ignoreMissing(error) {
  if (!(error instanceof Refused && error.status === 404)) throw error;
}

function keep(found) {
  opened = found;
  opening = null;
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(found));
  } catch {
    // Storage is blocked: the conversation then lasts until the page is left.
  }
  return found;
}

function read() {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEPT));
    return typeof found?.conversation === "string" && typeof found?.token === "string" ? found : null;
  } catch {
    return null;
  }
}
