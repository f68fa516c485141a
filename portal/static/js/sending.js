// In the language of the page. After a cut or late answer nobody knows whether the server had already acted.
const { unreachable, unanswered, unable, again: tryAgain, reload } = document.body.dataset;
let line;

const forget = () => line?.remove();

const say = (source, text, label, again) => {
  if (!source?.isConnected) return;
  forget();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button link";
  button.textContent = label;
  button.onclick = again;
  line = document.createElement("p");
  line.className = "failure";
  line.role = "alert";
  line.append(text, " ", button);
  const place = source.closest(".rows > li, .actions, .switch");
  if (place) place.append(line);
  else if (source.matches("form")) source.append(line);
  else source.after(line);
};

const repeat = (source) => () => {
  forget();
  if (source.matches("form")) source.requestSubmit();
  else if (source.matches("input")) source.dispatchEvent(new Event("search"));
  else source.click();
};

// Pages that poll fail silently: nobody pressed anything.
const pressed = ({ sourceElement }) =>
  sourceElement?.closest?.("form") ?? (sourceElement?.matches?.("a, button, input") && sourceElement);

// Of two presses one after the other the second waits; a form that is under way or waits already sends nothing more.
document.addEventListener("htmx:config:request", (event) => {
  const form = event.detail.ctx.sourceElement;
  if (!form.matches("form")) return;
  if (form.matches(".htmx-request, [data-sending]")) event.preventDefault();
  else form.dataset.sending = "";
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => delete ctx.sourceElement.dataset.sending);

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => pressed(ctx) && forget());

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  const source = pressed(ctx);
  if (ctx.response.status >= 500) say(source, unable, tryAgain, repeat(source));
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  // With a text there was an answer: the error is a script's own.
  if (!ctx || ctx.text !== undefined) return;
  const source = pressed(ctx);
  if (ctx.response || ctx.request.signal.reason === "timeout")
    say(source, unanswered, reload, () => location.reload());
  else say(source, unreachable, tryAgain, repeat(source));
});

// A plain form leaves the page, and with it what was typed: whether the server can be reached is looked up while
// somebody types, so that the press itself need not wait for it.
let reachable = true, looked = 0, passing;

const look = async () => {
  looked = Date.now();
  const timer = new AbortController();
  const late = setTimeout(() => timer.abort(), 10000);
  const asked = fetch(import.meta.url, { method: "HEAD", cache: "no-store", signal: timer.signal });
  reachable = await asked.then(() => true, () => false);
  clearTimeout(late);
};

const isPlain = (form) => form?.method === "post" && !form.hasAttribute("hx-post");

document.addEventListener("focusin", ({ target }) => isPlain(target.form) && Date.now() - looked > 5000 && look());

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || !isPlain(form) || form === passing) return;
  if ("sending" in form.dataset) return event.preventDefault();
  const again = () => delete form.dataset.sending;
  forget();
  form.dataset.sending = "";
  // Whoever stops a page that takes too long may press again.
  setTimeout(again, 15000);
  if ((reachable && navigator.onLine) || !form.requestSubmit) return; // iOS before 16 cannot send it later
  event.preventDefault();
  await look();
  if (!reachable) {
    again();
    return say(form, unreachable, tryAgain, () => form.requestSubmit(submitter));
  }
  passing = form;
  form.requestSubmit(submitter);
  passing = null;
});
