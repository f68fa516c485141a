// What stands in a field that opens to be corrected is typed over.
const select = (field) => field?.matches?.("[data-select]") && field.select();
addEventListener("focusin", ({ target }) => select(target));
select(document.activeElement);
