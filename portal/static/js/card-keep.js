// Keeps this card, and what its page is drawn with, on the reader's own device.

const place = document.querySelector("[data-keep-card]");

async function keep() {
  const scope = location.pathname;
  await navigator.serviceWorker.register(place.dataset.keepCard, { scope });
  const parts = performance.getEntriesByType("resource").map((one) => one.name);
  const own = parts.filter((one) => new URL(one).pathname.startsWith("/static/"));
  const store = await caches.open(`card:${scope}`);
  await store.addAll([scope, ...new Set(own)]);
  place.textContent = place.dataset.kept;
}

if (place && "serviceWorker" in navigator && navigator.onLine) {
  document.fonts.ready.then(keep).catch(() => {});
}
