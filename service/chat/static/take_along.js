// What was said, on paper or as a text file: made here, from what stands on the page.

import { element } from "./blocks.js";
import { word } from "./words.js";

const buttons = document.getElementById("take-along");
const transcript = document.getElementById("transcript");
const LEFT_OUT = "button, form, template, .thumbs, .add-questions, .more, .sending, [hidden]";
const BLOCKS = "p, h2, h3, li, ul, ol, section, article, div, details, summary, .who, tr";

/** Shows or hides both buttons: before the first message there is nothing to take along. */
export function show(open) {
  buttons.hidden = !open;
}

/** Returns the words of a part of the page as plain text, also those that are folded away. */
export function plain(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/g, " ");
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(LEFT_OUT)) return "";
  const inner = [...node.childNodes].map(plain).join("");
  if (node.matches("a[href^='https:']")) return `${inner} (${node.href})`;
  if (node.matches("th, td")) return `${inner.trim()}   `;
  if (node.matches("img")) return `\n${node.alt}\n`;
  if (!node.matches(BLOCKS)) return inner;
  const mark = node.matches("ul > li") ? "- " : node.matches("ol:not(#transcript) > li") ? `${place(node)}. ` : "";
  return `\n${mark}${inner.trim()}\n`;
}

function place(item) {
  return [...item.parentElement.children].indexOf(item) + 1;
}

function asText() {
  const said = [...transcript.children].map((line) => plain(line).trim());
  const text = [word("page_title"), ...said, word("team_file_note"), ""].join("\n\n");
  return text.replace(/ *\n */g, "\n").replace(/\n{3,}/g, "\n\n");
}

document.getElementById("print-talk").addEventListener("click", () => print());
document.getElementById("download-talk").addEventListener("click", () => {
  const address = URL.createObjectURL(new Blob([asText()], { type: "text/plain;charset=utf-8" }));
  element("a", { href: address, download: word("talk_file") }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
});
