// Attendance written down while the line is cut stays on this device and is sent once when the line returns: the list
// (form[data-roster]), what the desk writes and a participant's "I am here" (form[data-later]). The list holds numbers of
// enrolments, never names; all goes after a day. The server takes a line once, and only where nothing newer stands, so
// sending again after a lost reply changes nothing.
(() => {
  const forms = [...document.querySelectorAll("form[data-roster], form[data-later]")];
  const box = document.getElementById("roster-outbox");
  if (!forms.length || !box) return;
  // Other pages of the house keep their own lists on the same device: the prefix is this page's alone.
  const PREFIX = "daftar-hadir:", DAY = 24 * 3600 * 1000, PATIENCE = 15000, RETRY = 30000;
  const csrf = forms[0].elements.csrfmiddlewaretoken.value;
  const underway = new Set();

  const say = (name, words = "") => {
    box.hidden = false;
    box.querySelectorAll("[data-say]").forEach((line) => {
      if (line.dataset.say !== "waiting") line.hidden = line.dataset.say !== name;
    });
    box.querySelector("[data-words]").textContent = words;
  };

  // What is kept under a key, if it is a list as this page keeps them; anything else is left alone.
  const read = (key) => {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      return typeof kept?.path === "string" && Array.isArray(kept.fields) && Number.isFinite(kept.until) ? kept : null;
    } catch {
      return null;
    }
  };

  const keptKeys = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && read(key));
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
    const kept = read(key);
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

  // The list keeps one copy for each of its parts, the newest; what the desk writes is kept entry by entry.
  const keyOf = (form) => {
    if (!form.dataset.roster) return `${PREFIX}${Date.now()}-${Math.random().toString(36).slice(2)}`;
    const first = form.querySelector("select[name^=state-]");
    return `${PREFIX}${form.dataset.roster}:${first ? first.name.slice(6) : ""}`;
  };

  forms.forEach((form) => form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button:not([type=button])");
    if (button.disabled) return;
    button.disabled = true;
    const typed = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    const fields = [...typed, ["taken_at", new Date().toISOString()]];
    const key = keyOf(form);
    try {
      const { result, words } = await post(location.pathname, fields);
      localStorage.removeItem(key); // what was kept of this list is older than what has just arrived
      if (result === "stored") location.reload();
      else say(result, words);
    } catch {
      try {
        const kept = { path: location.pathname, fields: [...fields, ["kept", "yes"]], until: Date.now() + DAY };
        localStorage.setItem(key, JSON.stringify(kept));
        if (!form.dataset.roster) form.reset();
        say("kept");
        count();
        box.focus();
      } catch {
        form.submit(); // nothing can be kept here: the browser's own page says that there is no connection
      }
    } finally {
      button.disabled = false;
    }
  }));

  document.querySelectorAll("[data-all]").forEach((all) => {
    all.hidden = false;
    all.addEventListener("click", () => {
      all.form.querySelectorAll("select").forEach((select) => { if (!select.value && !select.disabled) select.value = all.dataset.all; });
    });
  });
  window.addEventListener("online", sendAll);
  window.addEventListener("storage", count);
  box.querySelector("[data-send]").addEventListener("click", sendAll);
  setInterval(() => { if (keptKeys().length) sendAll(); }, RETRY);
  sendAll();
})();
