// Shows the button that prints a topic's page; without JavaScript the browser's own menu does.

const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => print());
