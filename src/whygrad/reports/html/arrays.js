// Whole arrays: a table of numbers, made when somebody opens it.

// `details.whole` holds its numbers in a row, the columns of the table, the places of its rows, and what the darkest colour stands for.
export function openArrays(root) {
  root.addEventListener("toggle", (event) => {
    const own = event.target;
    if (!own.matches?.("details.whole") || !own.open || own.querySelector("table")) return;
    own.querySelector(".numbers").append(table(own.dataset));
  }, true);
}

function table({ numbers, columns, rows, most }) {
  const texts = numbers.split(" ");
  const width = Number(columns);
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  head.append(document.createElement("td"));
  for (let k = 0; k < width; k++) head.append(heading("col", k));
  const body = made.createTBody();
  for (const [k, place] of rows.split(";").entries()) {
    const row = body.insertRow();
    row.append(place ? heading("row", place) : document.createElement("td")); // of one axis there is one row
    for (const text of texts.slice(k * width, (k + 1) * width)) {
      const cell = row.insertCell();
      cell.textContent = text;
      cell.className = level(Number(text), Number(most));
    }
  }
  return made;
}

function heading(scope, text) {
  const made = document.createElement("th");
  made.scope = scope;
  made.textContent = text;
  return made;
}

// As `HeatMap.level` does.
function level(number, most) {
  if (!Number.isFinite(number)) return "odd";
  if (!most || Math.abs(number) < most * 1e-3) return "h0";
  return (number < 0 ? "n" : "p") + Math.min(Math.max(Math.ceil((Math.abs(number) / most) * 4 - 1e-9), 1), 4);
}
