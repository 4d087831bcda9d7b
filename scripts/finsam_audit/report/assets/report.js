// Everything is reachable without this file: it adds filter and order of the list, Escape, and the marking of a number's fellows.
"use strict";
(() => {
  const other = document.querySelector("[data-other-language]");
  const plain = other ? other.getAttribute("href") : "";
  const carry = () => { if (other) other.setAttribute("href", plain + location.search + location.hash); };

  // a number is found however its thousands and its minus are written
  const plainly = (text) => text.toLowerCase().replace(/\u2212/g, "-").replace(/(?<=(?<!\d)\d{1,3})\s+(?=\d{3}(?!\d))/g, "");
  const form = document.querySelector("form[data-filter]");
  if (form) {
    const table = document.getElementById(form.dataset.filter);
    const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
    const rows = [...body.rows];
    const cells = (row) => [...row.cells].map((cell) => plainly(cell.textContent.trim()));
    const texts = rows.map((row) => cells(row).join(" | ") + " " + row.dataset.key.toLowerCase());
    const shown = document.querySelector("[data-shown]");
    let sort = "";
    // the order of the page is that of classes, errors first; another keeps it among equals
    const arrange = () => {
      const place = Math.abs(sort) - 1, turn = sort < 0 ? -1 : 1;
      const key = (row) => row.cells[place].dataset.sort ?? cells(row)[place];
      const number = (text) => (/^-?\d/.test(text) ? parseFloat(text.replace(",", ".")) : NaN);
      const compare = (a, b) => {
        const [x, y] = [key(a), key(b)], [m, n] = [number(x), number(y)];
        if (isNaN(m) !== isNaN(n)) return isNaN(m) ? 1 : -1;
        return turn * (isNaN(m) ? x.localeCompare(y, document.documentElement.lang) : m - n);
      };
      body.append(...(heads[place] ? [...rows].sort(compare) : rows));
      heads.forEach((head, n) => head.setAttribute("aria-sort", n !== place ? "none" : turn > 0 ? "ascending" : "descending"));
    };
    const apply = (write) => {
      const wanted = [...new FormData(form)].filter(([, value]) => value !== "");
      let count = 0;
      rows.forEach((row, place) => {
        const fits = wanted.every(([name, value]) =>
          name === "q" ? plainly(value).trim().split(/\s+/).every((word) => texts[place].includes(word)) : row.dataset[name] === value);
        row.hidden = !fits;
        count += fits;
      });
      shown.textContent = count;
      arrange();
      const asked = new URLSearchParams(wanted);
      if (sort) asked.set("sort", sort);
      if (write) history.replaceState(null, "", location.pathname + (asked.size ? "?" + asked : ""));
      carry();
    };
    const read = () => {
      const asked = new URLSearchParams(location.search);
      for (const field of form.elements) if (field.name) field.value = asked.get(field.name) ?? "";
      sort = asked.get("sort") ?? "";
      apply(false);
    };
    heads.forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => { sort = String(sort == place + 1 ? -place - 1 : place + 1); apply(true); });
    });
    form.hidden = false;
    form.addEventListener("input", () => apply(true));
    form.addEventListener("submit", (event) => { event.preventDefault(); apply(true); });
    form.addEventListener("reset", () => { sort = ""; setTimeout(() => apply(true)); });
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
