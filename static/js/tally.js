// Ticks at the reference desk count once, also where the line is cut: they stay on this phone until they are sent.
(() => {
  const form = document.querySelector("form[data-tally]");
  if (!form) return;
  const store = "rujukan", WEEK = 7 * 24 * 3600 * 1000, PATIENCE = 10000, RETRY = 20000;
  const csrf = form.elements.csrfmiddlewaretoken.value;
  const box = document.querySelector("[data-waiting]"), refused = document.querySelector("[data-refused]");
  let underway = false;

  const read = () => {
    try { return JSON.parse(localStorage.getItem(store) || "[]").filter((entry) => entry.until > Date.now()); } catch { return []; }
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
    box.hidden = waiting.length === 0;
    box.querySelector("[data-count]").textContent = waiting.length;
  };
  const send = async () => {
    const entries = read();
    if (underway || !entries.length) return false;
    underway = true;
    try {
      const response = await fetch(form.dataset.sendTo, {
        method: "POST",
        body: JSON.stringify(entries.slice(0, 100).map(({ until, ...entry }) => entry)),
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!response.ok) return false;
      const said = await response.json();
      const over = new Set([...said.done, ...said.refused.map((entry) => entry.key)]);
      write(read().filter((entry) => !over.has(entry.key)));
      for (const entry of said.refused) {
        refused.hidden = false;
        refused.textContent = entry.why;
      }
      return said.refused.length === 0;
    } catch {
      return false; // still no line
    } finally {
      underway = false;
      show();
    }
  };

  form.addEventListener("submit", (event) => {
    const tap = event.submitter?.value;
    if (!tap || navigator.onLine) return; // with a line the page itself sends it and shows the newest
    event.preventDefault();
    const [topic, result] = tap.split(":"), e = form.elements;
    const entry = { key: newKey(), topic, result, channel: e.channel.value, minutes: e.minutes.value, service_point: e.service_point.value, day: form.dataset.day, until: Date.now() + WEEK };
    try { write([...read(), entry]); } catch { form.submit(); return; } // nothing can be kept here
    show();
  });
  const now = async () => { if (await send()) window.location.reload(); };
  window.addEventListener("online", now);
  setInterval(now, RETRY);
  show();
  now();
})();
