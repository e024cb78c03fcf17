// Reviewing by keyboard: every control that has a key names it in data-key; nothing here is needed to get the work done.
const STORE = "assess.review.keys";
const root = document.documentElement;
const dialog = document.getElementById("keys");
const onOff = document.getElementById("keys-on");
const announce = document.getElementById("announce");

let on = read() !== "off";
start();

function start() {
  show();
  document.addEventListener("keydown", pressed);
  document.querySelectorAll("[data-open-keys]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  });
  if (onOff) {
    onOff.checked = on;
    onOff.addEventListener("change", () => {
      on = onOff.checked;
      write(on ? "on" : "off");
      show();
    });
  }
  const points = document.getElementById("points");
  if (points) points.addEventListener("input", () => choose(points));
  // Who comes from the item before goes on reading here; an error summary has the focus already.
  const title = document.querySelector("[data-title]");
  if (title && !document.querySelector("[data-focus]") && !location.hash) title.focus({ preventScroll: true });
}

// A key that does nothing is not announced to anybody.
function show() {
  root.classList.toggle("keys-on", on);
  document.querySelectorAll("[data-key]").forEach((one) => {
    if (on) one.setAttribute("aria-keyshortcuts", one.dataset.key);
    else one.removeAttribute("aria-keyshortcuts");
  });
}

function pressed(event) {
  if (event.isComposing || event.altKey || (dialog && dialog.open)) return;
  const typing = event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return save(event);
  if (event.ctrlKey || event.metaKey) return;
  if (typing) return leave(event, typing);
  if (!on) return;
  if (event.key === "?" || event.key === "？") return help(event);
  const aim = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key.split(" ").includes(event.key.toLowerCase()));
  if (!aim || aim.disabled || !aim.getClientRects().length) return;
  event.preventDefault();
  use(aim);
}

// Escape leaves a field, so that the keys work again; what was typed stays.
function leave(event, field) {
  if (event.key !== "Escape") return;
  event.preventDefault();
  const form = field.closest("form");
  const stop = (form && form.querySelector("[data-rest]")) || document.querySelector("[data-title]");
  field.blur();
  if (stop) stop.focus({ preventScroll: true });
}

function save(event) {
  const button = document.querySelector("[data-key='s']");
  if (!button) return;
  event.preventDefault();
  button.click();
}

function help(event) {
  if (!dialog) return;
  event.preventDefault();
  dialog.showModal();
}

function use(aim) {
  if (aim.matches("summary")) {
    aim.parentElement.open = true;
    aim.focus();
    aim.scrollIntoView({ block: "nearest" });
  } else if (aim.matches("a, button")) {
    aim.click();
  } else if (aim.matches("[type=radio], [type=checkbox]")) {
    aim.click();
    const next = aim.dataset.then && document.getElementById(aim.dataset.then);
    (next || aim).focus();
    if (next && next.select) next.select();
    say(aim);
  } else {
    aim.focus();
    aim.scrollIntoView({ block: "nearest" });
  }
}

// Who types points has chosen to give other points.
function choose(points) {
  const other = document.querySelector("[data-then='points']");
  if (points.value && other) other.checked = true;
}

function say(box) {
  const label = box.labels && box.labels[0];
  if (announce && label) announce.textContent = label.dataset.said || label.textContent.trim();
}

function read() {
  try {
    return localStorage.getItem(STORE);
  } catch {
    return null;
  }
}

function write(value) {
  try {
    localStorage.setItem(STORE, value);
  } catch {
    // A browser that keeps nothing forgets the choice with the page.
  }
}
