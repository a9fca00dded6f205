// Arrivals noted while the line is cut stay on this phone and are sent once when it returns: the server counts each key
// once. What is kept are numbers and keys, no names.
(() => {
  const page = document.querySelector("[data-check-in]");
  if (!page) return;
  const store = `hadir:${page.dataset.checkIn}`, WEEK = 7 * 24 * 3600 * 1000, PATIENCE = 15000, RETRY = 20000;
  const csrf = page.querySelector("[name=csrfmiddlewaretoken]").value;
  const box = page.querySelector("[data-waiting]"), signedOut = page.querySelector("[data-signed-out]");
  let underway = false;

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(store) || "[]").filter((entry) => entry.until > Date.now());
    } catch {
      return [];
    }
  };
  const write = (entries) => {
    if (entries.length) localStorage.setItem(store, JSON.stringify(entries));
    else localStorage.removeItem(store);
  };
  const newKey = () => {
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    const hex = [...b].map((n) => n.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };
  const show = () => {
    const waiting = read();
    box.hidden = waiting.length === 0 || !signedOut.hidden;
    signedOut.querySelector("[data-left]").textContent = waiting.length;
    box.querySelector("[data-count]").textContent = waiting.length;
  };
  const bump = (form, heads) => {
    const cell = page.querySelector(`[data-band="${form.elements.band?.value}"]`);
    if (cell) cell.textContent = Number(cell.textContent) + heads;
    const total = page.querySelector("[data-total]");
    total.textContent = Number(total.textContent) + heads;
  };

  const send = async () => {
    const entries = read();
    if (underway || !entries.length) return;
    underway = true;
    try {
      const response = await fetch(page.dataset.sendTo, {
        method: "POST",
        body: JSON.stringify(entries.slice(0, 100).map(({ until, ...entry }) => entry)),
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
        signal: AbortSignal.timeout(PATIENCE),
      });
      // A sign-in that ended answers with the sign-in page or with a refusal: no line in the world mends that.
      signedOut.hidden = !(response.redirected || response.status === 403);
      if (!response.ok || response.redirected) return;
      const said = await response.json();
      const over = new Set([...said.done, ...said.refused.map((entry) => entry.key)]);
      write(read().filter((entry) => !over.has(entry.key)));
      if (!read().length) for (const cell of page.querySelectorAll("[data-band]")) cell.textContent = said.walk_ins[cell.dataset.band] || 0;
      if (!read().length) page.querySelector("[data-total]").textContent = said.total;
      for (const entry of said.refused) {
        const line = page.querySelector("[data-refused]");
        line.hidden = false;
        line.textContent = entry.why;
      }
    } catch {
      // still no line
    } finally {
      underway = false;
      show();
    }
  };

  page.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-arrival]"), button = event.submitter;
    if (!form || button?.name === "undo") return;
    event.preventDefault();
    const heads = Number(form.elements.heads?.value || 1);
    const entry = { key: newKey(), heads, until: Date.now() + WEEK };
    for (const name of ["participant", "registration", "company", "band"]) if (form.elements[name]?.type === "hidden") entry[name] = form.elements[name].value;
    if (button?.name) entry[button.name] = button.value; // one form holds a button for everybody on the list
    try {
      write([...read(), entry]);
    } catch {
      form.removeAttribute("data-arrival"); // nothing can be kept here
      form.requestSubmit(button);
      return;
    }
    bump(form, heads);
    if (!form.elements.band) {
      button.disabled = true;
      button.textContent = page.dataset.noted;
    }
    show();
    send();
  });
  window.addEventListener("online", send);
  setInterval(send, RETRY);
  show();
  send();
})();
