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

const repeat = (source, submitter) => () => {
  forget();
  if (source.matches("form")) source.requestSubmit(submitter);
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

// From upload.js
document.addEventListener("not-sent", ({ detail: [form, status, text] }) =>
  say(form, text || (status ? unable : unreachable), tryAgain, repeat(form)));

const signIn = (again) => document.dispatchEvent(new CustomEvent("signed-out", { detail: again }));

// While a form is open the page stays, and signing in opens in it; a poll that was refused says nothing.
document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.status !== 401 || !document.querySelector("[method=post] .field")) return;
  event.preventDefault();
  const source = pressed(ctx);
  if (source) signIn(repeat(source, ctx.request.submitter));
});

// A plain form leaves the page, and with it what was typed. So the server is asked first: on pages of people who are
// signed in whether they still are, elsewhere whether it can be reached, already while somebody types.
const session = document.querySelector("[data-seconds]")?.dataset.address;
let reachable = true, looked = 0, passing;

const look = async () => {
  looked = Date.now();
  const headers = { "HX-Request": "true", "X-CSRFToken": document.querySelector("[name=csrf_token]").value };
  const options = { method: session ? "GET" : "HEAD", cache: "no-store", headers, signal: AbortSignal.timeout?.(10000) };
  const answer = await fetch(session ?? import.meta.url, options).catch(() => {});
  reachable = !!answer;
  return answer;
};

const isPlain = (form) => form?.method === "post" && !form.hasAttribute("hx-post");

document.addEventListener("focusin", ({ target }) =>
  !session && isPlain(target.form) && Date.now() - looked > 5000 && look());

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || !isPlain(form) || form === passing) return;
  if ("sending" in form.dataset) return event.preventDefault();
  const again = () => delete form.dataset.sending;
  const send = () => form.requestSubmit(submitter);
  forget();
  form.dataset.sending = "";
  // Whoever stops a page that takes too long may press again.
  setTimeout(again, 15000);
  if ((!session && reachable && navigator.onLine) || !form.requestSubmit) return; // iOS before 16 cannot send it later
  event.preventDefault();
  const answer = await look();
  const refusal = answer?.status === 422 ? await answer.text() : !answer && unreachable;
  if (refusal) say(form, refusal, tryAgain, send);
  else if (answer.status === 401 && form.querySelector(".field")) signIn(send);
  else passing = form;
  if (!passing) return again();
  send();
  passing = null;
});
