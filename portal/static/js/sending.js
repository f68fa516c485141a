// In the language of the page. After a cut or late answer nobody knows whether the server had already acted.
const { unreachable, unanswered, unable, again: tryAgain, reload } = document.body.dataset;
let line;

const forget = () => line?.remove();

const say = (source, text, again) => {
  if (!source?.isConnected) return;
  forget();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button link";
  button.textContent = again ? tryAgain : reload;
  button.onclick = again ?? (() => location.reload());
  line = document.createElement("p");
  line.className = "failure";
  line.role = "alert";
  line.append(text, " ", button);
  const place = source.closest(".rows > li, .actions, .switch") ?? source.closest("form");
  place ? place.append(line) : source.after(line);
};

const signIn = (again) => document.dispatchEvent(new CustomEvent("signed-out", { detail: again }));

// What htmx sends.

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
  if ("sending" in form.dataset) event.preventDefault();
  else form.dataset.sending = "";
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => delete ctx.sourceElement.dataset.sending);

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => pressed(ctx) && forget());

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  const source = pressed(ctx);
  if (ctx.response.status >= 500) say(source, unable, repeat(source));
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  // With a text there was an answer: the error is a script's own.
  if (!ctx || ctx.text !== undefined) return;
  const source = pressed(ctx);
  if (ctx.response || ctx.request.signal.reason === "timeout") say(source, unanswered);
  else say(source, unreachable, repeat(source));
});

// While a form is open the page stays, and signing in opens in it; a poll that was refused says nothing.
document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.status !== 401 || !document.querySelector("[method=post] .field")) return;
  event.preventDefault();
  const source = pressed(ctx);
  if (source) signIn(repeat(source, ctx.request.submitter));
});

// Every other form that is posted. The page stays until the answer is there, and with it what was typed. Signing in and
// out leave the page as browsers do: so password managers know it, and nothing else is pressed meanwhile.

// A page that was stopped may be pressed again.
const underWay = (form) => {
  form.dataset.sending = "";
  setTimeout(() => delete form.dataset.sending, 30000);
};

const leave = (form, address) => {
  underWay(form);
  location.assign(address);
  // Where only the fragment is another, nothing is loaded, and the address is the new one at once.
  if (address.includes("#") && location.href.endsWith(address)) location.reload();
};

// Back leads to the page that an answer has taken the place of, not to the one before it.
const keepForBack = () => {
  history.replaceState("reload", "");
  history.pushState(null, "");
};

addEventListener("popstate", ({ state }) => state && location.reload());

const show = (main, { status, response, responseURL }) => {
  if (status === 200) keepForBack();
  for (const form of main.querySelectorAll("form:not([action])")) form.action = responseURL;
  const before = document.querySelector("#content");
  main.className = before.className; // of the frame, which stays
  before.replaceWith(main);
  document.title = response.title;
  window.htmx?.process(main);
  document.dispatchEvent(new Event("htmx:after:swap"));
  scrollTo(0, 0);
  (main.querySelector("[autofocus]") ?? main).focus();
};

const send = (form, submitter) => {
  const box = form.querySelector("[data-upload]");
  const request = new XMLHttpRequest();
  const data = new FormData(form);
  const again = () => send(form, submitter);
  let arrived;
  // Safari before 16.4 has it in there already.
  if (submitter?.name) data.set(submitter.name, submitter.value);
  forget();
  form.dataset.sending = "";
  if (box) {
    const [bar, said] = box.querySelectorAll("progress, [role=status]");
    box.hidden = false;
    request.upload.onprogress = ({ loaded, total }) => {
      bar.value = loaded / total;
      said.textContent = `${Math.floor(4 * bar.value) * 25} %`;
    };
  } else request.timeout = 30000;
  request.upload.onload = () => (arrived = true);
  request.onloadend = () => {
    const { status, response } = request;
    const address = request.getResponseHeader("Location");
    if (address) return leave(form, address);
    if (box) box.hidden = true;
    delete form.dataset.sending;
    const main = response?.querySelector("#content");
    const problem = main?.querySelector("[data-problem]")?.dataset.problem;
    const typed = form.querySelector(".field");
    if (status === 401 && typed) signIn(again);
    else if (main && !(problem && typed)) show(main, request);
    else if (!status && arrived) say(form, unanswered);
    else say(form, problem ?? (status === 413 && box?.dataset.upload || (status ? unable : unreachable)), again);
  };
  request.open("POST", form.action);
  request.setRequestHeader("X-Form", "true");
  request.responseType = "document";
  request.send(data);
};

// Files are weighed before they are sent.
const isTooLarge = (input) => {
  const large = input.files[0]?.size > input.dataset.largest;
  const line = input.nextElementSibling;
  input.ariaInvalid = large || null;
  line.hidden = !large;
  // Only what can be seen may be named (WAI-ARIA 1.2, aria-errormessage).
  input.setAttribute("aria-errormessage", large ? line.id : "");
  return large;
};

document.addEventListener("change", ({ target }) => target.dataset.largest && isTooLarge(target));

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if ("sending" in form.dataset) return event.preventDefault();
  if ("leaves" in form.dataset && navigator.onLine) return underWay(form);
  const heavy = [...form.querySelectorAll("[data-largest]")].find(isTooLarge);
  // iOS before 15.4 does not say which button was pressed.
  if (!heavy && submitter === undefined && form.querySelector("button[name]")) return;
  event.preventDefault();
  heavy ? heavy.focus() : send(form, submitter);
});
