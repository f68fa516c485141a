// A form with photos is sent so that it can be seen how far it is.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const box = form.querySelector("[data-upload]");
  if (event.defaultPrevented || !box) return;
  event.preventDefault();
  if (!box.hidden) return;
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
    if (status && status < 500) {
      const main = response.querySelector("main");
      document.querySelector("main").replaceWith(main);
      return (main.querySelector("[autofocus]") ?? main).focus();
    }
    // sending.js says it
    const ctx = { sourceElement: form, request: { signal: {} }, response: status ? { status } : undefined };
    document.dispatchEvent(new CustomEvent(`htmx:${status ? "response:" : ""}error`, { detail: { ctx } }));
  };
  request.responseType = "document";
  request.open("POST", form.action);
  request.send(new FormData(form));
});
