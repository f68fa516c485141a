const phone = matchMedia("(max-width: 52rem)");
let sheet, opener;

// A sheet that an answer has taken the place of is closed, too.
const prepare = () => {
  if (!sheet?.isConnected) close();
  for (const link of document.querySelectorAll("a[data-opens-sheet]:not([role])")) {
    link.role = "button";
    link.ariaExpanded = false;
  }
};

// The sheet stays a landmark, so the rest of the page is made inert instead of calling it a dialog.
const silence = () => {
  for (let inside = sheet; inside !== document.body; inside = inside.parentElement)
    for (const other of inside.parentElement.children) if (other !== inside) other.inert = true;
};

const open = (link) => {
  opener = link;
  sheet = document.getElementById(link.dataset.opensSheet);
  sheet.dataset.open = "";
  link.ariaExpanded = true;
  document.documentElement.dataset.sheetOpen = "";
  silence();
  sheet.querySelector(".sheet-close").focus();
};

const close = () => {
  if (!sheet) return;
  for (const other of document.querySelectorAll("[inert]")) other.inert = false;
  delete sheet.dataset.open;
  delete document.documentElement.dataset.sheetOpen;
  opener.ariaExpanded = false;
  opener.focus();
  sheet = null;
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-opens-sheet]");
  if (link && phone.matches) {
    event.preventDefault();
    if (!sheet) open(link);
  } else if (sheet && (event.target === sheet || event.target.closest(".sheet-close, a[href^='#']"))) {
    close();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
  const link = event.key === " " && event.target.closest?.("a[data-opens-sheet]");
  if (link) event.preventDefault(), link.click();
});

phone.addEventListener("change", close);
document.addEventListener("htmx:after:swap", prepare);
prepare();
