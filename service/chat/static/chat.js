// Takes over the forms of chat.html, so that a question gets its answer without a reload.

import { element, replyNode } from "./blocks.js";
import * as conversation from "./conversation.js";
import { suggest } from "./suggest.js";
import * as summary from "./summary.js";
import * as takeAlong from "./take_along.js";
import * as team from "./team.js";
import * as thumbs from "./thumbs.js";
import { uuid } from "./uuid.js";
import { whoToCall, word } from "./words.js";

const [transcript, notice, choices, composer, input, deletion, announcer] = [
  "transcript", "notice", "choices", "composer", "text", "delete", "announcer",
].map((id) => document.getElementById(id));
const greeting = transcript.firstElementChild;
const running = new Set(); // exchanges that wait for an answer
let firstTurn = Infinity; // the first turn answered on this page: history is drawn up to it
let silence = 0; // the timer that empties the announcer

const closeSuggestions = suggest(
  input, document.getElementById("suggestions"), document.getElementById("suggested"),
  (topic, question) => {
    input.value = "";
    ask({ choice: `topic:${topic}` }, question);
  },
);

/** Shows what the person said and sends it. ``sent`` is {text} or {choice}. */
function ask(sent, shown) {
  closeSuggestions();
  hideNotice();
  showChoices([]);
  const line = element("li", { class: "person", tabindex: "-1" }, element("span", { class: "who" }, word("you_said")));
  line.append(element("p", {}, shown));
  transcript.append(line);
  line.scrollIntoView({ block: "nearest" });
  attempt({ line, message: { message_id: uuid(), ...sent }, slow: false });
  return line;
}

/** Sends an exchange's message; the same ``message_id`` every time, so that it is answered once however often it is sent. */
async function attempt(exchange) {
  const limit = new AbortController();
  exchange.limit = limit;
  exchange.slow = false;
  running.add(exchange);
  const waiting = element("p", { class: "sending" }, word("sending"));
  exchange.line.append(waiting);
  const timer = setTimeout(() => {
    exchange.slow = true;
    limit.abort();
  }, conversation.PATIENCE);
  let show;
  try {
    const turn = await conversation.say(exchange.message, limit.signal);
    show = () => answered(exchange, turn);
  } catch (error) {
    show = () => failed(exchange, error);
  }
  clearTimeout(timer);
  running.delete(exchange);
  waiting.remove();
  showLinks();
  if (exchange.line.isConnected) show();
}

function answered(exchange, turn) {
  const { line } = exchange;
  if (turn.turn) firstTurn = Math.min(firstTurn, turn.turn);
  const reply = botLine(turn.replies, turn);
  line.after(reply);
  summary.offer(transcript);
  if (reply === transcript.lastElementChild) showChoices(turn.choices, turn.outcome);
  const card = turn.replies[0]?.type === "card" ? reply.querySelector(".card") : null;
  const toSay = turn.outcome === "handoff" ? word("summary_title") : "";
  announce([...turn.replies.map(spoken), toSay, turn.choices.length ? choicesSpoken(turn) : ""]);
  // A card takes the focus, once. Nothing else moves it: whoever is typing the next question goes on typing.
  card?.querySelector("h2").focus({ preventScroll: true });
  (card ?? line).scrollIntoView({ block: "start" });
}

/** Says what went wrong, who to call, and offers to try again; what can only be put right in the words goes back there. */
function failed(exchange, error) {
  const refused = error instanceof conversation.Refused;
  const said = refused ? error.detail : word(exchange.slow ? "no_answer_yet" : "not_sent");
  const line = element("li", { class: "failed" }, element("span", { class: "who" }, word("page_says")));
  line.append(element("p", { class: "notice" }, said));
  if (!refused || error.status === 429 || error.status >= 500) line.append(tryAgain(exchange, line));
  else if (exchange.message.text && !input.value) input.value = exchange.message.text;
  const replies = refused ? error.replies : [];
  line.append(...(replies.length ? replies.map(replyNode) : [whoToCall()]));
  exchange.line.after(line);
  announce([said, line.lastElementChild.innerText]);
  exchange.line.scrollIntoView({ block: "start" });
}

function tryAgain(exchange, line) {
  const button = element("button", { type: "button", class: "again" }, word("try_again"));
  button.addEventListener("click", () => {
    line.remove();
    rest(exchange.line);
    attempt(exchange);
  });
  return button;
}

function botLine(replies, { turn, outcome = "" }) {
  const who = element("span", { class: "who" }, word("we_said"));
  const marked = outcome === "handoff" ? { "data-outcome": outcome } : {};
  const line = element("li", { class: "bot", ...marked }, who, replies.map(replyNode));
  team.offer(line);
  thumbs.offer(line, turn);
  return line;
}

/** Shows what there is only with a conversation: deleting it, and the questions for the team. */
function showLinks() {
  deletion.hidden = !conversation.isOpen();
  team.show();
  takeAlong.show(conversation.isOpen());
}

function showChoices(offered, outcome = "answered") {
  const buttons = offered.map(({ id, label }) => element("button", { name: "choice", value: id }, label));
  choices.querySelector(".buttons").replaceChildren(...buttons);
  choices.querySelector("p").textContent = choicesTitle(outcome);
  choices.hidden = !buttons.length;
}

function choicesTitle(outcome) {
  return word({ clarify: "clarify_choices", flow: "flow_choices" }[outcome] ?? "choices");
}

function choicesSpoken({ choices: offered, outcome }) {
  return `${choicesTitle(outcome)}: ${offered.map(({ label }) => label).join(" ")}`;
}

/** Returns a reply as it is read aloud. A first card's title is not in it: the focus on its heading says that. */
function spoken(reply, number) {
  const title = reply.title && !(reply.type === "card" && number === 0) ? `${reply.title} ` : "";
  return `${title}${reply.text} ${reply.label ?? ""}`;
}

/** Says words once, politely; then empties the region, so that nobody finds them twice while reading the page. */
function announce(parts) {
  clearTimeout(silence);
  announcer.textContent = parts.filter((part) => part.trim()).join("\n");
  silence = setTimeout(() => announcer.replaceChildren(), 5000);
}

/** Puts the focus where it can rest when the button it was on is gone: the box, or by touch the person's own line. */
function rest(line) {
  // In the box, a touch keyboard would come up and hide half of the answer.
  const place = matchMedia("(pointer: coarse)").matches ? line : input;
  place.focus({ preventScroll: true });
}

function showNotice(...children) {
  notice.replaceChildren(...children);
  notice.hidden = false;
}

function hideNotice() {
  notice.hidden = true;
  notice.replaceChildren();
  notice.parentElement.querySelector(".who-to-call")?.remove();
}

/** Empties the page; messages that still wait are not sent into another conversation. */
function clear(said) {
  for (const exchange of running) exchange.limit.abort();
  closeSuggestions();
  firstTurn = Infinity;
  transcript.replaceChildren(greeting);
  showChoices([]);
  team.clear();
  deletion.hidden = true;
  takeAlong.show(false);
  input.value = "";
  hideNotice();
  showNotice(element("p", {}, said));
  rest(notice);
  notice.scrollIntoView({ block: "center" });
}

/** Draws what was said before a reload. */
async function restore() {
  hideNotice();
  try {
    const said = (await conversation.history()).filter(({ turn }) => turn > 0 && turn < firstTurn);
    greeting.after(...said.map(lineOf));
    summary.offer(transcript);
    const last = said.at(-1);
    if (!last || transcript.lastElementChild.className !== "bot") return;
    showChoices(last.choices ?? [], last.outcome);
    [...transcript.querySelectorAll(".person")].at(-1)?.scrollIntoView({ block: "start" });
  } catch {
    const again = element("button", { type: "button", class: "again" }, word("try_again"));
    again.addEventListener("click", restore);
    showNotice(element("p", {}, word("not_loaded")), again, whoToCall());
  } finally {
    showLinks();
  }
}

function lineOf(message) {
  if (message.from !== "person") return botLine(message.replies ?? [{ type: "text", text: message.text }], message);
  const who = element("span", { class: "who" }, word("you_said"));
  return element("li", { class: "person" }, who, element("p", {}, message.text));
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  // A person is asked for: what stands in the box stays there.
  if (event.submitter?.name === "choice") return rest(ask({ choice: event.submitter.value }, event.submitter.textContent));
  const text = input.value.trim();
  input.value = text;
  if (!text) return composer.reportValidity();
  input.value = "";
  ask({ text }, text);
});

input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  composer.requestSubmit();
});

choices.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter) rest(ask({ choice: event.submitter.value }, event.submitter.textContent));
});

// A topic link inside an answer asks that topic here: no page to load on a bad line, no place lost, and "how long does
// it last?" is then about that topic. It stays a real link: opened in a new tab, it is the topic's page.
transcript.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="/topics/"]');
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || link.closest(".more")) return;
  event.preventDefault();
  rest(ask({ choice: `topic:${link.pathname.split("/").at(-1)}` }, link.textContent));
});

deletion.addEventListener("submit", async (event) => {
  event.preventDefault();
  // Before the call: a message under way must not find its conversation gone and open a new one.
  for (const exchange of running) exchange.limit.abort();
  try {
    await conversation.erase();
    clear(word("deleted"));
  } catch (error) {
    showNotice(element("p", {}, error instanceof conversation.Refused ? error.detail : word("not_sent")), whoToCall());
  }
});

document.getElementById("start-again").addEventListener("click", (event) => {
  event.preventDefault();
  conversation.forget();
  clear(word("started_again"));
});

if (composer.elements.token.value) {
  conversation.adopt(composer.elements.conversation.value, composer.elements.token.value);
  team.offer(transcript);
  summary.offer(transcript);
} else if (conversation.isOpen()) {
  restore();
}
showLinks();
