// Rows of table questions: add, remove with undo, paste cells from a spreadsheet.
export function watchTables(form, save) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add], [data-remove]");
    const question = button && button.closest("[data-fact]");
    if (!question) return;
    event.preventDefault();
    if (button.hasAttribute("data-add")) addRow(question);
    else removeRow(question, button.closest("[data-row]"), save);
  });
  form.addEventListener("paste", (event) => {
    const row = event.target.closest("[data-row]");
    const text = event.clipboardData.getData("text/plain");
    if (!row || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const question = row.closest("[data-fact]");
    question.querySelector("[data-paste]").value = text;
    question.querySelector("[data-take]").click();
  });
}

function rowsOf(question) {
  return [...question.querySelectorAll("[data-row]")];
}

function numberOf(row) {
  return Number(row.querySelector("input[type=hidden]").name.split(":").at(-2));
}

function addRow(question) {
  const rows = rowsOf(question);
  const last = rows.at(-1);
  const taken = new Set(rows.map((row) => row.querySelector("input[type=hidden]").value));
  const number = numberOf(last) + 1;
  const row = last.cloneNode(true);
  renumber(row, question, numberOf(last), number);
  let free = 1;
  while (taken.has(`r${free}`)) free += 1;
  row.querySelector("input[type=hidden]").value = `r${free}`;
  row.querySelectorAll("input:not([type=hidden])").forEach((input) => (input.value = ""));
  row.querySelectorAll("select").forEach((select) => (select.value = ""));
  last.after(row);
  titles(question);
  row.querySelector("input:not([type=hidden]), select").focus();
}

function renumber(row, question, from, to) {
  const key = question.dataset.fact;
  row.querySelectorAll("[name]").forEach((input) => (input.name = input.name.replace(`${key}:${from}:`, `${key}:${to}:`)));
  row.querySelectorAll("[id]").forEach((part) => (part.id = part.id.replace(`${question.id}-${from}-`, `${question.id}-${to}-`)));
  row.querySelectorAll("[for]").forEach((part) => (part.htmlFor = part.htmlFor.replace(`${question.id}-${from}-`, `${question.id}-${to}-`)));
}

function titles(question) {
  const { title, removal } = question.querySelector("[data-table]").dataset;
  rowsOf(question).forEach((part, index) => {
    part.querySelector("legend").textContent = title.replace("{n}", index + 1);
    const button = part.querySelector("[data-remove]");
    if (button) button.textContent = removal.replace("{n}", index + 1);
  });
}

function removeRow(question, row, save) {
  const { gone, undo } = question.querySelector("[data-table]").dataset;
  const line = document.createElement("p");
  const back = document.createElement("button");
  back.type = "button";
  back.className = "link-button";
  back.textContent = undo;
  line.className = "row__gone";
  line.append(gone, " ", back);
  row.replaceWith(line);
  back.focus();
  titles(question);
  save(question);
  back.addEventListener("click", () => {
    line.replaceWith(row);
    titles(question);
    save(question);
    row.querySelector("input:not([type=hidden]), select").focus();
  });
}
