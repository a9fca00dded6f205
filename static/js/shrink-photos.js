// Photos of a phone are drawn anew before they are sent: at most 2,400 pixels, as the server keeps them anyway. So a
// dozen of them fits into one request. Without this script, or where a picture cannot be drawn, they go as they are.
(() => {
  const EDGE = 2400, SMALL = 1_000_000, QUALITY = 0.85;
  const shrunk = async (file) => {
    if (!/^image\/(jpeg|png)$/.test(file.type) || file.size <= SMALL) return file;
    try {
      const image = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, EDGE / Math.max(image.width, image.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(image.width * scale);
      canvas.height = Math.round(image.height * scale);
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#FFFFFF"; // what was see-through in a PNG
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      image.close();
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
      if (!blob || blob.size >= file.size) return file;
      return new File([blob], `${file.name.replace(/\.[^.]*$/, "")}.jpg`, { type: "image/jpeg" });
    } catch {
      return file;
    }
  };

  for (const input of document.querySelectorAll("input[type=file][data-shrink]")) {
    const form = input.form, busy = form.querySelector("[data-shrinking]"), tooMuch = form.querySelector("[data-too-much]");
    const most = Number(input.dataset.shrink);
    let turn = 0, underway = Promise.resolve(), working = false;
    input.addEventListener("change", () => {
      const mine = ++turn;
      working = true;
      busy.hidden = false;
      tooMuch.hidden = true;
      underway = (async () => {
        const files = [];
        for (const file of input.files) files.push(await shrunk(file)); // one after the other: phones have little memory
        if (mine !== turn) return;
        const chosen = new DataTransfer();
        for (const file of files) chosen.items.add(file);
        input.files = chosen.files;
        tooMuch.hidden = files.reduce((sum, file) => sum + file.size, 0) <= most;
        busy.hidden = true;
        working = false;
      })();
    });
    form.addEventListener("submit", (event) => {
      if (!tooMuch.hidden) {
        event.preventDefault();
        tooMuch.scrollIntoView({ block: "center" });
      } else if (working) {
        event.preventDefault();
        event.stopImmediatePropagation();
        underway.then(() => form.requestSubmit(event.submitter));
      }
    }, true);
  }
})();
