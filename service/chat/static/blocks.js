// Replies of the API as DOM nodes: the same structure and classes as templates/blocks.html, and never HTML from a string.

import { word } from "./words.js";

const SAFE = ["https:", "mailto:", "tel:", "sms:"];
const TELEPHONE = /^\+?[0-9]+$/;
const TOPIC = /^[a-z0-9_]+$/;
const OWN_PICTURE = /^\/(?!\/)/;
const OWN_PAGE = /^\/topics\/[a-z0-9_]+$/;
const TIMELINE = "/timeline";
// Everybody knows these; all other numbers carry a line until somebody has dialled them (design.md).
const KNOWN_NUMBERS = ["999", "111", "116123"];

/** Returns an element with attributes and children; strings become text, null is left out. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.flat().filter((child) => child !== null));
  return made;
}

/** Returns the nodes of one reply. */
export function replyNode(item) {
  if (item.type === "card") return cardNode(item);
  if (item.type === "answer") return answerNode(item);
  if (item.type === "criteria") return criteriaNode(item);
  if (item.type === "timeline") return timelineNode(item);
  if (item.type === "helplines") {
    const title = element("h2", {}, word("helplines_title"));
    return element("section", { class: "people" }, title, helplineList(item.helplines));
  }
  // A type this page does not know yet is still readable: its blocks, or its whole text.
  return element("div", { class: "text" }, blockNodes(item.blocks ?? [{ p: [item.text] }], "h3"));
}

/** Returns the first digits of a fingerprint as an attribute, to tell later which words were shown. */
function mark({ fingerprint }) {
  return fingerprint ? { "data-fingerprint": fingerprint.replace("sha256:", "").slice(0, 12) } : {};
}

function cardNode(item) {
  const title = element("h2", { tabindex: "-1" }, item.title);
  // A card in another language says so, and which way it is read; its label stays English.
  const spoken = item.lang ? { lang: item.lang, dir: item.dir } : {};
  const label = element("p", { class: "label", ...(item.lang ? { lang: "en-GB", dir: "ltr" } : {}) }, item.label);
  const attributes = { class: `card card-${item.level}`, "data-level": item.level, ...mark(item), ...spoken };
  return element("section", attributes, title, blockNodes(item.blocks, "h3"), label);
}

function answerNode(item) {
  const label = element("p", { class: "label" }, item.label);
  const page = OWN_PAGE.test(item.page) ? element("a", { href: item.page }, word("page_link")) : null;
  return element(
    "article", { class: "answer", "data-topic": item.topic, ...mark(item) },
    element("h2", {}, item.title), label, blockNodes(item.blocks, "h3"), sourceList(item.sources),
    element("p", { class: "more" }, page),
  );
}

function criteriaNode(item) {
  const asked = element("ul", {}, item.ask_your_team.map((question) => element("li", {}, question)));
  return element(
    "article", { class: "answer criteria", ...mark(item) },
    element("p", { class: "step" }, `${word("step")} ${item.step} ${word("step_of")} ${item.of}`),
    element("h2", {}, item.title), element("p", { class: "label" }, item.label), blockNodes(item.blocks, "h3"),
    element("section", { class: "ask-team" }, element("h3", {}, word("ask_your_team")), asked), sourceList(item.sources),
  );
}

/** Returns the picture of the way through treatment, with its words in a list to unfold. */
function timelineNode({ title, label, image, steps, blocks, sources, page, fingerprint }) {
  const words = steps.map((step) => element("li", {}, element("strong", {}, step.title), ` ${step.text}`));
  return element(
    "section", { class: "timeline", ...mark({ fingerprint }) },
    element("h2", {}, title), element("p", { class: "label" }, label),
    OWN_PICTURE.test(image.src) ? element("img", { src: image.src, alt: image.alt }) : null,
    element(
      "details", {},
      element("summary", {}, word("timeline_words")), element("ol", { class: "steps" }, words), blockNodes(blocks, "h3"),
    ),
    sourceList(sources),
    element("p", { class: "more" }, page === TIMELINE ? element("a", { href: page }, word("timeline_page")) : null),
  );
}

function sourceList(sources) {
  if (!sources.length) return null;
  const lines = sources.map((source) => {
    const title = source.url ? link(source.title, source.url) : source.title;
    return element("li", {}, title, `, ${source.publisher}, ${source.date}`);
  });
  return element("details", { class: "sources" }, element("summary", {}, word("sources")), element("ul", {}, lines));
}

function helplineList(lines) {
  return element("ul", { class: "helplines" }, lines.map(helpline));
}

function helpline(line) {
  return element(
    "li", {},
    element("strong", {}, line.name),
    line.phone ? phone(line.phone) : null,
    line.text && TELEPHONE.test(line.text.to) ? textLink(line.text) : null,
    line.email ? link(line.email, `mailto:${line.email}`, "email") : null,
    line.url && !line.phone ? link(line.url.replace("https://", ""), line.url, "email") : null,
    element("span", {}, line.for_whom),
    line.open_words ? element("span", { class: "standing" }, line.open_words) : null,
    line.hours ? element("span", {}, `${word("hours")}: ${line.hours}`) : null,
    unverified(line),
  );
}

function textLink({ word: keyword, to }) {
  const label = word("text_line").replace("{word}", keyword).replace("{number}", to);
  return element("a", { class: "phone", href: `sms:${to}` }, label);
}

function unverified(line) {
  if (line.verified_on || !line.phone || KNOWN_NUMBERS.includes(line.phone.tel)) return null;
  const address = line.url ? [": ", link(line.url.replace("https://", ""), line.url)] : [];
  return element("span", { class: "unverified" }, word("phone_unverified"), address);
}

/** Returns the nodes of blocks; ``heading`` is the tag of their one level of headings. */
export function blockNodes(blocks, heading) {
  return blocks.map((block) => {
    if (block.p) return element("p", {}, spanNodes(block.p));
    if (block.h) return element(heading, {}, block.h);
    if (block.list) return element("ul", {}, block.list.map((item) => element("li", {}, spanNodes(item))));
    if (block.steps) return element("ol", {}, block.steps.map((item) => element("li", {}, spanNodes(item))));
    if (block.note) return element("p", { class: "note" }, spanNodes(block.note));
    if (block.table) return tableNode(block.table);
    if (block.image && OWN_PICTURE.test(block.image.src)) {
      return element("img", { src: block.image.src, alt: block.image.alt });
    }
    return null;
  }).filter((node) => node !== null);
}

function tableNode({ head, rows }) {
  const titles = head.map((cell) => element("th", { scope: "col" }, cell));
  const lines = rows.map((row) => element("tr", {}, row.map((cell) => element("td", {}, cell))));
  const table = element("table", {}, element("thead", {}, element("tr", {}, titles)), element("tbody", {}, lines));
  return element("div", { class: "wide", tabindex: "0", role: "group" }, table);
}

function spanNodes(spans) {
  return spans.map((span) => {
    if (typeof span === "string") return span;
    if (span.phone) return phone(span.phone);
    if (span.link) return link(span.link.label, span.link.url);
    if (span.topic && TOPIC.test(span.topic.topic)) {
      return element("a", { href: `/topics/${span.topic.topic}` }, span.topic.label);
    }
    return span.topic ? span.topic.label : "";
  });
}

function phone({ label, tel }) {
  return TELEPHONE.test(tel) ? element("a", { class: "phone", href: `tel:${tel}` }, label) : label;
}

/** Returns a link, or its words alone where the address is none that a page of ours may lead to. */
function link(label, url, kind = null) {
  if (!SAFE.some((scheme) => url.startsWith(scheme))) return label;
  return element("a", { ...(kind ? { class: kind } : {}), href: url, rel: "noopener noreferrer" }, label);
}
