// The kiosk: one question a screen, back to the start after a minute without a touch, the next person after an answer
// that was kept. Without this file the whole form stands on one page and works.
(() => {
  // A browser leaves the full screen with every new page: where it was chosen, the next touch asks for it again.
  const full = document.querySelector("[data-full-screen]");
  const FULL = "kiosk-full-screen";
  const wholeScreen = () => document.documentElement.requestFullscreen().catch(() => {}); // refused: the page still works
  if (document.fullscreenEnabled) {
    if (full) {
      full.hidden = sessionStorage.getItem(FULL) === "yes";
      full.addEventListener("click", () => {
        sessionStorage.setItem(FULL, "yes");
        full.hidden = true;
      });
    }
    document.addEventListener("click", () => {
      if (sessionStorage.getItem(FULL) === "yes" && !document.fullscreenElement) wholeScreen();
    });
  }

  const done = document.querySelector("[data-kiosk-start]"); // the page of thanks
  if (done) setTimeout(() => location.replace(done.href), 8000);
  const form = document.querySelector("form[data-kiosk]");
  if (!form) return;
  const bar = document.querySelector(".kiosk-steps");
  const box = document.getElementById("outbox");
  const idle = Number(form.dataset.idleSeconds) * 1000, thanks = 8000, stale = 3600 * 1000;
  const spares = form.dataset.spares.split(" ").filter(Boolean);
  const opened = Date.now();
  const parts = [...form.children].filter((part) => part.type !== "hidden" && !part.classList.contains("trap"));
  const questions = parts.filter((part) => part.classList.contains("question"));
  const last = parts.some((part) => part.matches("h2, textarea, .field:not(.question)")) ? questions.length : questions.length - 1;
  let now = 0;

  const stepOf = (part) => {
    if (questions.includes(part)) return questions.indexOf(part);
    return part.compareDocumentPosition(questions[0]) & Node.DOCUMENT_POSITION_FOLLOWING ? 0 : last;
  };

  const show = (step) => {
    now = Math.max(0, Math.min(last, step));
    parts.forEach((part) => { part.hidden = stepOf(part) !== now; });
    bar.querySelector("[data-step=back]").disabled = now === 0;
    bar.querySelector("[data-step=next]").hidden = now === last;
    bar.querySelector("[data-step=now]").textContent = now + 1;
    window.scrollTo(0, 0);
  };

  const restart = () => {
    form.reset();
    form.hidden = false;
    bar.hidden = false;
    show(0);
  };

  document.body.classList.add("stepping");
  bar.hidden = false;
  bar.querySelector("[data-step=all]").textContent = last + 1;
  bar.querySelector("[data-step=back]").addEventListener("click", () => show(now - 1));
  bar.querySelector("[data-step=next]").addEventListener("click", () => show(now + 1));
  // A touch chooses and moves on; the arrow keys only choose.
  form.addEventListener("click", (event) => {
    if (event.detail && event.target.type === "radio" && questions.includes(event.target.closest(".question"))) show(now + 1);
  });

  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const touched = now > 0 || form.hidden || form.querySelector(":checked") || form.elements.comment?.value;
      if (navigator.onLine && (touched || Date.now() - opened > stale)) location.replace(location.pathname);
      else if (touched && !form.hidden) restart();
      else wait();
    }, idle);
  };
  ["pointerdown", "keydown", "input"].forEach((name) => document.addEventListener(name, wait));
  wait();

  form.addEventListener("survey:kept", () => {
    bar.hidden = true;
    const token = spares.shift();
    if (!token) return; // somebody must look after the connection first; the answers given stay
    setTimeout(() => {
      form.elements.token.value = token;
      form.elements.token.defaultValue = token;
      box.querySelector("[data-say=kept]").hidden = true;
      restart();
    }, thanks);
  });
  form.addEventListener("survey:missing", (event) => show(stepOf(event.detail.closest(".question") || parts[0])));

  const wrong = questions.findIndex((question) => question.querySelector(".error"));
  show(wrong < 0 ? 0 : wrong);
})();
