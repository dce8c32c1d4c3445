// "Was this helpful?" under each answer: one click, which can be changed; nothing is typed and nothing else is sent.

import { element } from "./blocks.js";
import { rate } from "./conversation.js";
import { word } from "./words.js";

/** Offers both thumbs at the end of a turn's line; a card is no place to be asked for thanks. */
export function offer(line, turn) {
  if (!turn || line.querySelector(".card") || line.querySelector(".thumbs")) return;
  const name = `helpful-${turn}`;
  const said = element("span", { role: "status" });
  const buttons = [[word("helpful_yes"), true], [word("helpful_no"), false]].map(([label, helpful]) => {
    const button = element("button", { type: "button", "aria-pressed": "false", "aria-describedby": name }, label);
    button.addEventListener("click", () => send(turn, helpful, button, buttons, said));
    return button;
  });
  line.append(element("div", { class: "thumbs", role: "group", "aria-labelledby": name },
    element("span", { id: name }, word("helpful")), buttons, said));
}

async function send(turn, helpful, pressed, buttons, said) {
  said.replaceChildren();
  try {
    await rate(turn, helpful);
    for (const button of buttons) button.setAttribute("aria-pressed", String(button === pressed));
    said.textContent = word("helpful_thanks");
  } catch {
    said.textContent = word("helpful_not_sent");
  }
}
