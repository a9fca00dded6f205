// What takes in the file tried before ([data-other-file]) goes once another file is chosen on the same page. Without
// this script it stays: it names its file and asks before it does anything.
document.querySelectorAll("input[type=file]").forEach((input) => {
  const draw = () => {
    document.querySelectorAll("[data-other-file]").forEach((form) => { form.hidden = input.files.length > 0; });
  };
  input.addEventListener("change", draw);
  draw();
});
