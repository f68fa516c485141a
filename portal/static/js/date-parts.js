const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const split = (text) => {
  const [a, b, c, ...rest] = text.trim().toLowerCase().split(/[\s,./-]+/).filter(Boolean);
  if (!c || rest.length) return;
  let [month, day, year] = /^\d{4}$/.test(a) ? [b, c, a] : /^[a-z]/.test(b) ? [b, a, c] : [a, b, c];
  if (/^[a-z]{3}/.test(month)) month = months.indexOf(month.slice(0, 3)) + 1;
  else if (month > 12 && day <= 12) [month, day] = [day, month];
  day = String(day).replace(/(st|nd|rd|th)$/, "");
  if (/^(0?[1-9]|1[0-2])$/.test(month) && /^(0?[1-9]|[12]\d|3[01])$/.test(day) && /^\d{4}$/.test(year))
    return { month: Number(month), day: Number(day), year };
};

document.addEventListener("paste", (event) => {
  const group = event.target.closest?.("[data-date-parts]");
  const input = (name) => group.querySelector(`[name=${name}]`);
  if (!group || event.target !== input("month")) return;
  const parts = split(event.clipboardData.getData("text"));
  if (!parts) return;
  event.preventDefault();
  for (const name in parts) input(name).value = parts[name];
});
