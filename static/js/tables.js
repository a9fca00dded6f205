// On a phone a table too wide for its frame becomes cards: one row a card, each value beside its column's heading.
// Measured, so a table that fits stays a table; class "keep-table" keeps a table that must stay one (typing, comparing).
(() => {
  const narrow = window.matchMedia("(max-width: 599.98px)");
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
  const label = (table) => {
    const heads = table.tHead ? [...table.tHead.rows] : [];
    if (heads.length !== 1 || table.querySelector("tbody [rowspan], tbody [colspan], thead [colspan]")) return false;
    const words = [...heads[0].cells].map((cell) => cell.dataset.word || cell.textContent.trim());
    for (const body of [...table.tBodies, table.tFoot].filter(Boolean)) for (const row of body.rows)
      [...row.cells].forEach((cell, at) => {
        if (cell.tagName === "TD" && !cell.hasAttribute("data-label") && words[at]) cell.dataset.label = words[at];
      });
    return true;
  };
  const speak = (table) => {  // a browser forgets that a restyled table is one; the roles say it again
    for (const part of [table, ...table.querySelectorAll("thead, tbody, tfoot, tr, td, th")])
      if (!part.hasAttribute("role"))
        part.setAttribute("role", roles[part.tagName] || (part.scope === "row" ? "rowheader" : "columnheader"));
  };
  const settle = () => document.querySelectorAll(".table-wrap > table:not(.keep-table)").forEach((table) => {
    const written = table.dataset.cards || (table.dataset.cards = table.classList.contains("cards") ? "page" : "script");
    if (written === "script") table.classList.remove("cards");
    const frame = table.parentElement, hint = frame.previousElementSibling;
    const wide = frame.scrollWidth > frame.clientWidth + 1;
    if (narrow.matches) {
      if (written === "script" && wide && label(table)) table.classList.add("cards");
      if (table.classList.contains("cards")) speak(table);
    }
    if (hint && hint.hasAttribute("data-wide-hint")) hint.hidden = !wide || table.classList.contains("cards");
  });
  narrow.addEventListener("change", settle);
  document.addEventListener("toggle", settle, true);  // a folded <details> has no width until it is opened
  settle();
})();
