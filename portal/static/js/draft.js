// A form left half filled is kept on this device (sealed, in a cookie, for a day); where the
// computer is one of many, what was kept is erased instead. Without scripts the button «Lưu để điền tiếp sau» does the same.

const form = document.querySelector("form[data-draft]");
let changed = false;
let sending = false;

function keep() {
  if (!changed || sending) return;
  changed = false;
  const values = new FormData(form);
  values.delete("photo");
  values.delete("photo_kept");
  fetch(form.dataset.draft, { method: "POST", body: values, redirect: "manual", keepalive: true })
    .catch(() => { changed = true; });
}

if (form) {
  form.addEventListener("change", () => { changed = true; });
  form.addEventListener("submit", () => { sending = true; });
  addEventListener("pageshow", () => { sending = false; });
  addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(); });
  addEventListener("pagehide", keep);
}
