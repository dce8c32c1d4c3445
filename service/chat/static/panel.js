// The chat inside another website's iframe: opened and closed by the loader, told by messages between two exact origins.

const framers = document.documentElement.dataset.framers.split(" ");
const [input, close] = ["text", "close"].map((id) => document.getElementById(id));
const OWN = /^(?:tel|sms|mailto):/;
let host = null; // the origin of the page around, once its loader spoke

/** Says something to the loader, and to nobody else who may have put this page into a frame. */
function tell(said) {
  if (host) parent.postMessage({ "obe-cel": said }, host);
}

addEventListener("message", (event) => {
  if (event.source !== parent || !framers.includes(event.origin) || event.data?.["obe-cel"] !== "open") return;
  host = event.origin;
  close.hidden = false;
  tell("ready");
  // By touch, a keyboard would come up at once and hide half of the greeting.
  (matchMedia("(pointer: coarse)").matches ? close : input).focus({ preventScroll: true });
});

close.addEventListener("click", () => tell("close"));

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) tell("close");
});

// Other pages do not load inside a frame: ours forbid it, and so do most. Numbers and addresses do, for the telephone
// would otherwise open an empty page first.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || link.getAttribute("href").startsWith("#") || OWN.test(link.href)) return;
  link.target = "_blank";
});
