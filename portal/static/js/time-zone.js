// The zone of this browser is chosen already; by its value, or by another name that it has. UTC is what a browser says
// that hides where it is.
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
const option = document.querySelector(`[data-own-zone] :is([value="${timeZone}"], [data-also~="${timeZone}"]):not([value=UTC])`);
if (option) option.selected = true;
