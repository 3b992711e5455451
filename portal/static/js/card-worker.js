// Answers for one card's page when there is no network. With one, the portal is always asked first:
// a card that is no longer this reader's, or no card any more, is forgotten here.

const GONE = [0, 403, 404]; // 0: sent to sign in
const store = () => `card:${new URL(self.registration.scope).pathname}`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function forget() {
  await caches.delete(store());
  await self.registration.unregister();
}

async function answer(request) {
  try {
    const response = await fetch(request);
    if (request.mode === "navigate" && GONE.includes(response.status)) await forget();
    return response;
  } catch {
    const kept = await caches.open(store());
    return (await kept.match(request, { ignoreVary: true })) ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});
