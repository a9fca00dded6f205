// Ticks at the reference desk count once, also where the line is cut: each is kept on this phone first, then sent.
// Kept by person: on a shared phone nobody sends somebody else's.
(() => {
  const form = document.querySelector("form[data-tally]");
  if (!form) return;
  const person = form.dataset.tally, store = `rujukan-${person}`;
  const WEEK = 7 * 24 * 3600 * 1000, PATIENCE = 10000, RETRY = 20000, ONE_TAP = 800;
  const csrf = form.elements.csrfmiddlewaretoken.value;
  const box = document.querySelector("[data-waiting]"), refused = document.querySelector("[data-refused]");
  let underway = false, last = "", at = 0;

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
  // Whether the line carried what was kept.
  const send = async () => {
    const entries = read().slice(0, 100);
    try {
      const response = await fetch(form.dataset.sendTo, {
        method: "POST",
        body: JSON.stringify(entries.map(({ until, ...entry }) => entry)),
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
      return over.size > 0;
    } catch {
      return false; // still no line
    }
  };
  const now = async () => {
    if (underway || !read().length) return;
    underway = true;
    let carried = true;
    while (carried && read().length) carried = await send(); // also what was ticked while the line was busy
    underway = false;
    show();
    if (!carried || !refused.hidden) return;
    const e = form.elements;
    const chosen = new URLSearchParams({ saluran: e.channel.value, menit: e.minutes.value, titik: e.service_point.value });
    window.location.assign(`?${chosen}`); // shows the newest, and the choice for the next
  };

  form.addEventListener("submit", (event) => {
    const tap = event.submitter?.value;
    if (!tap) return;
    if (tap === last && Date.now() - at < ONE_TAP) { event.preventDefault(); return; } // the thumb trembled
    [last, at] = [tap, Date.now()];
    const [topic, result] = tap.split(":"), e = form.elements;
    const entry = { key: newKey(), staff: person, topic, result, channel: e.channel.value, minutes: e.minutes.value, service_point: e.service_point.value, day: form.dataset.day, until: Date.now() + WEEK };
    try { write([...read(), entry]); } catch { return; } // nothing can be kept here: the page itself sends it
    event.preventDefault();
    show();
    now();
  });
  window.addEventListener("online", now);
  setInterval(now, RETRY);
  show();
  now();
})();
