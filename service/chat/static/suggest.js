// Questions that match what is being typed, as a list beside the box: arrow keys, Enter picks, Esc closes.

import { suggestions } from "./conversation.js";
import { element } from "./blocks.js";
import { word } from "./words.js";

const PAUSE = 250; // milliseconds after the last key
const LEAST = 3; // letters
const LONGEST = 100; // letters; whoever writes more is telling something, not looking for a title

/** Suggests questions under ``input``; ``pick`` is called with the topic and its question. Returns how to close it. */
export function suggest(input, list, status, pick) {
  let asked = null; // the request under way
  let timer = 0;
  let active = -1;

  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": list.id };
  for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
  input.setAttribute("aria-expanded", "false");

  function close() {
    clearTimeout(timer);
    asked?.abort();
    asked = null;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    list.replaceChildren();
    status.textContent = "";
    activate(-1);
  }

  function activate(number) {
    active = number;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === number)));
    if (number < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[number].id);
    list.children[number].scrollIntoView({ block: "nearest" });
  }

  function show(found) {
    const options = found.map(({ topic, question }, i) => {
      const attributes = { id: `suggestion-${i}`, role: "option", "aria-selected": "false", "data-topic": topic };
      return element("li", attributes, question);
    });
    list.replaceChildren(...options);
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    activate(-1);
    status.textContent = options.length ? `${word("suggestions")}: ${options.length}. ${word("suggestions_keys")}` : "";
  }

  async function look(typed) {
    const mine = (asked = new AbortController());
    try {
      const found = await suggestions(typed, mine.signal);
      if (asked === mine) show(found);
    } catch {
      // Suggestions are a help, not an answer: without them the box still sends.
      if (asked === mine) close();
    }
  }

  function take(option) {
    const { topic } = option.dataset;
    const question = option.textContent;
    close();
    pick(topic, question);
  }

  input.addEventListener("input", () => {
    const typed = input.value.trim();
    clearTimeout(timer);
    asked?.abort();
    asked = null;
    if (typed.length < LEAST || typed.length > LONGEST) return close();
    timer = setTimeout(look, PAUSE, typed);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const count = list.children.length;
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown") activate((active + 1) % count);
    else if (event.key === "ArrowUp") activate((active <= 0 ? count : active) - 1);
    else if (event.key === "Enter" && !event.shiftKey && active >= 0) take(list.children[active]);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  input.addEventListener("blur", close);
  // Without this the box would lose the focus, and the list close, before the click arrives.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  return close;
}
