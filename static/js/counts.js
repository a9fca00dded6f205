// Daily counts typed without a line stay on this device, each beside the number that stood there, and are sent by
// themselves once, when the line is back. Only what was typed is kept: everything else stays as the server says.
// Kept by person and day, so on a shared phone nobody sends somebody else's.
(() => {
  const form = document.querySelector("form[data-counts]");
  if (!form) return;
  const person = form.dataset.counts, day = form.elements.hari.value, prefix = `hitungan-${person}-`;
  const WEEK = 7 * 24 * 3600 * 1000, PATIENCE = 10000, RETRY = 20000;
  const csrf = form.elements.csrfmiddlewaretoken.value;
  const said = form.querySelector("[data-kept]"), box = document.querySelector("[data-waiting]");
  const again = document.querySelector("[data-look-again]");
  const cells = [...form.querySelectorAll("input[data-was]")].map((cell) => [cell, form.elements[cell.dataset.was]]);
  const dayInWords = new Intl.DateTimeFormat(document.documentElement.lang || "id", { day: "numeric", month: "long", year: "numeric" });
  let underway = false;

  const read = (of) => {
    try {
      const kept = JSON.parse(localStorage.getItem(prefix + of) || "null");
      return kept && kept.until > Date.now() ? kept : null;
    } catch { return null; }
  };
  const write = (of, kept) => {
    try {
      if (kept && Object.keys(kept.typed).length) localStorage.setItem(prefix + of, JSON.stringify(kept));
      else localStorage.removeItem(prefix + of);
      return true;
    } catch { return false; } // nothing can be kept here
  };
  const days = () => {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)).sort(); } catch { return []; }
  };
  // name -> [what was typed, what stood there]
  const typed = () => Object.fromEntries(cells.filter(([cell, was]) => cell.value.trim() !== was.value).map(([cell, was]) => [cell.name, [cell.value.trim(), was.value]]));
  const keep = (pressed) => write(day, { typed: typed(), pressed, look: false, until: Date.now() + WEEK });

  const show = () => {
    const kept = days().map((one) => [one, read(one)]).filter(([, found]) => found);
    const waiting = kept.filter(([, found]) => found.pressed).reduce((n, [, found]) => n + Object.keys(found.typed).length, 0);
    box.hidden = waiting === 0;
    box.querySelector("[data-count]").textContent = waiting;
    said.hidden = !kept.some(([one, found]) => one === day && !found.pressed);
    const links = kept.filter(([one, found]) => one !== day && !found.pressed).map(([one]) => {
      const link = document.createElement("a");
      link.href = `?hari=${one}`;
      link.textContent = dayInWords.format(new Date(`${one}T12:00`));
      return link;
    });
    again.hidden = links.length === 0;
    again.querySelector("span:last-child").replaceChildren(...links.flatMap((link) => [" ", link]));
  };

  // "done", "look" (a person must look at it) or "" (no line)
  const send = async (of) => {
    const kept = read(of);
    const body = new URLSearchParams({ hari: of, siapa: person });
    for (const [name, [text, was]] of Object.entries(kept.typed)) {
      body.set(name, text);
      body.set(name.replace(/^n-/, "was-"), was);
    }
    try {
      const response = await fetch(form.dataset.sendTo, { method: "POST", body, headers: { "X-CSRFToken": csrf }, signal: AbortSignal.timeout(PATIENCE) });
      if (response.status === 422) {
        write(of, { ...kept, pressed: false, look: true });
        return "look";
      }
      if (!response.ok || !(await response.json()).done) return "";
    } catch {
      return ""; // still no line, or no page of ours that answered
    }
    if (of !== day) write(of, null);
    else {
      for (const [cell, was] of cells) if (kept.typed[cell.name]) [was.value] = kept.typed[cell.name];
      keep(false); // what was typed meanwhile
    }
    return "done";
  };
  const sendAll = async () => {
    if (underway) return;
    underway = true;
    let here = "";
    for (const one of days()) if (read(one)?.pressed) {
      const came = await send(one);
      if (one === day) here = came;
      if (!came) break;
    }
    underway = false;
    show();
    if (here === "done" && !read(day)) window.location.assign(`?hari=${day}`);
    if (here === "look") form.submit(); // the page says what is the matter
  };

  for (const one of days()) if (!read(one)) write(one, null);
  const kept = read(day);
  if (kept && !form.querySelector(".alert-error")) for (const [cell, was] of cells) if (kept.typed[cell.name]) [cell.value, was.value] = kept.typed[cell.name];
  if (kept && form.querySelector(".alert-error")) keep(false); // it came back with what was sent
  form.addEventListener("input", () => { keep(false); show(); });
  form.addEventListener("submit", (event) => {
    if (!Object.keys(typed()).length || !keep(true)) return; // nothing to keep: the page itself sends it
    event.preventDefault();
    show();
    sendAll();
  });
  window.addEventListener("online", sendAll);
  setInterval(sendAll, RETRY);
  show();
  sendAll();
})();
