// Evidence: files go up one by one with their progress; what fails says why beside its name.
const form = document.querySelector("form[data-upload]");
if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
  form.querySelector("input[type=file]").addEventListener("change", (event) => check(form, event.target));
}

function check(form, input) {
  const most = Number(form.dataset.most);
  const bad = [...input.files].find((file) => file.size > most || file.size === 0);
  const many = input.files.length > Number(form.dataset.count);
  const one = bad ? `${bad.name}：${bad.size ? form.dataset.large : form.dataset.empty}` : "";
  fail(form, many ? form.dataset.many : one);
  return !bad && !many;
}

function fail(form, text) {
  const line = form.querySelector("#files-error");
  line.textContent = text;
  line.hidden = !text;
}

async function send(form) {
  const input = form.querySelector("input[type=file]");
  const files = [...input.files];
  if (!files.length) return fail(form, form.dataset.none);
  if (!check(form, input)) return;
  const button = form.querySelector("button[type=submit]");
  const list = form.querySelector("[data-progress]");
  list.replaceChildren();
  button.disabled = true;
  const outcomes = [];
  for (const file of files) outcomes.push(await upload(form, file, list));
  button.disabled = false;
  if (outcomes.every(Boolean)) return location.assign(location.pathname);
  // What went up stays up: only what failed is left to be chosen again.
  const left = new DataTransfer();
  files.filter((_file, at) => !outcomes[at]).forEach((file) => left.items.add(file));
  input.files = left.files;
}

function upload(form, file, list) {
  const line = document.createElement("li");
  const bar = document.createElement("progress");
  const text = document.createElement("span");
  const state = document.createElement("span");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  text.textContent = file.name;
  state.className = "small muted";
  state.textContent = form.dataset.sending;
  line.append(text, " ", bar, " ", state);
  list.append(line);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-CSRF-Token", document.body.dataset.csrf);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => (bar.value = event.loaded / event.total));
    request.upload.addEventListener("load", () => (state.textContent = form.dataset.checking));
    request.addEventListener("load", () => resolve(finish(form, file, line, bar, state, request)));
    request.addEventListener("error", () => resolve(refuse(line, `${file.name}：${form.dataset.failed}`)));
    const body = new FormData(form);
    body.delete("files");
    body.append("files", file);
    request.send(body);
  });
}

function finish(form, file, line, bar, state, request) {
  if (request.status < 300) {
    bar.remove();
    state.textContent = form.dataset.done;
    return true;
  }
  let message = "";
  try {
    message = JSON.parse(request.responseText).message;
  } catch {
    message = "";
  }
  if (!message && request.status === 413) message = `${file.name}：${form.dataset.large}`;
  return refuse(line, message || `${file.name}：${form.dataset.failed}`);
}

function refuse(line, message) {
  const text = document.createElement("strong");
  text.className = "field__error";
  text.textContent = message;
  line.replaceChildren(text);
  return false;
}
