// Work that is going on: the parts of the page marked data-live are asked for again until nothing is at work any more.
// Without this file the page shows how far it was, and a plain link to itself.
(() => {
  const FASTEST = 2000, SLOWEST = 10000;
  const busy = (page) => page.querySelector("[data-working]");
  if (!busy(document)) return;
  let wait = FASTEST;
  const note = document.getElementById("live-note");
  const say = (text) => { if (note && text && note.textContent !== text) note.textContent = text; };
  const renew = (page) => {
    document.querySelectorAll("[data-live]").forEach((part) => {
      const fresh = page.getElementById(part.id);
      // Whoever stands on a button in there keeps it; the next round brings the rest.
      if (!fresh || part.contains(document.activeElement) || part.innerHTML === fresh.innerHTML) return;
      part.replaceWith(document.importNode(fresh, true));
    });
    document.dispatchEvent(new Event("toggle"));  // tables.js measures the new tables
  };
  const ask = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(location.href, { cache: "no-store", credentials: "same-origin" });
        if (answer.redirected) return;  // signed out meanwhile
        if (answer.ok) {
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          renew(page);
          const fresh = page.getElementById("live-note");
          if (!busy(page)) {
            say(note && note.dataset.done);
            if (!busy(document)) return;
          } else if (fresh) say(fresh.textContent);
        }
      } catch {
        // The network is away; the next round tries again.
      }
    }
    wait = Math.min(wait * 1.25, SLOWEST);
    setTimeout(ask, wait);
  };
  setTimeout(ask, wait);
})();
