const field = (button) => document.getElementById(button.getAttribute("aria-controls"));

const set = (button, shown) => {
  const input = field(button);
  if (!input) return;
  input.type = shown ? "text" : "password";
  button.firstElementChild.textContent = shown ? button.dataset.hidePassword : button.dataset.showPassword;
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show-password]");
  if (button) set(button, field(button)?.type === "password");
});

// Sent as text, a password could end up among the browser's form suggestions.
document.addEventListener("submit", (event) => {
  for (const button of event.target.querySelectorAll("[data-show-password]")) set(button, false);
}, true);
