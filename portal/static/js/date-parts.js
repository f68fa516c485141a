// Reads a date as the server does (web/forms/birth_date.py); tests/support/dates.py holds both to the same. What it leaves
// alone, like eight digits in a row, and dashes and digits of other keyboards, is pasted whole, and the server reads it.
const read = (text) => {
  const plain = text.trim().toLowerCase();
  const words = /^'?[a-z\d][a-z\d\s/.,'’º-]*$/.test(plain) ? plain.match(/[a-z]+|\d+/g) : [];
  return words.filter((word) => !/^(of|the|st|nd|rd|th|del?|o|er|e?ro)$/.test(word));
};

// usual is the part that comes first in the region.
const split = (text, months, usual) => {
  const words = read(text);
  if (words.length !== 3) return;
  let [month, day, year] = words;
  const [isNumber, isNext] = [month, day].map((word) => /^\d/.test(word));
  if (isNumber && (month.length === 4 || (usual === "year" && isNext && year.length < 3))) [year, month, day] = words;
  else if (!isNext || (isNumber && (month > 12 === day > 12 ? usual === "day" : month > 12))) [day, month] = words;
  if (/^[a-z]{3}/.test(month)) month = months.findIndex((names) => ` ${names}`.includes(` ${month}`)) + 1 || month;
  return { month, day, year };
};

document.addEventListener("paste", (event) => {
  const group = event.target.closest?.("[data-date-parts]");
  const first = group?.querySelector("input");
  if (!first || event.target !== first) return;
  const parts = split(event.clipboardData.getData("text"), group.dataset.dateParts.split(","), first.name);
  if (!parts) return;
  event.preventDefault();
  for (const name in parts) group.querySelector(`[name=${name}]`).value = parts[name];
});
