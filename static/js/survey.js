// An answer given while the line is cut stays on this phone and is sent once when the line returns.
// The server counts each form token once, so sending again after a lost reply changes nothing.
(() => {
  const form = document.querySelector("form[data-survey]");
  const box = document.getElementById("outbox");
  if (!form || !box) return;
  const PREFIX = "survei:", WEEK = 7 * 24 * 3600 * 1000, PATIENCE = 15000, RETRY = 30000;
  const csrf = form.elements.csrfmiddlewaretoken.value;
  const button = form.querySelector("button:not([type=button])");
  const underway = new Set();

  const say = (name) => {
    box.hidden = false;
    box.querySelectorAll("[data-say]").forEach((line) => {
      if (line.dataset.say !== "waiting") line.hidden = line.dataset.say !== name;
    });
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

  // Day and half-day where the library stands, as the paper sheet would carry them.
  const moment = () => {
    const parts = new Intl.DateTimeFormat("en-CA", {
      timeZone: form.dataset.timezone, hourCycle: "h23",
      year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit",
    }).formatToParts(new Date()).reduce((all, part) => ({ ...all, [part.type]: part.value }), {});
    return [["day", `${parts.year}-${parts.month}-${parts.day}`], ["half", Number(parts.hour) < 12 ? "1" : "2"], ["kept", "1"]];
  };

  const post = async (path, fields) => {
    const body = new URLSearchParams([...fields, ["csrfmiddlewaretoken", csrf]]);
    const response = await fetch(path, {
      method: "POST", body, headers: { "X-Survey": "1" }, signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status >= 500) throw new Error("the server is away");
    return response.ok ? response.json() : { result: "refused" };
  };

  const fieldsOf = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");

  const keep = () => {
    const kept = { path: location.pathname, fields: [...fieldsOf(), ...moment()], until: Date.now() + WEEK };
    localStorage.setItem(PREFIX + form.elements.token.value, JSON.stringify(kept));
    form.hidden = true;
    say("kept");
    count();
    box.focus();
    form.dispatchEvent(new CustomEvent("survey:kept"));
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
      const { result } = await post(kept.path, kept.fields);
      if (result === "refused") return; // this page is too old to send; the next visit tries again
      localStorage.removeItem(key);
      say({ stored: "sent", expired: "expired" }[result] || "closed-kept");
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
    try {
      const { result, url } = await post(location.pathname, fieldsOf());
      if (result === "stored") location.assign(url);
      else if (result === "closed") {
        form.hidden = true;
        say("closed");
      } else form.submit(); // the server's own page says what is missing, and keeps the answers
    } catch {
      button.disabled = false;
      if (!form.checkValidity()) {
        say("missing");
        const field = form.querySelector(":invalid:not(fieldset)");
        form.dispatchEvent(new CustomEvent("survey:missing", { detail: field }));
        field.focus();
        return;
      }
      try {
        keep();
      } catch {
        form.submit(); // nothing can be kept here: the browser's own page says that there is no connection
      }
    }
  });

  window.addEventListener("pageshow", () => { button.disabled = false; });
  window.addEventListener("online", sendAll);
  window.addEventListener("storage", count);
  box.querySelector("[data-send]").addEventListener("click", sendAll);
  setInterval(() => { if (keptKeys().length) sendAll(); }, RETRY);
  sendAll();
})();
