"use strict";
(function () {
  const form = document.getElementById("filter");
  const table = document.getElementById("tabell");
  const body = table.tBodies[0];
  const status = document.getElementById("viser");
  const search = document.getElementById("f-sok");
  const sorter = document.getElementById("f-sorter");
  const filters = ["status", "departement", "kapittel", "regel", "alvorlighet", "vurdering"].map(
    (id) => document.getElementById("f-" + id));
  const headings = Array.from(table.tHead.rows[0].cells);
  const collator = new Intl.Collator("nb", { numeric: true });
  const fold = (text) => text.toLocaleLowerCase("nb").replace(/\s+/g, " ").trim();
  const rows = Array.from(body.rows).map((element) => ({
    element,
    tokens: new Set(element.dataset.tokens.split(" ")),
    pages: new Set(element.dataset.pages.split(" ")),
    text: fold(element.textContent + " " + element.dataset.names),
    number: element.id.match(/\d+/)?.[0],
    keys: Array.from(element.cells, (cell) => cell.dataset.sort ?? fold(cell.firstChild.textContent)),
  }));
  let column = 0;
  let falling = false;

  // «s. 65» and «side 65» are pages: what stands on all of them that are named.
  function asked() {
    const pages = [];
    const text = fold(search.value).replace(/(?:^|\s)(?:s\.?|side) ?(\d+)(?=\s|$)/g, (_, page) => {
      pages.push(page);
      return " ";
    });
    return { pages, words: text.split(" ").filter(Boolean) };
  }

  function matches(row, { pages, words }) {
    if (!filters.every((own) => own.value === "" || row.tokens.has(own.value))) return false;
    if (!pages.every((page) => row.pages.has(page))) return false;
    // A bare number is the item's own: «4» is tiltak 4, not every row on page 4.
    return words.every((word) => /^\d+$/.test(word) ? row.number === word : row.text.includes(word));
  }

  function apply() {
    const sought = asked();
    let shown = 0;
    for (const row of rows) {
      const visible = matches(row, sought);
      row.element.hidden = !visible;
      shown += visible;
    }
    const chosen = filters.filter((own) => own.value !== "").map((own) =>
      own.labels[0].textContent + ": " + own.selectedOptions[0].textContent);
    if (search.value.trim()) chosen.push("Søk: «" + search.value.trim() + "»");
    const all = rows.length;
    status.textContent = chosen.length === 0
      ? "Viser alle " + all + "."
      : "Viser " + shown + " av " + all + ". " + (all - shown) + " er skjult av filteret ("
        + chosen.join("; ") + ").";
    remember();
  }

  // The choices stand in the address, so that a link to a selection can be kept and sent.
  function remember() {
    const state = new URLSearchParams();
    if (search.value.trim()) state.set("sok", search.value.trim());
    for (const own of filters) if (own.value) state.set(own.id.slice(2), own.value);
    if (column || falling) state.set("sorter", column + (falling ? "-" : ""));
    const query = state.toString();
    if (query === location.search.slice(1)) return;
    try {
      history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
    } catch { /* some browsers keep the address of a file as it is */ }
  }

  function recall() {
    const state = new URLSearchParams(location.search);
    search.value = state.get("sok") ?? "";
    for (const own of filters) {
      const value = state.get(own.id.slice(2)) ?? "";
      own.value = Array.from(own.options).some((option) => option.value === value) ? value : "";
    }
    const order = /^([0-7])(-?)$/.exec(state.get("sorter") ?? "");
    if (order) sort(Number(order[1]), order[2] === "-");
    apply();
  }

  function sort(to, down) {
    column = to;
    falling = down;
    const sign = falling ? -1 : 1;
    rows.sort((a, b) => sign * collator.compare(a.keys[column], b.keys[column])
      || a.element.dataset.order - b.element.dataset.order);
    body.append(...rows.map((row) => row.element));
    headings.forEach((heading, i) => {
      if (i === column) heading.setAttribute("aria-sort", falling ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    });
    sorter.value = String(column);
    remember();
  }

  headings.forEach((heading, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(heading.firstElementChild);
    button.addEventListener("click", () => sort(i, i === column && !falling));
    heading.prepend(button);
  });

  function reset() {
    search.value = "";
    filters.forEach((own) => { own.value = ""; });
    sort(0, false);
    apply();
  }

  // A link to an item that the filter hides shows it again: a link always leads somewhere.
  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && body.contains(target) && target.hidden) {
      reset();
      target.scrollIntoView();
    }
  }

  // Where a picture is wider than the screen, begin at the marked words, and let keys scroll it.
  const cuttings = Array.from(document.querySelectorAll(".cutting"));
  function fit() {
    for (const own of cuttings) {
      if (own.scrollWidth > own.clientWidth + 1) {
        own.tabIndex = 0;
        own.scrollLeft = Number(own.dataset.mark) * own.scrollWidth - own.clientWidth / 2;
      } else own.removeAttribute("tabindex");
    }
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => { event.preventDefault(); reset(); });
  search.addEventListener("input", apply);
  filters.forEach((own) => own.addEventListener("change", apply));
  sorter.addEventListener("change", () => sort(Number(sorter.value), false));
  window.addEventListener("hashchange", reveal);
  window.addEventListener("pageshow", apply);
  window.addEventListener("popstate", recall);
  window.addEventListener("resize", fit);
  form.hidden = false;
  recall();
  fit();
})();
