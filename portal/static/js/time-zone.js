// The zone of this browser is chosen already; by its value, or by another name that it has. UTC is what a browser says
// that hides where it is.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const option = document.querySelector(`[data-own-zone] :is([value="${zone}"], [data-also~="${zone}"]):not([value=UTC])`);
if (option) option.selected = true;
