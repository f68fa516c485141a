const unreachable = "This did not work: the server could not be reached. Nothing was changed. Please try again.";
// After a cut or late answer nobody knows whether the server had already acted.
const unanswered = "The server did not answer in time. Please reload the page to see whether it worked.";
const unable = "The server could not do this just now. Please try again.";
const lines = new WeakMap();

// Pages that poll fail silently: nobody pressed anything.
const pressed = ({ sourceElement }) =>
  sourceElement?.closest?.("form") ?? (sourceElement?.matches?.("a, button, input") && sourceElement);

const forget = (source) => lines.get(source)?.remove();

const say = (source, text) => {
  if (!source?.isConnected) return;
  forget(source);
  const line = document.createElement("p");
  line.className = "failure";
  line.role = "alert";
  line.textContent = text;
  lines.set(source, line);
  const place = source.closest(".rows > li, .actions, .switch");
  if (place) place.append(line);
  else if (source.matches("form")) source.append(line);
  else source.after(line);
};

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => forget(pressed(ctx)));

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  if (ctx.response.status >= 500) say(pressed(ctx), unable);
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  // With a text there was an answer: the error is a script's own.
  if (!ctx || ctx.text !== undefined) return;
  const late = ctx.response || ctx.request.signal.reason === "timeout";
  say(pressed(ctx), late ? unanswered : unreachable);
});
