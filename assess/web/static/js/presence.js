// Who else is at this form: asked every half minute, only while somebody looks at the page.
const EVERY_MS = 30_000;

const line = document.querySelector("[data-presence]");
if (line) {
  ask();
  setInterval(ask, EVERY_MS);
  document.addEventListener("visibilitychange", ask);
}

async function ask() {
  if (document.visibilityState !== "visible") return;
  try {
    const answer = await fetch(line.dataset.presence, { headers: { "hx-request": "true" } });
    if (!answer.ok) return;
    const said = new DOMParser().parseFromString(await answer.text(), "text/html").body.textContent;
    if (said !== line.textContent) line.textContent = said;
    line.hidden = !said;
  } catch {
    // the network is away: what was known stands until it is back
  }
}
