// Run inside a page: what is too small for a thumb, and what is wider than the page.
(() => {
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=switch]";
  const SMALLEST = 44;

  const isShown = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest("[inert]")) return false;
    const { width, height, right, bottom } = element.getBoundingClientRect();
    // What is only for screen readers is a pixel large, or cut away until it has the focus.
    return width > 1 && height > 1 && right + scrollX > 0 && bottom + scrollY > 0 && getComputedStyle(element).clipPath === "none";
  };

  const named = (element) => {
    const name = element.getAttribute("aria-label") ?? element.textContent.trim().replace(/\s+/g, " ");
    const id = element.id && `#${element.id}`;
    return `<${element.localName}${id}${element.className && typeof element.className === "string" ? "." + element.className.trim().replace(/\s+/g, ".") : ""}> ${name.slice(0, 50)}`;
  };

  const blockOf = (node) => {
    let block = node.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    return block;
  };

  const hasWords = (text) => {
    if (!/[\p{L}\p{N}]/u.test(text.data) || text.parentElement.closest(CONTROLS)) return false;
    const range = document.createRange();
    range.selectNodeContents(text);
    return range.getBoundingClientRect().width > 1;
  };

  // WCAG 2.5.8, exception "Inline": a link with words before or after it that belong to no control, in the same
  // block of text and not beyond a forced line break.
  const isInSentence = (link) => {
    if (link.localName !== "a" || !getComputedStyle(link).display.startsWith("inline")) return false;
    const block = blockOf(link);
    const nodes = document.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    let words = false, reached = false;
    while (nodes.nextNode()) {
      const node = nodes.currentNode;
      if (node === link) reached = true;
      else if (node.localName === "br") {
        if (reached) break;
        words = false;
      } else if (node.nodeType === Node.TEXT_NODE && blockOf(node) === block && hasWords(node)) words = true;
    }
    return words;
  };

  // A finger also hits what a pseudo-element adds around a control, and the label that belongs to it.
  const isHit = (control, x, y) => {
    const hit = document.elementFromPoint(x, y);
    return !!hit && (control.contains(hit) || [...(control.labels ?? [])].some((label) => label.contains(hit)));
  };

  const isLargeEnough = (control) => {
    const { width, height } = control.getBoundingClientRect();
    if (width >= SMALLEST && height >= SMALLEST) return true;
    control.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, top } = control.getBoundingClientRect();
    const [x, y, reach] = [left + width / 2, top + height / 2, SMALLEST / 2 - 0.5];
    const across = width >= SMALLEST || (isHit(control, x - reach, y) && isHit(control, x + reach, y));
    const down = height >= SMALLEST || (isHit(control, x, y - reach) && isHit(control, x, y + reach));
    return across && down;
  };

  const small = () => {
    const place = [scrollX, scrollY];
    const found = [...document.querySelectorAll(CONTROLS)]
      .filter((control) => isShown(control) && !isInSentence(control) && !isLargeEnough(control))
      .map((control) => {
        const { width, height } = control.getBoundingClientRect();
        return `${named(control)}: ${width.toFixed(1)} x ${height.toFixed(1)}`;
      });
    scrollTo(...place);
    return found;
  };

  const scrollsByItself = (element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
      if (getComputedStyle(box).overflowX !== "visible") return true;
    return false;
  };

  // The innermost of what sticks out is the culprit; a page that hides the overflow is not let off.
  const wide = () => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const out = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1 && isShown(element) && !scrollsByItself(element),
    );
    const culprits = out.filter((element) => !out.some((other) => other !== element && element.contains(other)));
    if (scrollWidth <= clientWidth && !culprits.length) return null;
    return `${scrollWidth} px wide in ${clientWidth}: ${culprits.slice(0, 3).map(named).join(" | ")}`;
  };

  const ground = (element) => {
    for (let box = element; box; box = box.parentElement) {
      const { backgroundColor } = getComputedStyle(box);
      if (backgroundColor !== "rgba(0, 0, 0, 0)") return backgroundColor;
    }
    return "nothing";
  };

  const STATES = ["type", "role", "disabled", "open", "aria-invalid", "aria-current", "aria-checked", "aria-pressed", "aria-expanded"];
  const lookOf = (element) => [
    element.localName, ...element.classList,
    ...STATES.filter((state) => element.hasAttribute(state)).map((state) => `${state}=${element.getAttribute(state)}`),
  ].join(" ");

  const hasLongWord = (element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && /\S{25}/.test(node.data));

  // What decides how a part looks: its name, classes and state; its colours; whether a word is long.
  const kinds = () => [...document.querySelectorAll("body *")].filter(isShown).map((element) => [
    lookOf(element), getComputedStyle(element).color, ground(element), hasLongWord(element),
  ].join(" | "));

  window.judge = { small, wide, kinds };
})();
