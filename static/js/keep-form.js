// What staff type away from the desk survives a cut line: words and numbers stay on this device until they are sent.
// <form data-keep="name of the place">, with an element [data-kept] that says so, and in it perhaps a button
// [data-discard]. Files cannot be kept by a browser; a hidden field only where it says [data-keep-too]. A form with
// [data-keep-shown] came back with what was sent: its words win over what was kept.
(() => {
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const key = `isian:${form.dataset.keep}`, WEEK = 7 * 24 * 3600 * 1000;
  const said = form.querySelector("[data-kept]");
  const kinds = "input:not([type=hidden]):not([type=file]):not([type=password]), input[data-keep-too], textarea, select";
  const fields = () => [...form.querySelectorAll(kinds)].filter((field) => field.name);

  const keep = () => {
    const values = fields().map((field) => [field.name, ["checkbox", "radio"].includes(field.type) ? field.checked : field.value]);
    try {
      localStorage.setItem(key, JSON.stringify({ values, until: Date.now() + WEEK }));
      said.hidden = false;
    } catch { /* nothing can be kept here */ }
  };
  const forget = () => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } };

  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(key) || "null"); } catch { /* unreadable: as if absent */ }
  if ("keepShown" in form.dataset) keep();
  else if (kept && kept.until > Date.now() && !form.querySelector(".alert-error")) {
    fields().forEach((field, index) => {
      const [name, value] = kept.values[index] || [];
      if (name !== field.name) return;
      if (["checkbox", "radio"].includes(field.type)) field.checked = value;
      else field.value = value;
    });
    said.hidden = false;
  } else if (kept) forget();

  form.querySelector("[data-discard]")?.addEventListener("click", () => { forget(); location.assign(location.pathname); });
  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return; // the page that answers forgets what was kept
    event.preventDefault();
    keep();
    said.focus?.();
  });
})();
