// Back after signing out must not show a page that the browser had kept.
addEventListener("pageshow", (event) => event.persisted && location.reload());
