// Menus are plain <details>; this only closes an open one on Escape or on a press elsewhere.
(() => {
  const close = (keep) => document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!keep || !menu.contains(keep)) menu.open = false;
  });
  document.addEventListener("click", (event) => close(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open]");
    close(null);
    if (open) open.querySelector("summary").focus();
  });
})();
