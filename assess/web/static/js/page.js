// What every page does with JavaScript: put the focus on errors, and warn before the session ends.
const WARN_MS = 5 * 60 * 1000;

const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

// A link of the error summary goes to the field, not only to its neighbourhood.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});

// A second press of a submit button sends nothing twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method === "post" && form.hasAttribute("data-once")) form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

const box = document.getElementById("expiry");
if (box) watchExpiry(box);

function watchExpiry(box) {
  let expires = Date.parse(box.dataset.expires);
  let before = null;
  const extend = document.getElementById("expiry-extend");
  const over = document.getElementById("expiry-over");

  const show = () => {
    if (!box.hidden) return;
    before = document.activeElement;
    box.hidden = false;
    extend.focus();
  };
  const hide = () => {
    box.hidden = true;
    if (before) before.focus();
  };
  const end = () => {
    show();
    extend.hidden = true;
    over.hidden = false;
  };
  // Saving an answer moves the end on the server; so it is asked before anybody is warned.
  const ask = async (path, options) => {
    const headers = { ...options.headers, Accept: "application/json" };
    const answer = await fetch(path, { ...options, headers }).catch(() => null);
    if (answer && answer.ok) expires = Date.parse((await answer.json()).expires_at);
    return answer;
  };
  const tick = async () => {
    if (expires - Date.now() <= WARN_MS) await ask("/session/expiry", {});
    const left = expires - Date.now();
    if (left <= 0) end();
    else if (left <= WARN_MS) show();
    else if (!box.hidden) hide();
  };
  extend.addEventListener("click", async () => {
    const headers = { "X-CSRF-Token": document.body.dataset.csrf };
    const answer = await ask("/session/extend", { method: "POST", headers });
    if (answer && answer.ok) hide();
    else if (answer && answer.status === 401) end();
  });
  setInterval(tick, 20000);
  document.addEventListener("visibilitychange", tick);
}
