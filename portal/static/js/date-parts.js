// In each of the languages.
const months = ["jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep", "oct", "nov", "dec dic"];

// The same forms as the server takes (web/birth_date.py); usual is the part that comes first in the region.
const split = (text, usual) => {
  let words = (text.toLowerCase().match(/[a-z]+|\d+/g) ?? []).filter((word) => !/^(of|the|st|nd|rd|th|del?)$/.test(word));
  if (words.length === 1 && /^\d{8}$/.test(words[0])) words = words[0].match(usual === "year" ? /^(\d{4})(\d\d)(\d\d)$/ : /^(\d\d)(\d\d)(\d{4})$/).slice(1);
  if (words.length !== 3) return;
  let [month, day, year] = words;
  const [isNumber, isNext] = [month, day].map((word) => /^\d/.test(word));
  if (isNumber && (month.length === 4 || (usual === "year" && isNext && year.length < 3))) [year, month, day] = words;
  else if (!isNext || (isNumber && (month > 12 === day > 12 ? usual === "day" : month > 12))) [day, month] = words;
  if (/^[a-z]{3}/.test(month)) month = months.findIndex((names) => names.includes(month.slice(0, 3))) + 1;
  if (/^(0?[1-9]|1[0-2])$/.test(month) && /^(0?[1-9]|[12]\d|3[01])$/.test(day) && /^\d\d(\d\d)?$/.test(year))
    return { month: Number(month), day: Number(day), year };
};

document.addEventListener("paste", (event) => {
  const group = event.target.closest?.("[data-date-parts]");
  const first = group?.querySelector("input");
  if (!first || event.target !== first) return;
  const parts = split(event.clipboardData.getData("text"), first.name);
  if (!parts) return;
  event.preventDefault();
  for (const name in parts) group.querySelector(`[name=${name}]`).value = parts[name];
});
