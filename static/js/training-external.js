// What a training held elsewhere counts is said while its form is filled in, so that a doubt is answered before the file
// is sent. Without this file the form comes back with the question.
(() => {
  const box = document.getElementById("counted");
  const form = box && box.closest("form");
  if (!form) return;
  const NAMES = ["form", "scope", "starts_on", "ends_on", "jp"];
  let said = "";
  const ask = async () => {
    const words = new URLSearchParams({ hitung: "1" });
    NAMES.forEach((name) => words.set(name, form.elements[name].value));
    const asked = words.toString();
    if (asked === said) return;
    said = asked;
    try {
      const answer = await fetch(`?${asked}`, { cache: "no-store", credentials: "same-origin" });
      if (!answer.ok || answer.redirected || asked !== said) return;  // signed out meanwhile, or asked anew
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      box.replaceChildren(...page.body.childNodes);
    } catch {
      // The line is cut; the server asks when the form is sent.
    }
  };
  form.addEventListener("change", (event) => {
    if (NAMES.includes(event.target.name)) ask();
  });
  if (form.elements.starts_on.value && !box.querySelector("*")) ask();  // an entry that is put right
})();
