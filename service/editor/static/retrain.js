// Brings the progress of a training up to date. The server makes every word; parts of its page are moved here.

const EVERY = 2000; // milliseconds
const HEADING = "h2";

function look() {
  const request = new XMLHttpRequest();
  request.open("GET", "/editor/retrain");
  request.responseType = "document";
  request.timeout = 20000;
  request.onload = () => take(request.response);
  request.onerror = request.ontimeout = later;
  request.send();
}

function take(told) {
  const old = document.getElementById("training");
  const made = told && told.getElementById("training");
  if (!made) return; // signed out: what stands here stays, and "Look again" leads to the login page
  const ended = made.dataset.state !== "running";
  const here = old.contains(document.activeElement);
  old.replaceWith(document.importNode(made, true));
  const heading = document.querySelector(`#training ${HEADING}`);
  if (heading && (ended || here)) {
    heading.tabIndex = -1;
    if (ended) heading.setAttribute("role", "status");
    if (here) heading.focus();
  }
  later();
}

function later() {
  if (document.getElementById("training").dataset.state === "running") window.setTimeout(look, EVERY);
}

later();
