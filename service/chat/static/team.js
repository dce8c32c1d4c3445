// Questions for my team: collected while talking, changed, printed and downloaded. The list never leaves this browser.

import { element } from "./blocks.js";
import * as conversation from "./conversation.js";
import { word } from "./words.js";

const KEPT = conversation.kept("questions");
const [panel, title, empty, list, own, text, opener, said] = [
  "team", "team-title", "team-empty", "team-list", "team-own", "team-text", "team-open", "team-said",
].map((id) => document.getElementById(id));
const button = opener.querySelector("button");
let questions = read();

/** Offers the questions of each answer in a part of the page: those of a topic are fetched when somebody asks for them. */
export function offer(part) {
  for (const answer of part.querySelectorAll("article.answer")) {
    if (answer.querySelector(".add-questions")) continue;
    const offered = element("details", { class: "add-questions" }, element("summary", {}, word("team_add")));
    offered.addEventListener("toggle", () => offered.open && fill(offered, answer));
    answer.append(offered);
  }
}

/** Shows or hides the way to the list: there is none before the first message. */
export function show() {
  opener.hidden = !conversation.isOpen() && !questions.length;
}

/** Forgets the list, here and in the browser's storage. */
export function clear() {
  keep([]);
  close();
  show();
}

async function fill(offered, answer) {
  if (offered.querySelector("fieldset, .waiting")) return;
  const waiting = element("p", { class: "waiting" }, word("team_loading"));
  offered.querySelector(".failed-questions")?.remove();
  offered.append(waiting);
  try {
    const topic = answer.dataset.topic;
    const shown = [...answer.querySelectorAll(".ask-team li")].map((line) => line.textContent);
    waiting.replaceWith(boxes(topic ? await conversation.questionsOf(topic) : shown));
  } catch {
    const again = element("button", { type: "button", class: "again" }, word("try_again"));
    again.addEventListener("click", () => {
      offered.querySelector("summary").focus();
      fill(offered, answer);
    });
    waiting.replaceWith(element("div", { class: "failed-questions" }, element("p", {}, word("team_not_loaded")), again));
  }
}

function boxes(suggested) {
  if (!suggested.length) return element("fieldset", {}, element("p", {}, word("team_none")));
  const lines = suggested.map((question) => {
    const box = element("input", { type: "checkbox", value: question });
    box.checked = questions.includes(question);
    box.addEventListener("change", () => {
      keep(box.checked ? [...questions, question] : questions.filter((other) => other !== question));
      say(word(box.checked ? "team_added" : "team_removed"));
    });
    return element("label", {}, box, element("span", {}, question));
  });
  const see = element("button", { type: "button", class: "quiet" }, word("team_show"));
  see.addEventListener("click", open);
  return element("fieldset", {}, element("legend", { class: "hidden" }, word("team_add")), lines, see);
}

/** Makes a list of questions the list: in the storage, in the panel and in the boxes of the answers. */
function keep(changed) {
  questions = [...new Set(changed)];
  try {
    if (questions.length) sessionStorage.setItem(KEPT, JSON.stringify(questions));
    else sessionStorage.removeItem(KEPT);
  } catch {
    // Storage is blocked or full: the list then lasts until the page is left.
  }
  draw();
}

function read() {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEPT));
    return Array.isArray(found) ? found.filter((question) => typeof question === "string") : [];
  } catch {
    return [];
  }
}

function draw() {
  list.replaceChildren(...questions.map(line));
  empty.hidden = questions.length > 0;
  for (const id of ["team-print", "team-download"]) document.getElementById(id).hidden = !questions.length;
  button.textContent = word("flow_questions") + (questions.length ? ` (${questions.length})` : "");
  for (const box of document.querySelectorAll(".add-questions input")) box.checked = questions.includes(box.value);
}

function line(question) {
  const edit = element("button", { type: "button", class: "quiet" }, word("team_edit"));
  const remove = element("button", { type: "button", class: "quiet" }, word("team_remove"));
  const id = `question-${questions.indexOf(question)}`;
  for (const control of [edit, remove]) control.setAttribute("aria-describedby", id);
  const made = element("li", {}, element("span", { id }, question), element("span", { class: "edits" }, edit, remove));
  edit.addEventListener("click", () => change(made, question));
  remove.addEventListener("click", () => {
    keep(questions.filter((other) => other !== question));
    say(word("team_removed"));
    title.focus();
  });
  return made;
}

/** Puts a box with the question's words in the place of its line. */
function change(made, question) {
  const box = element("textarea", { rows: "2", required: "", "aria-label": word("team_editing") });
  box.value = question;
  const cancel = element("button", { type: "button", class: "quiet" }, word("team_cancel"));
  const form = element("form", { autocomplete: "off" }, box, element("button", {}, word("team_save")), cancel);
  const leave = (number) => list.children[number]?.querySelector("button")?.focus();
  const number = questions.indexOf(question);
  cancel.addEventListener("click", () => {
    draw();
    leave(number);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const changed = box.value.trim();
    if (!changed) return;
    keep(questions.map((other) => (other === question ? changed : other)));
    say(word("team_saved"));
    leave(questions.indexOf(changed));
  });
  entering(box, form, cancel);
  made.replaceChildren(form);
  box.focus();
}

/** Sends a box's form with Enter, as the box of the chat does; Escape takes the change back. */
function entering(box, form, cancel = null) {
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") cancel?.click();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

function say(words) {
  said.textContent = words;
  setTimeout(() => said.replaceChildren(), 3000);
}

function open() {
  panel.hidden = false;
  button.setAttribute("aria-expanded", "true");
  title.focus({ preventScroll: true });
  panel.scrollIntoView({ block: "start" });
}

function close() {
  panel.hidden = true;
  button.setAttribute("aria-expanded", "false");
}

/** Returns the list as plain text. */
function asText() {
  const lines = questions.map((question, at) => `${at + 1}. ${question}`);
  return [word("team_title"), "", ...lines, "", word("team_file_note"), ""].join("\n");
}

opener.addEventListener("submit", (event) => {
  event.preventDefault();
  if (panel.hidden) open();
  else close();
});

own.addEventListener("submit", (event) => {
  event.preventDefault();
  const added = text.value.trim();
  if (!added) return;
  text.value = "";
  keep([...questions, added]);
  say(word("team_added"));
});

document.getElementById("team-close").addEventListener("click", () => {
  close();
  button.focus();
});

document.getElementById("team-print").addEventListener("click", () => {
  document.documentElement.classList.add("printing-team");
  print();
});
addEventListener("afterprint", () => document.documentElement.classList.remove("printing-team"));

document.getElementById("team-download").addEventListener("click", () => {
  const address = URL.createObjectURL(new Blob([asText()], { type: "text/plain;charset=utf-8" }));
  element("a", { href: address, download: word("team_file") }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
});

entering(text, own);
button.setAttribute("aria-expanded", "false");
button.setAttribute("aria-controls", "team");
draw();
