// The question page with JavaScript: every answer saves by itself and says so; what fails stays on the page.
import { unfinished, watchTables } from "./tables.js";

const form = document.querySelector("form[data-fill]");
const words = form ? form.dataset : {};
const announce = document.getElementById("announce");
const TYPING_MS = 1500;
const RETRY_MS = 15000;

const open = new Map(); // questions with something not yet saved → "typing" | "sending" | "failed" | "refused"
const timers = new Map();
const score = document.getElementById("score");
let leaving = false;
let saves = 0; // answers saved on this page, and how many of them the score asked for last knows
let counted = 0;

if (form) start();

function start() {
  form.addEventListener("change", (event) => changed(event, 0));
  form.addEventListener("input", (event) => changed(event, TYPING_MS));
  form.addEventListener("focusout", left);
  form.addEventListener("click", pressed);
  form.addEventListener("submit", () => {
    leaving = true;
    timers.forEach(clearTimeout);
  });
  form.addEventListener("htmx:configRequest", own);
  form.addEventListener("htmx:beforeOnLoad", answered);
  form.addEventListener("htmx:sendError", (event) => failed(event.target));
  form.addEventListener("htmx:timeout", (event) => failed(event.target));
  document.body.addEventListener("htmx:beforeSend", (event) => {
    if (event.target === score) counted = saves;
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== score) return;
    showStates(score.querySelector("[data-states]"));
    busy();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && open.size) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("online", retry);
  setInterval(retry, RETRY_MS);
  watchTables(form, save);
}

function questionOf(element) {
  return element.closest ? element.closest("[data-fact]") : null;
}

function changed(event, wait) {
  const question = questionOf(event.target);
  if (!question || event.target.matches("[data-paste]")) return;
  if (event.type === "input" && event.target.matches("select, [type=radio], [type=checkbox], [type=date]")) return;
  if (event.type === "change") alone(question, event.target);
  else together(question, event.target);
  mark(question, "typing");
  clearTimeout(timers.get(question));
  timers.set(question, setTimeout(() => save(question), wait));
}

// A row that was left half filled is sent, so that the page says what it lacks.
function left(event) {
  const row = event.target.closest("[data-row]");
  if (!row || row.contains(event.relatedTarget)) return;
  const question = questionOf(row);
  if (open.get(question) === "typing") setTimeout(() => save(question), 0);
}

// 不清楚 and 以上都没有 exclude the other boxes; what was typed comes back when they are unticked.
function alone(question, box) {
  if (!box.matches("[data-alone]")) return together(question, box);
  if (box.checked) question.querySelectorAll("[data-alone]").forEach((other) => other !== box && (other.checked = false));
  answersOf(question).forEach((input) => {
    if (input === box) return;
    if (input.type === "checkbox") {
      if (box.checked && input.checked) [input.dataset.was, input.checked] = ["1", false];
      else if (!box.checked && input.dataset.was) [input.dataset.was, input.checked] = ["", true];
    } else if (box.checked) [input.dataset.was, input.value] = [input.value, ""];
    else if (!input.value) input.value = input.dataset.was || "";
  });
}

function together(question, input) {
  if (input.name.endsWith(":note") || input.matches("[data-alone]")) return;
  if (input.type === "radio" || (input.type === "checkbox" && !input.checked) || input.value === "") return;
  question.querySelectorAll("[data-alone]").forEach((box) => (box.checked = false));
}

function answersOf(question) {
  const named = `[name="${question.dataset.fact}"], [name="${question.dataset.fact}:denominator"]`;
  return question.dataset.kind === "table" ? [] : question.querySelectorAll(named);
}

function save(question) {
  clearTimeout(timers.get(question));
  const broken = question.querySelector("input:invalid");
  if (broken) return refuse(question, broken.validationMessage);
  if (unfinished(question)) return say(question.querySelector(".saved"), words.unfinished);
  mark(question, "sending");
  htmx.trigger(question, "save");
}

function mark(question, state) {
  open.set(question, state);
  busy();
  const line = question.querySelector(".saved");
  line.classList.remove("saved--done", "saved--failed");
  if (state === "sending") say(line, words.saving);
}

// The score is behind while an answer is on its way or was saved after the score was asked for.
function busy() {
  const moving = [...open.values()].some((state) => state === "typing" || state === "sending");
  if (score) score.setAttribute("aria-busy", String(moving || counted < saves));
}

function say(line, text) {
  const kept = line.querySelector("input");
  line.replaceChildren(text, kept);
}

// Only the question's own boxes are sent, not the whole page.
function own(event) {
  const fact = event.target.dataset && event.target.dataset.fact;
  if (!fact) return;
  for (const name of [...event.detail.formData.keys()]) {
    if (name !== fact && !name.startsWith(`${fact}:`)) event.detail.formData.delete(name);
  }
}

function answered(event) {
  const question = questionOf(event.target);
  const { xhr } = event.detail;
  if (!question) return;
  if (xhr.status >= 200 && xhr.status < 300) return done(question);
  event.preventDefault();
  if (xhr.status === 422) refuse(question, xhr.responseText);
  else if (xhr.status === 409) conflict(question, xhr.responseText);
  else if (xhr.status === 401 || xhr.status === 403) failed(question, words.signedOut);
  else failed(question);
}

function done(question) {
  saves += 1;
  if (open.get(question) === "sending") open.delete(question);
  showError(question, "");
  question.querySelector("[data-conflict]").replaceChildren();
  question.querySelector(".saved").classList.add("saved--done");
  const earlier = question.querySelector("[data-earlier]");
  if (earlier && given(question)) earlier.remove();
}

function failed(target, text) {
  const question = questionOf(target);
  if (!question) return;
  open.set(question, "failed");
  busy();
  const line = question.querySelector(".saved");
  line.classList.add("saved--failed");
  say(line, text || words.failed);
}

function refuse(question, text) {
  open.set(question, "refused");
  busy();
  const line = question.querySelector(".saved");
  line.classList.remove("saved--done");
  say(line, words.unsaved);
  showError(question, text);
}

function showError(question, text) {
  const line = document.getElementById(`${question.id}-error`);
  line.textContent = text;
  line.hidden = !text;
  question.classList.toggle("field--error", Boolean(text));
  const described = question.querySelector("fieldset, .input, .textarea");
  const ids = new Set((described.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
  if (text) ids.add(line.id);
  else ids.delete(line.id);
  if (ids.size) described.setAttribute("aria-describedby", [...ids].join(" "));
  else described.removeAttribute("aria-describedby");
  if (text) announce.textContent = text;
}

function conflict(question, html) {
  open.set(question, "refused");
  busy();
  say(question.querySelector(".saved"), words.unsaved);
  const slot = question.querySelector("[data-conflict]");
  slot.innerHTML = html;
  slot.querySelector("[tabindex]").focus();
}

function pressed(event) {
  const button = event.target.closest("button");
  const question = button && questionOf(button);
  if (!question) return;
  if (button.name === "keep") keep(event, question, button.value);
  else if (button.hasAttribute("data-clear")) clear(event, question);
}

function keep(event, question, choice) {
  event.preventDefault();
  const [side, , revision] = choice.split(" ");
  if (side === "theirs") {
    leaving = true;
    location.hash = question.id;
    location.reload();
    return;
  }
  question.querySelector(".saved input").value = revision;
  save(question);
}

function clear(event, question) {
  event.preventDefault();
  question.querySelectorAll("[type=radio], [type=checkbox]").forEach((input) => (input.checked = false));
  save(question);
}

function retry() {
  for (const [question, state] of open) if (state === "failed") save(question);
}

// What the answers make visible or take away, as the server judges it.
function showStates(source) {
  if (!source) return;
  const { facts, items } = JSON.parse(source.dataset.states);
  const news = [];
  for (const [fact, asked] of Object.entries(facts)) {
    const question = form.querySelector(`[data-fact="${CSS.escape(fact)}"]`);
    if (!question || question.hidden === !asked) continue;
    const name = question.querySelector(".question__label").firstChild.textContent.trim();
    question.hidden = !asked;
    const kept = document.getElementById(`${question.id}-kept`);
    kept.hidden = asked || !filled(question);
    news.push((asked ? words.appears : words.drops).replace("{question}", name));
  }
  for (const [anchor, out] of Object.entries(items)) {
    const line = document.querySelector(`#${CSS.escape(anchor)} [data-out]`);
    if (line) line.hidden = !out;
  }
  if (news.length) announce.textContent = news.join(" ");
}

function given(question) {
  const boxes = [...question.querySelectorAll("input:not([type=hidden]), textarea, select")];
  return boxes.some((box) => !/:(note|paste)$/.test(box.name) && (/radio|checkbox/.test(box.type) ? box.checked : box.value));
}

function filled(question) {
  const inputs = [...question.querySelectorAll("input:not([type=hidden]), textarea, select")];
  return inputs.some((input) => (/radio|checkbox/.test(input.type) ? input.checked : input.value));
}
