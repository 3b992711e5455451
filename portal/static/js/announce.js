// Says a text to readers of the screen through the page's one polite live region.

export function announce(text) {
  const region = document.getElementById("announce");
  if (!region) return;
  region.textContent = "";
  // Emptied first and filled a moment later: the same words twice are then two messages.
  setTimeout(() => { region.textContent = text; }, 50);
}
