// Suggestions while typing: a combobox over the search box. The box stays what it is; nothing is
// written into it, and Enter without a chosen suggestion searches what stands in it.

import { announce } from "./announce.js";

const PAUSE = 120; // milliseconds without a key before anything is asked
const FEWEST = 2; // letters
const ROOM = 200; // pixels below the box that a phone's keyboard should leave
const KEPT = 30; // answers remembered

const answers = new Map();

class Suggester {
  constructor(box) {
    this.box = box;
    this.form = box.form;
    this.list = document.createElement("div");
    this.list.id = `${box.id}-list`;
    this.list.className = "suggest";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", box.dataset.suggestLabel);
    box.parentElement.append(this.list);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-expanded", "false");
    box.setAttribute("aria-controls", this.list.id);
    this.options = [];
    this.active = -1;
    this.listen();
  }

  listen() {
    this.box.addEventListener("input", () => this.soon());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("blur", () => this.close());
    this.form.addEventListener("submit", () => this.close());
    // A press on the list must not take the focus, and with it the keyboard, from the box.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.follow(option);
    });
  }

  soon() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.choose(-1);
    if (this.typed().length < FEWEST) this.close();
    else this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  typed() {
    return this.box.value.trim().replace(/\s+/g, " ").normalize("NFC");
  }

  address() {
    const asked = { q: this.typed(), lang: document.documentElement.lang };
    const chosen = { field: this.form.elements.field?.value, lib: this.form.elements.library?.value };
    for (const [name, value] of Object.entries(chosen)) if (value) asked[name] = value;
    return `${this.box.dataset.suggest}?${new URLSearchParams(asked)}`;
  }

  async ask() {
    const url = this.address();
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    try {
      const answer = answers.get(url) ?? (await fetched(url, asking.signal));
      if (!asking.signal.aborted && document.activeElement === this.box) this.show(answer);
    } catch {
      if (!asking.signal.aborted) this.close(); // no suggestions; the box searches all the same
    }
  }

  show(answer) {
    this.list.replaceChildren(...answer.groups.map((group, place) => this.group(group, place)));
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.options.forEach((option, place) => (option.id = `${this.list.id}-${place}`));
    this.open(this.options.length > 0);
    announce(answer.told);
  }

  group(group, place) {
    const head = made("div", "suggest-kind", group.label);
    head.id = `${this.list.id}-kind-${place}`;
    head.setAttribute("role", "presentation");
    const whole = made("div", "suggest-group");
    whole.setAttribute("role", "group");
    whole.setAttribute("aria-labelledby", head.id);
    whole.append(head, ...group.items.map((item) => optionOf(item, group.kind)));
    return whole;
  }

  open(open) {
    if (open && this.list.hidden) requestAnimationFrame(() => this.makeRoom());
    this.list.hidden = !open;
    this.list.scrollTop = 0;
    this.box.setAttribute("aria-expanded", String(open));
    this.choose(-1);
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.open(false);
  }

  // On a phone the keyboard covers the lower half: bring the box up where little is left below it.
  makeRoom() {
    const seen = window.visualViewport;
    if (!seen || this.list.hidden) return;
    const left = seen.height - this.list.getBoundingClientRect().top;
    if (left >= ROOM) return;
    const top = this.box.getBoundingClientRect().top - 8;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollBy({ top, behavior: calm ? "auto" : "smooth" });
  }

  choose(place) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const option = this.options[place];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.box.setAttribute("aria-activedescendant", option.id);
    } else {
      this.box.removeAttribute("aria-activedescendant");
    }
  }

  follow(option) {
    this.close();
    location.assign(option.dataset.url);
  }

  key(event) {
    // While an input method composes, the keys are its own (229 is how older browsers say so).
    if (event.isComposing || event.keyCode === 229) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const act = this.list.hidden ? this.whenClosed(event.key) : this.whenOpen(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  }

  whenClosed(key) {
    if (!["ArrowDown", "ArrowUp"].includes(key) || this.typed().length < FEWEST) return null;
    return () => this.ask();
  }

  whenOpen(key) {
    const last = this.options.length - 1;
    const chosen = this.active >= 0;
    // Beyond either end lies the box itself.
    const steps = {
      ArrowDown: this.active === last ? -1 : this.active + 1,
      ArrowUp: chosen ? this.active - 1 : last,
      ...(chosen && { Home: 0, End: last }),
    };
    if (key in steps) return () => this.choose(steps[key]);
    if (key === "Escape") return () => this.close();
    if (key === "Enter" && chosen) return () => this.follow(this.options[this.active]);
    return null;
  }
}

async function fetched(url, signal) {
  const response = await fetch(url, { signal, credentials: "omit", headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`no suggestions (${response.status})`);
  const answer = await response.json();
  if (answers.size >= KEPT) answers.delete(answers.keys().next().value);
  answers.set(url, answer);
  return answer;
}

function optionOf(item, kind) {
  const option = made("div", "suggest-option");
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.url = item.url;
  const text = made("span", "suggest-text", item.text);
  if (item.lang) text.lang = item.lang;
  if (kind === "work") text.classList.add("serif");
  const beside = [item.detail, item.held].filter(Boolean).join(" · ");
  option.append(text, " ", made("span", "suggest-beside", beside));
  return option;
}

function made(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function enhance() {
  for (const box of document.querySelectorAll("input[data-suggest]:not([role])")) new Suggester(box);
}

enhance();
document.addEventListener("swapped", enhance);
