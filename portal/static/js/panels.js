// Opens and closes a part of the page in place (the limits on a phone). Without scripts the same
// links jump to the part, and :target shows it.

function setOpen(panel, open) {
  panel.classList.toggle("is-open", open);
  for (const link of document.querySelectorAll(`[data-toggle="${panel.id}"]`)) {
    link.setAttribute("aria-expanded", String(open));
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-toggle], [data-close]");
  const panel = link && document.getElementById(link.dataset.toggle ?? link.dataset.close);
  if (!panel) return;
  event.preventDefault();
  const open = "toggle" in link.dataset && !panel.classList.contains("is-open");
  setOpen(panel, open);
  const heading = open ? panel.querySelector("h2") : document.querySelector(`[data-toggle="${panel.id}"]`);
  if (heading && !heading.matches("a, button")) heading.tabIndex = -1;
  heading?.focus();
});

// A button answers to the space bar, too; the link it was made of does not.
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches("[data-toggle]")) return;
  event.preventDefault();
  event.target.click();
});

document.addEventListener("keydown", (event) => {
  const panel = event.key === "Escape" && event.target.closest(".is-open");
  if (!panel) return;
  setOpen(panel, false);
  document.querySelector(`[data-toggle="${panel.id}"]`)?.focus();
});

function enhance() {
  for (const link of document.querySelectorAll("[data-toggle]")) {
    const panel = document.getElementById(link.dataset.toggle);
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", String(Boolean(panel?.classList.contains("is-open"))));
  }
}

enhance();
document.addEventListener("swapped", enhance);
