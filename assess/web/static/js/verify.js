// Comparing a file with a report: it is hashed here and goes nowhere.
import { hashOf } from "./sha256.js";

const zone = document.querySelector("[data-drop]");
if (zone) {
  const input = zone.querySelector("input[type=file]");
  zone.hidden = false;
  input.addEventListener("change", () => input.files.length && compare(input.files[0]));
  // Beside the zone a dropped file would be opened in place of the page.
  for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, () => mark(true));
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => mark(false));
  zone.addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (file) compare(file);
  });
}

function mark(over) {
  zone.classList.toggle("verify-drop--over", over);
}

let latest = 0;

async function compare(file) {
  const turn = ++latest;
  say(zone.dataset.working.replace("{name}", () => file.name));
  show(null);
  try {
    const hash = await hashOf(file);
    if (turn === latest) show(hash);
  } catch {
    if (turn === latest) say(zone.dataset.failed);
  }
}

function show(hash) {
  let same = "";
  for (const line of document.querySelectorAll("[data-sha256]")) {
    const fits = line.dataset.sha256 === hash;
    if (fits) same = line.dataset.name;
    const place = line.querySelector("[data-same]");
    place.replaceChildren();
    if (hash) place.append(tag(fits ? zone.dataset.yes : zone.dataset.no, fits ? "done" : "neutral"));
  }
  if (hash) say(same ? zone.dataset.same.replace("{format}", () => same) : zone.dataset.other, same ? "yes" : "no");
}

function tag(text, kind) {
  const made = document.createElement("span");
  made.className = `tag tag--${kind}`;
  made.textContent = text;
  return made;
}

function say(text, outcome = "") {
  const line = zone.querySelector("[data-outcome]");
  line.textContent = text;
  line.dataset.outcome = outcome;
}
