// A box above a long list of values that hides those not asked for.
//   <input data-filter-list="ID">  inside an element that is hidden until this script runs.

// "đường" typed with marks means đường; typed bare it means any of đường, dương, dưỡng.
const bare = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");

function matches(label, wanted) {
  const text = label.normalize("NFC").toLowerCase();
  const query = wanted.normalize("NFC").toLowerCase().trim();
  return bare(query) === query ? bare(text).includes(query) : text.includes(query);
}

function enhance() {
  for (const input of document.querySelectorAll("[data-filter-list]")) input.parentElement.hidden = false;
}

document.addEventListener("input", (event) => {
  const list = document.getElementById(event.target.dataset?.filterList ?? "");
  if (!list) return;
  for (const item of list.children) {
    const label = item.querySelector(".facet-label") ?? item;
    item.hidden = !matches(label.textContent, event.target.value);
  }
});

enhance();
document.addEventListener("swapped", enhance);
