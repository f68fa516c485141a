// A warning before the session ends, and signing in again on top of the page, so that what was typed stays.
const [limit, door] = document.querySelectorAll("dialog[data-address]");
let again, timer;

const ask = async (dialog, options) => {
  const headers = { "HX-Request": "true" };
  const answer = await fetch(dialog.dataset.address, { cache: "no-store", headers, ...options }).catch(() => {});
  (dialog === limit ? warn : open)(answer);
};

// Only the server knows when it ends, since other tabs and swapped parts count too; asking counts as nothing.
const warn = async (answer) => {
  const { state } = limit.dataset;
  const [now, seconds] = answer?.ok ? await answer.json() : answer?.status === 401 ? ["over"] : [state, 15];
  clearTimeout(timer);
  if (seconds) timer = setTimeout(ask, seconds * 1000, limit);
  if (now === state) return;
  limit.dataset.state = now;
  if (!now) limit.close();
  else if (limit.open) limit.querySelector("h2").focus();
  else limit.showModal();
};

const open = async (answer) => {
  if (answer?.status === 204) {
    door.close();
    ask(limit);
    return again();
  }
  if (answer) door.innerHTML = await answer.text();
  else door.append(document.body.dataset.unreachable);
  if (!door.open) door.showModal();
  door.querySelector("[autofocus], [aria-invalid=true], .field input")?.focus();
};

if (limit) timer = setTimeout(ask, limit.dataset.seconds * 1000, limit);

document.addEventListener("signed-out", ({ detail }) => {
  again = detail;
  ask(door);
});

document.addEventListener("submit", (event) => {
  const dialog = event.target.closest("dialog[data-address]");
  if (!dialog) return;
  event.stopPropagation();
  if (event.submitter.formMethod === "dialog") return;
  event.preventDefault();
  ask(dialog, { method: "POST", body: new FormData(event.target) });
}, true);
