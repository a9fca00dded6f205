// "Choose all" and "Choose none" on the export page; without this script each box is ticked by hand.
document.addEventListener("DOMContentLoaded", () => {
  const bar = document.querySelector(".export-toggles");
  if (!bar) return;
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const wanted = event.target.dataset.exportColumns;
    if (!wanted) return;
    document.querySelectorAll(".export-columns input[type=checkbox]").forEach((box) => {
      box.checked = wanted === "all";
    });
  });
});
