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

// Say whether somebody is still in the middle of a row whose required cells are not all filled.
export function unfinished(question) {
  const row = document.activeElement && document.activeElement.closest("[data-row]");
  if (!row || !question.contains(row)) return false;
  const cells = [...row.querySelectorAll("select, input:not([type=hidden])")];
  return cells.some((cell) => cell.value) && cells.some((cell) => "needed" in cell.dataset && !cell.value);
}

function rowsOf(question) {
  return [...question.querySelectorAll("[data-row]")];
}

function idOf(row) {
  return row.querySelector("input[type=hidden]").value;
}

function numberOf(row) {
  return Number(row.querySelector("input[type=hidden]").name.split(":").at(-2));
}

function addRow(question) {
  const rows = rowsOf(question);
  const taken = new Set(rows.map(idOf));
  const number = Math.max(0, ...rows.map(numberOf)) + 1;
  const row = question.querySelector("template").content.firstElementChild.cloneNode(true);
  renumber(row, question, number);
  let free = 1;
  while (taken.has(`r${free}`)) free += 1;
  row.querySelector("input[type=hidden]").value = `r${free}`;
  question.querySelector("[data-table]").append(row);
  titles(question);
  row.querySelector("input:not([type=hidden]), select").focus();
}

function renumber(row, question, number) {
  const [name, id] = [`${question.dataset.fact}:`, `${question.id}-`];
  row.querySelectorAll("[name]").forEach((part) => (part.name = part.name.replace(`${name}0:`, `${name}${number}:`)));
  row.querySelectorAll("[id]").forEach((part) => (part.id = part.id.replace(`${id}0-`, `${id}${number}-`)));
  row.querySelectorAll("[for]").forEach((part) => (part.htmlFor = part.htmlFor.replace(`${id}0-`, `${id}${number}-`)));
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
