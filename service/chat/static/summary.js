// What one could say to a person: made here from the titles of the answers on the page, and from no typed word.

import { element } from "./blocks.js";
import { word } from "./words.js";

/** Adds to every turn of the transcript that leads to people what one could say, and a button that copies it. */
export function offer(transcript) {
  for (const line of transcript.querySelectorAll('[data-outcome="handoff"]')) {
    if (!line.querySelector(".summary")) line.append(made(titlesUntil(line, transcript)));
    const summary = line.querySelector(".summary");
    if (!summary.querySelector("button")) addCopy(summary);
  }
}

/** Returns the titles of the answers in or before a line, once each; a step of the criteria has its title too. */
function titlesUntil(line, transcript) {
  const titles = [...transcript.querySelectorAll("article.answer[data-topic] > h2")].filter(
    (title) => line.contains(title) || line.compareDocumentPosition(title) & Node.DOCUMENT_POSITION_PRECEDING,
  );
  return [...new Set(titles.map((title) => title.textContent))];
}

function made(titles) {
  const read = [element("p", {}, word("summary_read")), element("ul", {}, titles.map((title) => element("li", {}, title)))];
  return element(
    "section", { class: "summary" },
    element("h2", {}, word("summary_title")), element("p", {}, word("summary_note")),
    element(
      "div", { class: "say" },
      element("p", {}, word("summary_hello")), titles.length ? read : null, element("p", {}, word("summary_ask")),
    ),
  );
}

function addCopy(summary) {
  const said = element("span", { role: "status" });
  const button = element("button", { type: "button", class: "quiet" }, word("summary_copy"));
  button.addEventListener("click", async () => {
    const copied = await copy(summary.querySelector(".say"));
    said.textContent = word(copied ? "summary_copied" : "summary_selected");
    setTimeout(() => said.replaceChildren(), 5000);
  });
  summary.append(element("p", { class: "copy" }, button, said));
}

/** Copies the words of a part, or marks them where this browser or frame lets no page copy; returns whether it could. */
async function copy(part) {
  try {
    await navigator.clipboard.writeText(asText(part));
    return true;
  } catch {
    getSelection().selectAllChildren(part);
    return false;
  }
}

function asText(part) {
  const lines = [...part.querySelectorAll("p, li")].map((line) => (line.matches("li") ? "- " : "") + line.textContent);
  return `${lines.join("\n")}\n`;
}
