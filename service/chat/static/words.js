// The page's own words, out of its template: no sentence a patient reads stands in a script.

const template = document.getElementById("words").content;

/** Returns one of the words of content/wording.yml that the page brought along. */
export function word(name) {
  return template.querySelector(`[data-word="${name}"]`).textContent;
}

/** Returns a fresh copy of the words that say who to call; they are in the page already, so they need no network. */
export function whoToCall() {
  return template.querySelector(".who-to-call").cloneNode(true);
}
