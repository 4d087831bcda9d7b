// Everything is reachable without this file: it adds filter, order and pages of the list, Escape, and the marking of a number's fellows.
"use strict";
(() => {
  // rows of a page, and how few need no search
  const PAGE = 100, FEW = 20;
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
    const pages = document.querySelector("[data-pages]");
    let sort = "", page = 0;
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
      rows.forEach((row, place) => {
        row.hidden = !wanted.every(([name, value]) =>
          name === "q" ? plainly(value).trim().split(/\s+/).every((word) => texts[place].includes(word)) : row.dataset[name] === value);
      });
      arrange();
      const found = [...body.rows].filter((row) => !row.hidden), last = Math.max(0, Math.ceil(found.length / PAGE) - 1);
      page = Math.max(0, Math.min(page, last));
      // on paper all of them stand
      found.forEach((row, place) => row.classList.toggle("turned", Math.floor(place / PAGE) !== page));
      shown.textContent = found.length;
      pages.hidden = last === 0;
      pages.querySelector("[data-page]").textContent = `${page + 1} / ${last + 1}`;
      const asked = new URLSearchParams(wanted);
      if (sort) asked.set("sort", sort);
      if (page) asked.set("page", page + 1);
      if (write) history.replaceState(null, "", location.pathname + (asked.size ? "?" + asked : ""));
      carry();
    };
    const read = () => {
      const asked = new URLSearchParams(location.search);
      for (const field of form.elements) if (field.name) field.value = asked.get(field.name) ?? "";
      sort = asked.get("sort") ?? "";
      page = (parseInt(asked.get("page")) || 1) - 1;
      apply(false);
    };
    heads.forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => { sort = String(sort == place + 1 ? -place - 1 : place + 1); page = 0; apply(true); });
    });
    form.hidden = "onlyLong" in form.dataset && rows.length <= FEW;
    pages.querySelectorAll("[data-turn]").forEach((button) =>
      button.addEventListener("click", () => { page += Number(button.dataset.turn); apply(true); }));
    form.addEventListener("input", () => { page = 0; apply(true); });
    form.addEventListener("submit", (event) => { event.preventDefault(); apply(true); });
    form.addEventListener("reset", () => { sort = ""; page = 0; setTimeout(() => apply(true)); });
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
