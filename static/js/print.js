// Buttons [data-print] print the page they stand on. Without this script they stay hidden.
document.querySelectorAll("button[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
