"use strict";
// What a page does without asking the server: menu, drawer, selection, density, leaving with changes, keys.

(() => {
  const body = document.body;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // preferences of this browser: how dense lists are
  const root = document.documentElement;
  root.dataset.density = localStorage.getItem("density") || "dense";

  document.addEventListener("click", (event) => {
    const at = event.target.closest("a, button, input, summary, label");
    closeMenus(event.target);
    if (!at) return;
    if (at.matches("a[data-drawer]") && !event.ctrlKey && !event.metaKey) openDrawer(event, at);
    if (at.matches(".menu-button")) toggleMenu(at);
    if (at.matches("[data-print]")) window.print();
    if (at.matches("[data-density-toggle]")) toggleDensity();
    if (at.matches("[data-select], [data-select-all]")) select(at);
  });

  function closeMenus(target) {
    all("details.more[open]").forEach((open) => { if (!open.contains(target)) open.open = false; });
    if (body.dataset.menu === "open" && !target.closest(".menu, .menu-button")) toggleMenu(one(".menu-button"));
  }

  // a row's menu must not be cut off by the table that scrolls
  document.addEventListener("toggle", (event) => {
    const open = event.target;
    if (!open.matches(".acts details.more[open]")) return;
    const at = open.getBoundingClientRect();
    const menu = one("div", open);
    menu.style.right = `${root.clientWidth - at.right}px`;
    const room = root.clientHeight - at.bottom > menu.offsetHeight;
    menu.style.top = `${room ? at.bottom : at.top - menu.offsetHeight}px`;
  }, true);

  function openDrawer(event, link) {
    const drawer = one("#drawer");
    if (!drawer || !window.htmx) return;
    event.preventDefault();
    window.htmx.ajax("GET", link.href, { target: "#drawer-body", swap: "innerHTML", headers: { "X-Drawer": "1" } })
      .then(() => { if (!drawer.open) drawer.showModal(); });
  }

  function toggleMenu(button) {
    const open = body.dataset.menu === "open";
    body.dataset.menu = open ? "" : "open";
    button.setAttribute("aria-expanded", String(!open));
  }

  function toggleDensity() {
    root.dataset.density = root.dataset.density === "wide" ? "dense" : "wide";
    localStorage.setItem("density", root.dataset.density);
  }

  function select(box) {
    const list = box.closest(".listing");
    const boxes = all("[data-select]", list);
    if (box.matches("[data-select-all]")) boxes.forEach((each) => { each.checked = box.checked; });
    const chosen = boxes.filter((each) => each.checked).length;
    const head = one("[data-select-all]", list);
    head.checked = chosen === boxes.length;
    head.indeterminate = chosen > 0 && chosen < boxes.length;
    const band = one(".band", list);
    band.hidden = chosen === 0;
    one("[data-chosen]", band).textContent = String(chosen);
  }

  // a form with `data-guard` asks before it is left with changes
  let changed = false;
  document.addEventListener("input", (event) => { if (event.target.closest("form[data-guard]")) changed = true; });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-guard]")) changed = false;
    if (form.matches("[data-confirm]") && !window.confirm(form.dataset.confirm)) event.preventDefault();
  });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  document.addEventListener("htmx:confirm", (event) => {
    if (!changed || event.target.closest("form[data-guard]")) return;
    event.preventDefault();
    if (window.confirm(body.dataset.leave)) { changed = false; event.detail.issueRequest(true); }
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && one("#search")) { event.preventDefault(); one("#search").focus(); }
    if (event.key === "Escape") {
      all("details.more[open]").forEach((open) => { open.open = false; one("summary", open).focus(); });
      if (body.dataset.menu === "open") { toggleMenu(one(".menu-button")); one(".menu-button").focus(); }
    }
  });

  // errors of a form are read first
  const errors = one("#form-errors");
  if (errors) errors.focus();
  // fields left empty make no part of an address
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") return;
    for (const [name, said] of Object.entries(event.detail.parameters)) {
      if (said === "") delete event.detail.parameters[name];
    }
  });
  // an answer that is not 2xx is shown as a page of its own: nothing fails in silence
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) event.detail.shouldSwap = true;
  });
  document.addEventListener("htmx:responseError", (event) => {
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const told = one("#main", page);
    if (told) one("#main").replaceChildren(...told.childNodes);
  });
})();
