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
  fail(form, bad ? `${bad.name}：${bad.size ? form.dataset.large : form.dataset.empty}` : "");
}

function fail(form, text) {
  const line = form.querySelector(".field__error");
  line.textContent = text;
  line.hidden = !text;
}

async function send(form) {
  const files = [...form.querySelector("input[type=file]").files];
  if (!files.length) return fail(form, form.dataset.none);
  const list = form.querySelector("[data-progress]");
  list.replaceChildren();
  const outcomes = [];
  for (const file of files) outcomes.push(await upload(form, file, list));
  if (outcomes.every(Boolean)) location.reload();
}

function upload(form, file, list) {
  const line = document.createElement("li");
  const bar = document.createElement("progress");
  const text = document.createElement("span");
  bar.max = 1;
  bar.setAttribute("aria-label", file.name);
  text.textContent = file.name;
  line.append(text, " ", bar);
  list.append(line);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-CSRF-Token", document.body.dataset.csrf);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => (bar.value = event.loaded / event.total));
    request.addEventListener("load", () => resolve(finish(line, bar, request)));
    request.addEventListener("error", () => resolve(refuse(line, bar, `${file.name}：${form.dataset.failed}`)));
    const body = new FormData(form);
    body.delete("files");
    body.append("files", file);
    request.send(body);
  });
}

function finish(line, bar, request) {
  if (request.status < 300) {
    bar.value = 1;
    return true;
  }
  let message = "";
  try {
    message = JSON.parse(request.responseText).message;
  } catch {
    message = String(request.status);
  }
  return refuse(line, bar, message);
}

function refuse(line, bar, message) {
  const text = document.createElement("strong");
  text.className = "field__error";
  text.textContent = message;
  bar.parentElement.replaceChildren(text);
  return false;
}
