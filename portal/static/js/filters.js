// Narrowing and sorting without a new page: the link's own page is fetched and its region put in
// place of this one. The server renders everything; without scripts the same links simply load.
//   <div data-swap-region>            what is replaced
//   <a data-swap>, <form data-swap>   inside it: asked for in place
//   <select data-submit>              sends its form when changed
//   <p data-announce>                 inside the new region: read out, e.g. the count
//   <a data-follow="name">            outside it: takes the address its like has in the new page
// A "swapped" event on the document tells other scripts that the region is new.

import { announce } from "./announce.js";

const REGION = "[data-swap-region]";
let asked = 0;

async function swap(url, { push }) {
  const region = document.querySelector(REGION);
  const turn = ++asked;
  region.classList.add("is-loading");
  region.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== asked) return;
    const fresh = page.querySelector(REGION);
    if (!answer.ok || !fresh) throw new Error(`no results in the answer (${answer.status})`);
    const kept = remember(region);
    region.replaceChildren(...fresh.childNodes);
    restore(region, kept);
    document.title = page.title;
    follow(page);
    // The answer's own address: the server may have tidied the one asked for.
    if (push) history.pushState({ swapped: true }, "", answer.url);
    announce(region.querySelector("[data-announce]")?.textContent.trim() ?? page.title);
  } catch {
    // Whatever went wrong, the browser's own way of loading the page still stands.
    location.assign(url);
  } finally {
    if (turn === asked) {
      region.classList.remove("is-loading");
      region.removeAttribute("aria-busy");
    }
  }
}

// Links outside the region that speak of the address, such as the switch of language.
function follow(page) {
  for (const link of document.querySelectorAll("a[data-follow]")) {
    const fresh = page.querySelector(`a[data-follow="${CSS.escape(link.dataset.follow)}"]`);
    if (fresh) link.href = fresh.href;
  }
}

// What the reader had opened and where the keyboard was, so that the new region feels the same.
function remember(region) {
  const focused = region.contains(document.activeElement) ? document.activeElement : null;
  return {
    focus: focused && (focused.dataset.key ? `[data-key="${CSS.escape(focused.dataset.key)}"]` : focused.id && `#${CSS.escape(focused.id)}`),
    held: Boolean(focused),
    folds: [...region.querySelectorAll("details[data-key]")].map((one) => [one.dataset.key, one.open]),
    panels: [...region.querySelectorAll(".is-open")].map((one) => one.id),
    lists: [...region.querySelectorAll("[data-filter-list]")].map((one) => [one.dataset.filterList, one.value]),
  };
}

function restore(region, kept) {
  for (const [key, open] of kept.folds) {
    const fold = region.querySelector(`details[data-key="${CSS.escape(key)}"]`);
    if (fold) fold.open = open;
  }
  for (const id of kept.panels) region.querySelector(`#${CSS.escape(id)}`)?.classList.add("is-open");
  document.dispatchEvent(new Event("swapped"));
  for (const [id, value] of kept.lists) {
    const box = region.querySelector(`[data-filter-list="${CSS.escape(id)}"]`);
    if (box && value) {
      box.value = value;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  if (!kept.held) return;
  const target = (kept.focus && region.querySelector(kept.focus)) || region;
  if (target === region) region.tabIndex = -1;
  target.focus({ preventScroll: true });
}

const plainClick = (event) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

document.addEventListener("click", (event) => {
  const link = event.target.closest(`${REGION} a[data-swap]`);
  if (!link || !plainClick(event)) return;
  event.preventDefault();
  swap(link.href, { push: true });
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest(`${REGION} form[data-swap]`);
  if (!form) return;
  event.preventDefault();
  const url = new URL(form.action);
  url.search = new URLSearchParams(new FormData(form)).toString();
  swap(url.href, { push: true });
});

document.addEventListener("change", (event) => {
  if (event.target.matches(`${REGION} select[data-submit]`)) event.target.form.requestSubmit();
});

if (document.querySelector(REGION)) {
  history.replaceState({ swapped: true }, "");
  window.addEventListener("popstate", (event) => {
    if (event.state?.swapped) swap(location.href, { push: false });
  });
}
