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

// A form with photos is sent so that it can be seen how far it is; only a page with the form takes its place.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const box = form.querySelector("[data-upload]");
  if (event.defaultPrevented || !box) return;
  event.preventDefault();
  if (!box.hidden) return;
  const heavy = [...form.querySelectorAll("[data-largest]")].find(isTooLarge);
  if (heavy) return delete form.dataset.sending, heavy.focus();
  const [bar, said] = box.querySelectorAll("progress, [role=status]");
  const request = new XMLHttpRequest();
  box.hidden = false;
  request.upload.onprogress = ({ loaded, total }) => {
    bar.value = loaded / total;
    said.textContent = `${Math.floor(4 * bar.value) * 25} %`;
  };
  request.onloadend = () => {
    const { status, response, responseURL } = request;
    if (status === 200) return location.assign(responseURL);
    box.hidden = true;
    delete form.dataset.sending;
    const main = status === 422 && response?.querySelector("main:has(form)");
    if (main) {
      document.querySelector("main").replaceWith(main);
      return (main.querySelector("[autofocus]") ?? main).focus();
    }
    const detail = [form, status, status === 413 && box.dataset.upload];
    document.dispatchEvent(new CustomEvent("not-sent", { detail }));
  };
  request.responseType = "document";
  request.open("POST", form.action);
  request.send(new FormData(form));
});
