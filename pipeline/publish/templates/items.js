"use strict";
(function () {
  const EXCERPTS = 3; // for each item
  const AROUND = 110; // letters to either side of the words
  const form = document.getElementById("sok");
  const field = document.getElementById("q");
  const said = document.getElementById("treff");
  const filters = ["plan", "status", "dep"]
    .map((name) => [name, document.getElementById("q-" + name)])
    .filter(([, element]) => element);
  // Lower case, letter for letter, so that a place in the one is a place in the other.
  const fold = (text) => Array.from(text, (letter) => {
    const small = letter.toLocaleLowerCase("nb");
    return small.length === letter.length ? small : letter;
  }).join("").replace(/[\s\u00ad]/g, " ");
  const items = Array.from(document.querySelectorAll(".hits > li"), (element) => ({ element }));
  const texts = JSON.parse(document.getElementById("tekster").textContent);
  for (const item of items) {
    item.texts = texts[Number(item.element.dataset.n)]
      .map(([text, reports]) => ({ text, reports, folded: fold(text) }));
    item.name = fold(item.element.querySelector(".hit-name").textContent);
  }

  function words(query) {
    const found = [];
    for (const [, phrase, word] of query.matchAll(/[«"“”]([^«»"“”]+)[»"“”]?|([^\s«»"“”]+)/g)) {
      const folded = fold(phrase ?? word).trim();
      if (folded) found.push(folded);
    }
    return found;
  }

  function has(item, wanted) {
    return wanted.every((word) => item.name.includes(word)
      || item.texts.some((each) => each.folded.includes(word)));
  }

  // How well an item fits: its number first, then words of its title, then their times in all.
  function weight(item, wanted) {
    if (wanted.length === 1 && item.element.dataset.number.toLowerCase() === wanted[0]) return 1e6;
    const title = wanted.filter((word) => item.texts[0].folded.includes(word)).length;
    const times = wanted.reduce((sum, word) => sum
      + item.texts.reduce((all, each) => all + each.folded.split(word).length - 1, 0), 0);
    return title * 1000 + times;
  }

  function stretches(folded, wanted) {
    const found = [];
    for (const word of wanted) {
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
        found.push([at, at + word.length]);
      }
    }
    return found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  }

  function excerpt(each, wanted) {
    const all = stretches(each.folded, wanted);
    if (!all.length) return null;
    let first = Math.max(0, all[0][0] - AROUND);
    if (first > 0) first = each.text.indexOf(" ", first) + 1;
    let last = Math.min(each.text.length, all[0][1] + 2 * AROUND);
    if (last < each.text.length) last = Math.max(all[0][1], each.text.lastIndexOf(" ", last));
    const paragraph = document.createElement("p");
    paragraph.className = "excerpt";
    paragraph.append(first > 0 ? "… " : "");
    let at = first;
    for (const [start, end] of all) {
      if (start < at || end > last) continue;
      const mark = document.createElement("mark");
      mark.textContent = each.text.slice(start, end);
      paragraph.append(each.text.slice(at, start), mark);
      at = end;
    }
    paragraph.append(each.text.slice(at, last), last < each.text.length ? " …" : "");
    const where = document.createElement("span");
    where.className = "hit-facts";
    where.textContent = " (" + each.reports + ")";
    paragraph.append(where);
    return paragraph;
  }

  function apply() {
    const wanted = words(field.value);
    const shown = [];
    for (const item of items) {
      for (const old of item.element.querySelectorAll(".excerpt")) old.remove();
      const fits = filters.every(([name, element]) => !element.value
        || (name === "dep" ? item.element.dataset.dep.split(" ") : [item.element.dataset[name]])
          .includes(element.value));
      item.element.hidden = !fits || !has(item, wanted);
      if (item.element.hidden) continue;
      item.weight = wanted.length ? weight(item, wanted) : 0;
      shown.push(item);
      if (!wanted.length) continue;
      const excerpts = item.texts.slice(1).map((each) => excerpt(each, wanted)).filter(Boolean);
      item.element.append(...excerpts.slice(0, EXCERPTS));
    }
    for (const list of document.querySelectorAll(".hits")) {
      const inside = items.filter((item) => item.element.parentElement === list);
      inside.sort((a, b) => (b.weight || 0) - (a.weight || 0) || a.element.dataset.n - b.element.dataset.n);
      if (!wanted.length) inside.sort((a, b) => a.element.dataset.n - b.element.dataset.n);
      list.append(...inside.map((item) => item.element));
    }
    const chosen = filters.filter(([, element]) => element.value)
      .map(([, element]) => element.labels[0].textContent + ": " + element.value);
    if (wanted.length) chosen.unshift("søk: " + field.value.trim());
    said.textContent = chosen.length
      ? shown.length + " av " + items.length + " (" + chosen.join("; ") + ")."
      : items.length + " tiltak og vedtak.";
    const address = new URLSearchParams();
    if (field.value.trim()) address.set("q", field.value.trim());
    for (const [name, element] of filters) if (element.value) address.set(name, element.value);
    const hash = address.toString();
    history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
  }

  function fromAddress() {
    const address = new URLSearchParams(location.hash.slice(1));
    field.value = address.get("q") ?? "";
    for (const [name, element] of filters) element.value = address.get(name) ?? "";
    apply();
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", apply);
  for (const [, element] of filters) element.addEventListener("change", apply);
  window.addEventListener("hashchange", fromAddress);
  form.hidden = false;
  fromAddress();
})();
