// What a charity's page loads: a launcher and, once that is pressed, a panel that shows an iframe of our origin. It sets
// no cookie, stores nothing and asks for nothing before that. The words and each site's colours are put in when it is served.
(() => {
  "use strict";
  const given = {};

  const MARK = Symbol.for("obe-cel-questions");
  const PATIENCE = 8000; // milliseconds until the reader is told who to call
  const SANDBOX =
    "allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads" +
    " allow-modals allow-top-navigation-to-custom-protocols";
  const script = document.currentScript;
  const key = script?.dataset.site ?? "";
  // An unknown site, an old browser or a second copy: the plain link of the page stays as it is.
  if (window[MARK] || !Object.hasOwn?.(given.sites, key) || !("adoptedStyleSheets" in Document.prototype)) return;
  window[MARK] = true;
  const { light, dark } = given.sites[key];
  const { words } = given;
  const origin = new URL(script.src).origin;
  const narrow = matchMedia("(max-width: 30rem), (max-height: 30rem)");

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial !important; color-scheme: light dark !important; }
    .launcher, dialog { --accent: ${light.accent}; --on: ${light.on_accent}; --paper: ${light.paper}; --ink: #211e1a;
      font: 600 max(16px, 1rem)/1.4 system-ui, sans-serif; position: fixed; z-index: 2147483000; }
    button { background: var(--accent); border: 2px solid transparent; border-radius: 1.5em; color: var(--on); cursor: pointer;
      font: inherit; min-height: 44px; min-width: 44px; padding: 8px 18px; }
    button:hover { text-decoration: underline; }
    a { color: var(--accent); display: inline-block; font-weight: 700; line-height: 44px; }
    :focus-visible { box-shadow: 0 0 0 3px #ffffff, 0 0 0 6px #000000; outline: 3px solid transparent; }
    .launcher { bottom: 16px; max-width: calc(100vw - 32px); right: 16px; }
    dialog { background: var(--paper); border: 2px solid var(--accent); border-radius: 12px; bottom: 76px; box-sizing: border-box;
      color: var(--ink); height: min(720px, calc(100vh - 92px)); inset-inline: auto 16px; margin: 0; max-height: none;
      max-width: none; overflow: hidden; padding: 0; top: auto; width: 420px; }
    @media (max-width: 30rem), (max-height: 30rem) {
      dialog { border: 0; border-radius: 0; height: 100vh; height: 100dvh; inset: 0; width: 100%; }
    }
    iframe { border: 0; color-scheme: light dark; display: block; height: 100%; width: 100%; }
    [role=alert] { box-sizing: border-box; font-weight: 400; height: 100%; overflow: auto; padding: 16px; }
    [role=alert] button { margin: 0 8px 8px 0; }
    [hidden] { display: none !important; }
    @media (prefers-color-scheme: dark) {
      .launcher, dialog { --accent: ${dark.accent}; --on: ${dark.on_accent}; --paper: ${dark.paper}; --ink: #f2eee7; }
    }
    @media (forced-colors: active) { button { border-color: ButtonBorder; } :focus-visible { outline-color: Highlight; } }
    @media print { .launcher, dialog { display: none; } }
  `);

  const host = document.createElement("obe-cel-questions");
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [sheet];
  const launcher = make("button", { class: "launcher", type: "button", "aria-expanded": "false", "aria-controls": "panel" });
  launcher.append(words.open);
  const panel = make("dialog", { id: "panel", "aria-label": words.title });
  let frame = null; // the iframe, once the panel was opened
  let timer = 0;
  let card = null; // who to call, while the panel does not answer

  function make(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  function open() {
    if (panel.open) return;
    show();
    launcher.setAttribute("aria-expanded", "true");
    if (!frame) load();
    else tell();
    (card?.querySelector("button") ?? frame).focus();
  }

  /** A panel that covers the whole screen keeps the focus inside; beside the page it leaves the page to be read. */
  function show() {
    if (narrow.matches) panel.showModal();
    else panel.show();
  }

  function load() {
    card?.remove();
    card = null;
    frame?.remove();
    frame = make("iframe", {
      title: words.title, sandbox: SANDBOX, allow: "clipboard-write", referrerpolicy: "no-referrer",
      src: `${origin}/widget/panel?site=${encodeURIComponent(key)}`,
    });
    frame.addEventListener("load", tell);
    panel.append(frame);
    clearTimeout(timer);
    timer = setTimeout(noAnswer, PATIENCE);
  }

  /** Says to the panel that it was opened; only a page of our origin hears it. */
  function tell() {
    frame.contentWindow?.postMessage({ "obe-cel": "open" }, origin);
  }

  function close() {
    if (panel.open) panel.close();
  }

  /** Puts who to call in the place of a panel that did not come. */
  function noAnswer() {
    const again = make("button", { type: "button" }, words.try_again);
    again.addEventListener("click", () => {
      load();
      frame.focus();
    });
    const leave = make("button", { type: "button" }, words.close);
    leave.addEventListener("click", close);
    const lines = given.call.map((line) => make("p", {}, ...line.map(part)));
    card = make("div", { role: "alert" }, make("p", {}, words.no_answer), ...lines, again, leave);
    frame.hidden = true;
    panel.append(card);
    if (panel.open) again.focus();
  }

  function part(said) {
    return typeof said === "string" ? said : make("a", { href: `tel:${said.tel}` }, said.label);
  }

  /** Takes the place of the plain links that stand in the page for readers without scripts. */
  function replaceLinks() {
    for (const link of document.querySelectorAll("a[data-obe-cel-questions]")) {
      link.style.setProperty("display", "none", "important");
    }
  }

  // Outside of the body, because single-page apps put another body, or other children, in its place.
  function mount() {
    if (!host.isConnected) document.documentElement.append(host);
  }

  addEventListener("message", (event) => {
    if (event.origin !== origin || !frame || event.source !== frame.contentWindow) return;
    if (event.data?.["obe-cel"] === "close") close();
    if (event.data?.["obe-cel"] !== "ready") return;
    clearTimeout(timer);
    card?.remove();
    card = null;
    frame.hidden = false;
  });
  launcher.addEventListener("click", () => (panel.open ? close() : open()));
  narrow.addEventListener("change", () => {
    if (!panel.open) return;
    panel.close();
    show();
    frame.focus();
  });
  panel.addEventListener("close", () => {
    if (panel.open) return; // shown again, in the other way
    launcher.setAttribute("aria-expanded", "false");
    launcher.focus();
  });
  shadow.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open) return;
    event.preventDefault();
    close();
  });
  shadow.append(launcher, panel);
  mount();
  replaceLinks();
  document.addEventListener("DOMContentLoaded", replaceLinks);
  new MutationObserver(mount).observe(document.documentElement, { childList: true });
})();
