// Loaded by every page. Everything here only adds comfort: each page works without it.

import "./panels.js";
import "./facet-search.js";
import "./filters.js";
import "./suggest.js";

document.documentElement.classList.add("js");

// After a form comes back with errors, reading starts at the list of them.
document.querySelector("[data-focus]")?.focus();
