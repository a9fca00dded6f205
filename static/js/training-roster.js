// An attendance list filled in while the line is cut stays on this device and is sent once when the line returns.
// It holds numbers of enrolments, never names, and goes after a day. The server takes a line once, and only where
// nothing newer stands, so sending again after a lost reply changes nothing.
(() => {
  const form = document.querySelector("form[data-roster]");
  const box = document.getElementById("roster-outbox");
  if (!form || !box) return;
  const PREFIX = "hadir:", DAY = 24 * 3600 * 1000, PATIENCE = 15000, RETRY = 30000;
  const csrf = form.elements.csrfmiddlewaretoken.value;
  const button = form.querySelector("button:not([type=button])");
  const underway = new Set();

  const say = (name, words = "") => {
    box.hidden = false;
    box.querySelectorAll("[data-say]").forEach((line) => {
      if (line.dataset.say !== "waiting") line.hidden = line.dataset.say !== name;
    });
    box.querySelector("[data-words]").textContent = words;
  };

  const keptKeys = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      return [];
    }
  };

  const count = () => {
    const line = box.querySelector("[data-say=waiting]");
    const number = keptKeys().length;
    line.hidden = number === 0;
    line.querySelector("[data-count]").textContent = number;
    if (number) box.hidden = false;
  };

  const fieldsOf = () => [
    ...[...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"),
    ["taken_at", new Date().toISOString()],
  ];

  const post = async (path, fields) => {
    const body = new URLSearchParams([...fields, ["csrfmiddlewaretoken", csrf]]);
    const response = await fetch(path, {
      method: "POST", body, headers: { "X-Roster": "1" }, signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status >= 500) throw new Error("the server is away");
    // A page in place of the answer: signed out meanwhile. The list stays until somebody signs in again.
    if (!response.headers.get("content-type").startsWith("application/json")) throw new Error("signed out");
    return response.json();
  };

  const send = async (key) => {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    if (!kept || underway.has(key)) return;
    if (kept.until < Date.now()) {
      localStorage.removeItem(key);
      say("expired");
      return;
    }
    underway.add(key);
    try {
      const { result, words } = await post(kept.path, kept.fields);
      localStorage.removeItem(key);
      say(result, words);
    } catch {
      // still no line
    } finally {
      underway.delete(key);
    }
  };

  const sendAll = async () => {
    await Promise.all(keptKeys().map(send));
    count();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    const fields = fieldsOf();
    const key = PREFIX + form.dataset.roster;
    try {
      const { result, words } = await post(location.pathname, fields);
      localStorage.removeItem(key); // what was kept of this meeting is older than what has just arrived
      if (result === "stored") location.reload();
      else say(result, words);
    } catch {
      try {
        localStorage.setItem(key, JSON.stringify({ path: location.pathname, fields, until: Date.now() + DAY }));
        say("kept");
        count();
        box.focus();
      } catch {
        form.submit(); // nothing can be kept here: the browser's own page says that there is no connection
      }
    } finally {
      button.disabled = false;
    }
  });

  const all = form.querySelector("[data-all]");
  if (all) {
    all.hidden = false;
    all.addEventListener("click", () => {
      form.querySelectorAll("select").forEach((select) => { if (!select.value) select.value = all.dataset.all; });
    });
  }
  window.addEventListener("online", sendAll);
  window.addEventListener("storage", count);
  box.querySelector("[data-send]").addEventListener("click", sendAll);
  setInterval(() => { if (keptKeys().length) sendAll(); }, RETRY);
  sendAll();
})();
