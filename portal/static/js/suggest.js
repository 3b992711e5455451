// Suggestions under a search box while typing.
//   <input data-suggest="URL">   GET URL?q=… answers {"suggestions": [{text, kind?, url?}]}
// Choosing one goes to its url, or searches for its text. The box follows the ARIA combobox pattern.

import { announce } from "./announce.js";

const PAUSE = 150; // milliseconds without a key before asking

function setUp(input) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${input.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.hidden = true;
  input.parentElement.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
    input.setAttribute(name, value);
  }

  let timer;
  let request;
  let current = -1;

  function close() {
    request?.abort();
    clearTimeout(timer);
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(next) {
    const options = [...list.children];
    current = (next + options.length + 1) % (options.length + 1);
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === current)));
    // One place past the end is the box itself, as typed.
    if (options[current]) input.setAttribute("aria-activedescendant", options[current].id);
    else input.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    close();
    if (option.dataset.url) {
      location.assign(option.dataset.url);
      return;
    }
    input.value = option.dataset.text;
    input.form.requestSubmit();
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map((one, at) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = one.text;
      if (one.url) option.dataset.url = one.url;
      option.append(one.text);
      if (one.kind) {
        const kind = document.createElement("span");
        kind.className = "kind";
        kind.textContent = ` ${one.kind}`;
        option.append(kind);
      }
      return option;
    }));
    current = suggestions.length;
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (suggestions.length) announce(input.dataset.suggestCount?.replace("{n}", suggestions.length) ?? "");
  }

  async function ask() {
    request?.abort();
    const q = input.value.trim();
    if (q.length < 2) return close();
    request = new AbortController();
    const url = new URL(input.dataset.suggest, location.href);
    url.searchParams.set("q", q);
    try {
      const answer = await fetch(url, { signal: request.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return close();
      const found = await answer.json();
      if (document.activeElement === input) show(found.suggestions ?? []);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  // Telex and VNI keyboards compose a syllable over several keys: wait for the whole of it.
  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") mark(current + 1);
    else if (event.key === "ArrowUp") mark(current - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && list.children[current]) choose(list.children[current]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("li");
    event.preventDefault();
    if (option) choose(option);
  });
}

for (const input of document.querySelectorAll("[data-suggest]")) setUp(input);
