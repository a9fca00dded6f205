// Gives a spoken name to what Django's admin and its widgets leave nameless: date and time pairs, the cells of rows
// edited inline, searched relations (select2), tooltips. The words are those already on the page.
(() => {
  const words = (element) => (element ? element.textContent.replace(/\s+/g, " ").replace(/[:?]\s*$/, "").trim() : "");
  const named = (field) => field.labels?.length || field.hasAttribute("aria-label") || field.hasAttribute("aria-labelledby");

  // The visible words beside a field: its label, its row's label, or its column's heading.
  const nameOf = (field) => {
    const label = field.id && document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    if (label) return words(label);
    const cell = field.closest(".tabular td");
    if (cell) {
      const table = cell.closest("table");
      const column = [...cell.classList].find((name) => name.startsWith("field-"));
      const head = table.querySelector(column ? `th.column-${CSS.escape(column.slice(6))}` : "thead tr > :last-child");
      const row = words(cell.parentElement.querySelector("td.original p")?.firstChild);
      return [words(head), row].filter(Boolean).join(", ");
    }
    const line = field.closest(".form-row");
    const part = field.closest(".datetime") ? words(field.previousSibling?.previousSibling ?? field.previousSibling) : "";
    return [words(line?.querySelector("label, legend")), part].filter(Boolean).join(", ");
  };

  const nameFields = (root) => {
    root.querySelectorAll(".form-row :is(input, select, textarea):not([type=hidden])").forEach((field) => {
      if (named(field) || field.closest(".select2")) return;
      const name = nameOf(field);
      if (name) field.setAttribute("aria-label", name);
    });
  };

  // select2 labels its box with the chosen text alone, which says nothing while nothing is chosen.
  const nameSearched = (root) => {
    root.querySelectorAll("select.select2-hidden-accessible").forEach((select) => {
      const name = nameOf(select) || select.getAttribute("aria-label");
      const box = select.nextElementSibling;
      if (!name || !box?.classList.contains("select2")) return;
      const chosen = box.querySelector(".select2-selection__rendered");
      if (chosen?.getAttribute("role") === "textbox") chosen.removeAttribute("role");
      chosen?.removeAttribute("aria-readonly");
      box.querySelectorAll("[role=combobox], input").forEach((part) => {
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", [name, chosen?.title].filter(Boolean).join(": "));
      });
    });
  };

  const mend = () => {
    nameFields(document);
    nameSearched(document);
    document.querySelectorAll(".help-tooltip[aria-label]:not([role])").forEach((hint) => hint.setAttribute("role", "img"));
    document.querySelectorAll("thead th:not([role])").forEach((head) => {
      if (head.textContent.trim() || head.children.length) return;
      const cell = document.createElement("td");
      cell.className = head.className;
      head.replaceWith(cell);
    });
    document.querySelectorAll(".inline-group[data-inline-type=tabular] fieldset").forEach((box) => { box.tabIndex = 0; });
  };

  // Choosers, searched relations and new rows are built by other scripts, whenever those get their turn.
  document.addEventListener("DOMContentLoaded", () => {
    mend();
    new MutationObserver(mend).observe(document.getElementById("content"), { childList: true, subtree: true });
  });

  window.django?.jQuery(document).on("select2:open", (event) => {
    document.querySelectorAll(".select2-container--open :is(.select2-search__field, .select2-results__options)")
      .forEach((part) => part.setAttribute("aria-label", nameOf(event.target)));
  });
})();
