/** What a page does besides reading: filters on section pages, printing of hand-outs. Nothing is stored or sent. */

for (const form of document.querySelectorAll("form.filters")) startFilters(form);
for (const button of document.querySelectorAll(".print-handout")) startPrint(button);

/** Shows the rows of a list that match every filter; the choice stands in the address so that it can be shared. */
function startFilters(form) {
  const rows = [...document.querySelectorAll(`#${form.dataset.for} > li`)];
  const count = form.querySelector("output");
  const asked = new URLSearchParams(location.search);
  for (const field of form.elements) if (asked.has(field.name)) field.value = asked.get(field.name);
  const apply = () => {
    const wanted = [...new FormData(form)].filter(([, value]) => value.trim());
    let shown = 0;
    for (const row of rows) {
      row.hidden = !wanted.every(([name, value]) => matches(row, name, value.trim().toLowerCase()));
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = wanted.length ? `${shown} of ${rows.length}` : `${rows.length}`;
    history.replaceState(null, "", wanted.length ? `?${new URLSearchParams(wanted)}` : location.pathname);
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
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
