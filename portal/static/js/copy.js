const copy = async (button) => {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    return true;
  } catch {
    // Over plain http there is no clipboard. The text stands beside the button,
    // because what lies outside an open sheet is inert and cannot be selected.
    const area = document.createElement("textarea");
    area.value = button.dataset.copy;
    area.className = "visually-hidden";
    area.readOnly = true;
    button.after(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    button.focus();
    return copied;
  }
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const said = button.parentElement.querySelector("[data-copied]");
  const say = (text) => said && (said.textContent = text);
  // A live region speaks only when its text changes.
  say("");
  const copied = await copy(button);
  setTimeout(say, 50, copied ? "Copied" : "Could not copy. Select the text instead.");
  if (copied) setTimeout(say, 5000, "");
});
