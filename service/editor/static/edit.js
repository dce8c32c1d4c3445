// Keeps the draft while somebody types, and brings checks and preview up to date. The server makes every word of them;
// they come as a document that runs nothing, and its parts are moved here: nothing typed is ever read as HTML.

const form = document.getElementById("edit");
const state = document.getElementById("state");
const PAUSE = 800; // milliseconds without a key
const PATIENCE = 20000;
let timer = 0;
let sending = false;
let again = false;
let leaving = null; // the button that waits for the draft to be kept

function say(words) {
  if (state.textContent !== words) state.textContent = words;
}

function later() {
  window.clearTimeout(timer);
  timer = window.setTimeout(send, PAUSE);
  say(form.dataset.waiting);
}

function send() {
  timer = 0;
  if (sending) {
    again = true;
    return;
  }
  sending = true;
  const data = new URLSearchParams(new FormData(form));
  data.set("fragment", "1");
  const request = new XMLHttpRequest();
  request.open("POST", form.dataset.draft);
  request.responseType = "document";
  request.timeout = PATIENCE;
  request.onload = () => done(request);
  request.onerror = request.ontimeout = () => done(null);
  request.send(data);
}

function done(request) {
  sending = false;
  const told = request && request.response ? request.response : null;
  if (told && told.getElementById("number")) {
    take(told);
    if (request.status === 200) {
      for (const field of document.querySelectorAll("input[name=number]")) field.value = told.getElementById("number").value;
    }
  } else {
    say(request && (request.status === 401 || request.status === 403) ? form.dataset.out : form.dataset.failed);
  }
  if (again) {
    again = false;
    send();
  } else if (leaving) {
    const button = leaving;
    leaving = null;
    form.requestSubmit(button);
  }
}

function take(told) {
  for (const id of ["told", "checks", "preview"]) {
    const old = document.getElementById(id);
    const made = document.importNode(told.getElementById(id), true);
    for (const open of old.querySelectorAll("details[open][id]")) {
      const same = made.querySelector(`#${CSS.escape(open.id)}`);
      if (same) same.open = true;
    }
    const ticked = old.querySelector("input[name=seen]:checked");
    const box = made.querySelector("input[name=seen]");
    if (ticked && box && ticked.value === box.value) box.checked = true;
    if (!old.contains(document.activeElement)) old.replaceWith(made);
  }
  say(told.getElementById("state").textContent.trim());
}

form.addEventListener("input", (event) => {
  if (event.target.name !== "why") later();
});
form.addEventListener("submit", (event) => {
  window.clearTimeout(timer);
  timer = 0;
  if (sending) {
    event.preventDefault();
    again = false;
    leaving = event.submitter;
  }
});
window.addEventListener("beforeunload", (event) => {
  if (timer) event.preventDefault();
});
