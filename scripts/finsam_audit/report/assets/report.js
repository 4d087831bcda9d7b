// Everything is reachable without this file: it adds the filter, Escape, and the marking of a number's fellows.
"use strict";
(() => {
  const other = document.querySelector("[data-other-language]");
  const plain = other ? other.getAttribute("href") : "";
  const carry = () => { if (other) other.setAttribute("href", plain + location.search + location.hash); };

  const form = document.querySelector("form[data-filter]");
  if (form) {
    const rows = [...document.getElementById(form.dataset.filter).tBodies[0].rows];
    const texts = rows.map((row) => (row.textContent + " " + row.dataset.key).toLowerCase());
    const shown = document.querySelector("[data-shown]");
    const apply = (write) => {
      const wanted = [...new FormData(form)].filter(([, value]) => value !== "");
      let count = 0;
      rows.forEach((row, place) => {
        const fits = wanted.every(([name, value]) =>
          name === "q" ? value.toLowerCase().split(/\s+/).every((word) => texts[place].includes(word)) : row.dataset[name] === value);
        row.hidden = !fits;
        count += fits;
      });
      shown.textContent = count;
      if (write) history.replaceState(null, "", location.pathname + (wanted.length ? "?" + new URLSearchParams(wanted) : ""));
      carry();
    };
    const read = () => {
      const asked = new URLSearchParams(location.search);
      for (const field of form.elements) if (field.name) field.value = asked.get(field.name) ?? "";
      apply(false);
    };
    form.hidden = false;
    form.addEventListener("input", () => apply(true));
    form.addEventListener("submit", (event) => { event.preventDefault(); apply(true); });
    form.addEventListener("reset", () => setTimeout(() => apply(true)));
    addEventListener("popstate", read);
    read();
  }

  const numbers = new Map();
  document.querySelectorAll("a.num").forEach((link) => numbers.set(link.getAttribute("href").slice(3), link));
  const relations = new Map();
  document.querySelectorAll(".entry [data-relation]").forEach((item) => {
    const name = item.dataset.relation;
    if (!relations.has(name)) relations.set(name, []);
    relations.get(name).push(item.closest(".entry").id.slice(2));
  });
  const choose = () => {
    document.querySelectorAll(".num.related, .num.chosen").forEach((link) => link.classList.remove("related", "chosen"));
    const entry = location.hash.startsWith("#d-") ? document.getElementById(location.hash.slice(1)) : null;
    if (entry) {
      entry.querySelectorAll("[data-relation]").forEach((item) =>
        relations.get(item.dataset.relation).forEach((fellow) => numbers.get(fellow)?.classList.add("related")));
      const link = numbers.get(entry.id.slice(2));
      link?.classList.remove("related");
      link?.classList.add("chosen");
      link?.scrollIntoView({ block: "center" });
      entry.focus({ preventScroll: true });
    } else if (location.hash.startsWith("#n-")) numbers.get(location.hash.slice(1))?.focus();
    carry();
  };
  addEventListener("hashchange", choose);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash.startsWith("#d-")) location.hash = location.hash.slice(3);
  });
  choose();
  // the entry named by the address opens only now, and makes the page narrower
  addEventListener("load", choose);
})();
