"use strict";

// Sort a table by the column whose header is clicked; a second click turns the order round.
for (const button of document.querySelectorAll("table.sortable thead button")) {
  button.addEventListener("click", () => {
    const header = button.closest("th");
    const table = header.closest("table");
    const column = [...header.parentElement.children].indexOf(header);
    const numbers = header.dataset.kind === "number";
    const before = header.getAttribute("aria-sort");
    const order = before === "none" ? (numbers ? "descending" : "ascending")
      : before === "ascending" ? "descending" : "ascending";
    const sign = order === "ascending" ? 1 : -1;
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row, place) => ({ row, place, value: row.cells[column].dataset.value }));
    rows.sort((a, b) => {
      if ((a.value === "") !== (b.value === "")) return a.value === "" ? 1 : -1;  // nothing is always last
      const by = numbers ? a.value - b.value : a.value.localeCompare(b.value, "en", { numeric: true });
      return sign * by || a.place - b.place;
    });
    body.append(...rows.map(({ row }) => row));
    for (const other of header.parentElement.children) {
      if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", other === header ? order : "none");
    }
    document.getElementById("sorted").textContent = `Sorted by ${button.dataset.name}, ${order}.`;
  });
}

// Whoever follows a name wants to read what is folded there.
function unfold() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (target && target.tagName === "DETAILS") target.open = true;
}
addEventListener("hashchange", unfold);
unfold();
