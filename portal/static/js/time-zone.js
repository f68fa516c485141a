// The zone of this browser is chosen already; by its value, or by another name that it has.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const option = document.querySelector(`[data-own-zone] :is([value="${zone}"], [data-also~="${zone}"])`);
if (option) option.selected = true;
