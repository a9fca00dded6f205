// Buttons [data-copy="text"] put their text on the clipboard, to be pasted into another system. Without this script
// they stay hidden. [data-copied] says that it worked.
(() => {
  const buttons = document.querySelectorAll("button[data-copy]");
  const said = document.querySelector("[data-copied]");
  if (!buttons.length || !said) return;

  const byHand = (text) => { // where the page was not fetched over https there is no clipboard to ask
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };
  const copy = async (text) => {
    try { await navigator.clipboard.writeText(text); return true; } catch { return byHand(text); }
  };

  let timer = 0;
  buttons.forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (!await copy(button.dataset.copy)) return;
      button.focus();
      button.after(said);
      said.hidden = false;
      clearTimeout(timer);
      timer = setTimeout(() => { said.hidden = true; }, 4000);
    });
  });
})();
