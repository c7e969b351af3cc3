/** What a page does besides reading: filters on section pages, printing, folded parts. Nothing is stored or sent. */

for (const form of document.querySelectorAll("form.filters")) startFilters(form);
for (const button of document.querySelectorAll(".print-handout")) startPrint(button);
document.querySelector(".md-search")?.setAttribute("aria-label", "Search"); // the theme's dialog has no name
addEventListener("hashchange", unfoldTarget);
addEventListener("beforeprint", unfoldAll);
unfoldTarget();

/** Shows the rows of a list that match every filter; the choice stands in the address so that it can be shared. */
function startFilters(form) {
  const rows = [...document.querySelectorAll(`#${form.dataset.for} > li`)];
  const count = form.querySelector("output");
  const asked = new URLSearchParams(location.search);
  for (const field of form.elements) if (asked.has(field.name)) field.value = asked.get(field.name);
  const show = () => {
    const wanted = [...new FormData(form)].filter(([, value]) => value.trim());
    let shown = 0;
    for (const row of rows) {
      row.hidden = !wanted.every(([name, value]) => matches(row, name, value.trim().toLowerCase()));
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = wanted.length ? `${shown} of ${rows.length} shown` : `${rows.length} entries`;
    return wanted;
  };
  const choose = () => {
    const wanted = show();
    history.replaceState(null, "", wanted.length ? `?${new URLSearchParams(wanted)}` : location.pathname);
  };
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
}

/** Words match anywhere in a row's names; a facet matches one of its values. */
function matches(row, name, value) {
  if (name === "words") return value.split(/\s+/).every((word) => row.dataset.words.includes(word));
  return (row.dataset[name] ?? "").toLowerCase().split(" ").includes(value);
}

/** Prints the hand-out alone. */
function startPrint(button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    document.documentElement.classList.add("printing-handout");
    window.print();
    document.documentElement.classList.remove("printing-handout");
  });
}

/** Opens the folded part that the address names. */
function unfoldTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target?.closest("article details") ?? target?.querySelector(":scope > details");
  if (folded) folded.open = true;
}

/** A printed page has nothing to open. */
function unfoldAll() {
  for (const folded of document.querySelectorAll("article details")) folded.open = true;
}
