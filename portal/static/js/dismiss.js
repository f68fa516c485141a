// Escape, or a press outside, puts away what was opened last: a menu, or a line that is being edited.
const opened = () => document.querySelector("details.menu[open]");

document.addEventListener("click", (event) => {
  const menu = opened();
  if (menu && !menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = opened();
  const cancel = event.target.closest?.("form")?.querySelector("[data-cancel]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (cancel) {
    event.stopImmediatePropagation();
    cancel.click();
  }
});
