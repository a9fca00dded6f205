// The grid for paper sheets: a digit moves on by itself, arrows move about, and what is typed outlives a cut line.
// The kept draft holds the grid's own token, so sending again after a lost reply changes nothing.
(() => {
  const form = document.getElementById("paper");
  const box = document.getElementById("draft");
  if (!form || !box) return;
  const key = `kertas:${form.dataset.period}`, WEEK = 7 * 24 * 3600 * 1000, PATIENCE = 20000;
  const button = form.querySelector("button");
  const rows = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input")]);
  const cells = rows.flat();
  let sending = false, unsent = false;

  const say = (name) => {
    box.hidden = !name;
    box.querySelectorAll("[data-say]").forEach((line) => { line.hidden = line.dataset.say !== name; });
  };
  const fields = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const forget = () => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } };
  const keep = () => {
    try {
      localStorage.setItem(key, JSON.stringify({ fields: fields(), until: Date.now() + WEEK }));
    } catch { /* without storage the grid works as a plain form */ }
  };

  const restore = () => {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(key) || "null"); } catch { return; }
    if (!kept || kept.until < Date.now()) return forget();
    if (cells.some((cell) => cell.value)) return; // the server sent the sheets back to be mended
    kept.fields.forEach(([name, value]) => { if (form.elements[name]) form.elements[name].value = value; });
    say("restored");
  };

  const place = (cell) => {
    const row = rows.findIndex((inputs) => inputs.includes(cell));
    return [row, rows[row].indexOf(cell)];
  };
  const go = (cell) => { if (cell) { cell.focus(); cell.select?.(); } };

  form.addEventListener("input", (event) => {
    keep();
    const cell = event.target, codes = cell.dataset.codes?.split(" ");
    if (!codes || !codes.includes(cell.value)) return;
    if (codes.some((code) => code !== cell.value && code.startsWith(cell.value))) return; // 1 may become 10
    go(cells[cells.indexOf(cell) + 1]);
  });

  form.addEventListener("keydown", (event) => {
    if (!event.target.classList.contains("cell")) return;
    const [row, column] = place(event.target);
    if (event.key === "Enter" && !event.ctrlKey) { // the next sheet; Ctrl+Enter sends
      event.preventDefault();
      go(rows[row + 1]?.[0] || button);
    } else if (event.key === "Enter") {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      go(rows[row + (event.key === "ArrowDown" ? 1 : -1)]?.[column]);
    } else if (event.key === "Backspace" && event.target.value === "" && column > 0) {
      event.preventDefault();
      go(rows[row][column - 1]);
    }
  });

  const send = async () => {
    if (sending) return;
    sending = button.disabled = true;
    try {
      const response = await fetch(location.pathname, {
        method: "POST", headers: { "X-Survey": "1" }, signal: AbortSignal.timeout(PATIENCE),
        body: new URLSearchParams([...new FormData(form)]),
      });
      if (response.status >= 500) throw new Error("the server is away");
      const { result, url } = response.ok && !response.redirected ? await response.json() : {};
      unsent = false;
      if (result === "stored") {
        forget();
        location.assign(url);
      } else form.submit(); // the server's own page says what is wrong, and keeps the sheets
    } catch {
      unsent = true;
      keep();
      say("unsent");
      box.focus();
    } finally {
      sending = button.disabled = false;
    }
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  window.addEventListener("online", () => { if (unsent) send(); });
  box.querySelector("[data-send]").addEventListener("click", send);
  box.querySelector("[data-forget]").addEventListener("click", () => {
    forget();
    cells.forEach((cell) => { cell.value = ""; });
    location.reload();
  });

  restore();
  go(cells.find((cell) => cell.getAttribute("aria-invalid") === "true") || cells.find((cell) => !cell.value));
})();
