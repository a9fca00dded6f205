// The page after a sent form: what was kept of it on this device goes.
(() => {
  const sent = document.querySelector("[data-sent]");
  if (!sent) return;
  try { localStorage.removeItem(`isian:${sent.dataset.sent}`); } catch { /* nothing was kept */ }
})();
