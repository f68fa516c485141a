// Back after signing out must not show a page that the browser had kept.
// And Back or Reload must not ask whether to send once more the form that this page answers: so it is fetched instead.
history.replaceState(history.state, "");
addEventListener("pageshow", (event) => event.persisted && location.reload());
