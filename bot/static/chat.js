/* The web chat, made quicker. Every form and page works without this file; it sends the same forms,
   gets the same pages, and puts in place what is new. It says nothing of its own but three notices.

   In a frame on another site it also carries the pass of the conversation in a header, because no
   cookie is sent there. Nothing is kept before the first message. */
(() => {
  "use strict";
  const KEY = "npq-conversation";
  const DRAFT = "npq-draft";
  const KEEP_MS = 30 * 24 * 3600 * 1000; // a conversation can be taken up again for 30 days
  const BURST_MS = 1500; // after a short line without an end: there may be more to come
  const TYPING_MS = 4000; // while more is being typed
  const LOOK_AGAIN_MS = 20000; // for replies of the team, while the page is in sight
  const framed = window.parent !== window;
  const find = (selector, within = document) => within.querySelector(selector);
  let pass = "";

  document.documentElement.classList.add("js");
  document.documentElement.classList.toggle("embedded", framed);

  /* ---- What is kept on this device ---------------------------------------------------------- */

  function kept(storage, key) {
    try { return storage().getItem(key) || ""; } catch { return ""; } // storage may be forbidden
  }
  function keep(storage, key, value) {
    try {
      if (value) storage().setItem(key, value); else storage().removeItem(key);
      return true;
    } catch {
      return false;
    }
  }
  const device = () => localStorage;
  const tab = () => sessionStorage;

  /* Browsers that forbid storage in frames of other sites leave it to the page around us: only
     sites that the desk names may be that page. */
  const tellHost = (about, value) => window.parent.postMessage({ npq: about, value }, "*");

  function rememberPass(value) {
    pass = value;
    const line = value && `${value} ${Date.now() + KEEP_MS}`;
    if (!keep(device, KEY, line)) tellHost("keep", line);
  }
  function recallPass(line) {
    const [value, until] = line.split(" ");
    if (Number(until) > Date.now()) pass = value;
    else if (value) rememberPass("");
  }

  /* ---- Getting pages ------------------------------------------------------------------------ */

  async function load(address, body) {
    const headers = { "Npq-Script": framed ? "framed" : "page" };
    if (framed && pass) headers.Authorization = `Bearer ${pass}`;
    const answer = await fetch(address, {
      method: body ? "POST" : "GET", body, headers, cache: "no-store",
      credentials: framed ? "omit" : "same-origin",
    });
    if (answer.headers.has("Npq-Pass")) rememberPass(answer.headers.get("Npq-Pass"));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { page, ok: answer.ok, address: answer.url };
  }

  /* Puts a page in place: into the conversation where both are one, else as a whole. */
  async function show(page, focus, since) {
    const talk = find("#log");
    const coming = find("#log", page);
    if (talk && coming && coming.querySelectorAll("li[data-turn]").length
        >= talk.querySelectorAll("li[data-turn]").length) {
      await merge(page, focus, since);
      return;
    }
    find("#main").replaceChildren(...find("#main", page).childNodes);
    document.title = page.title;
    window.scrollTo(0, 0);
    prepare();
    if (focus) (find("#main [autofocus]") || find("#main h1")).focus();
  }

  const unnamed = (item) => {
    const copy = item.cloneNode(true);
    for (const field of copy.querySelectorAll("input[name=form]")) field.setAttribute("value", "");
    for (const unfolded of copy.querySelectorAll("details")) unfolded.open = false;
    return copy.outerHTML;
  };
  const frames = () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));

  /* `since` is where the page stood when the reader sent something; without it nothing was sent. */
  async function merge(page, focus, since) {
    const log = find("#log");
    const list = find("ol", log);
    const follows = since === undefined
      ? window.innerHeight + window.scrollY >= document.body.scrollHeight - 160
      : Math.abs(window.scrollY - since) < 40;
    const had = document.activeElement;
    const added = [];
    // What changes in older turns is not news, and where the focus moves the reader reads there:
    // the log is silent then, so that nothing is read twice.
    log.setAttribute("aria-live", "off");
    for (const item of find("#log ol", page).children) {
      const old = [...list.children].find((other) => other.dataset.turn === item.dataset.turn);
      if (!old) added.push(item);
      else if (unnamed(old) !== unnamed(item)) old.replaceWith(item.cloneNode(true));
    }
    const name = find("input[name=form]", page);
    for (const field of document.querySelectorAll("input[name=form]")) field.value = name.value;
    for (const id of ["notice", "below", "q-err"]) {
      const [here, there] = [find(`#${id}`), find(`#${id}`, page)];
      if (here && there && unnamed(here) !== unnamed(there)) here.replaceWith(there);
    }
    const box = find("#q");
    if (box) box.toggleAttribute("aria-invalid", Boolean(find("#q-fault")));
    if (box && find("#q-fault")) box.setAttribute("aria-invalid", "true");
    for (const key of ["talking", "waiting"]) {
      if (key in find("#log", page).dataset) log.dataset[key] = ""; else delete log.dataset[key];
    }
    const lost = !document.contains(had) || (focus && had === document.body);
    if (!lost) {
      await frames();
      log.removeAttribute("aria-live");
    }
    for (const item of added) list.appendChild(item);
    const newest = added[added.length - 1];
    const wrong = find("#main [aria-invalid=true]");
    if (lost && wrong) wrong.focus();
    else if (lost) (newest || find("#below")).focus({ preventScroll: true });
    if (newest && (follows || lost)) newest.scrollIntoView();
    else if (newest) offerNewest(newest);
    await frames();
    log.removeAttribute("aria-live");
  }

  /* Whoever has scrolled up is reading: they are told, not moved. */
  function offerNewest(item) {
    find(".new-answer")?.remove();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "new-answer send";
    button.textContent = "New answer";
    button.addEventListener("click", () => {
      button.remove();
      item.focus({ preventScroll: true });
      item.scrollIntoView();
    });
    find("#below").before(button);
  }

  function tell(text) {
    const notice = find("#notice") || find("#main").insertBefore(
      Object.assign(document.createElement("div"), { id: "notice" }), find("#main").firstChild);
    const words = document.createElement("p");
    words.className = "notice";
    words.setAttribute("role", "alert");
    words.textContent = text;
    notice.replaceChildren(words);
    notice.scrollIntoView({ block: "nearest" });
  }

  /* Sends a form; false when it did not arrive, so that the words can be kept. */
  async function send(address, body) {
    const since = window.scrollY;
    try {
      const answer = await load(address, body);
      if (find("#log") && !find("#log", answer.page) && !answer.ok) {
        tell(find("#main p", answer.page)?.textContent || "This did not work. Please try again.");
        return false;
      }
      await show(answer.page, true, since);
      if (framed && !find("#log")) history.pushState(null, "", answer.address);
      return answer.ok || Boolean(find("#q-fault"));
    } catch {
      tell("There is no connection. Nothing was sent, and your words are still here.");
      return false;
    }
  }

  async function visit(address, push) {
    try {
      const answer = await load(address);
      await show(answer.page, true);
      if (push) history.pushState(null, "", answer.address);
    } catch {
      tell("There is no connection. Please try again.");
    }
  }

  /* ---- Writing: several short lines in a row are one message ---------------------------------- */

  const held = [];
  let timer = 0;
  let sending = false;

  function hold(text) {
    held.push(text);
    showHeld();
    const finished = /[?.!]\s*$/.test(text) || text.split(/\s+/).length > 6;
    release(finished ? 0 : BURST_MS);
  }
  function release(ms) {
    clearTimeout(timer);
    timer = setTimeout(flush, ms);
  }
  function showHeld() {
    let place = find(".held");
    if (!held.length) {
      place?.remove();
      return;
    }
    if (!place) {
      place = document.createElement("div");
      place.className = "held you";
      place.innerHTML = '<p class="who">You</p><div class="msg"><p class="own"></p></div>';
      find("#below").before(place);
    }
    find(".own", place).textContent = held.join("\n");
    place.scrollIntoView({ block: "nearest" });
  }
  async function flush() {
    if (sending || !held.length) return;
    sending = true;
    const text = held.join("\n");
    const count = held.length;
    const body = new URLSearchParams({ form: find("#ask [name=form]").value, q: text });
    const arrived = await send(find("#ask").action, body);
    held.splice(0, count);
    showHeld();
    const box = find("#q");
    if (!arrived && box) box.value = [text, box.value].filter(Boolean).join("\n");
    saveDraft();
    sending = false;
    if (held.length) release(0);
  }
  function saveDraft() {
    const box = find("#q");
    if (box && "talking" in find("#log").dataset) keep(tab, DRAFT, box.value);
  }

  /* ---- What people do ------------------------------------------------------------------------ */

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const inChat = find("#log") && form.closest("#log, #below, #ask");
    if (!framed && !inChat) return; // an ordinary page does what browsers do
    event.preventDefault();
    if (form.matches(".help form")) {
      rememberPass("");
      keep(tab, DRAFT, "");
      visit(form.dataset.chat, true);
      return;
    }
    const box = find("#q");
    if (form.id === "ask" && box.value.trim()) {
      hold(box.value.trim());
      box.value = "";
      return;
    }
    send(form.action, new URLSearchParams(new FormData(form, event.submitter)));
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    const link = event.target.closest("a[href]");
    if (!framed || !link || link.origin !== location.origin || event.button
        || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    visit(link.href, true);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.id === "q"
        && !matchMedia("(pointer: coarse)").matches) { // on a phone the key makes a new line
      event.preventDefault();
      event.target.form.requestSubmit();
    }
    if (event.key === "Escape" && framed) tellHost("close");
  });

  document.addEventListener("input", (event) => {
    if (event.target.id !== "q") return;
    saveDraft();
    if (held.length && !sending) release(event.target.value.trim() ? TYPING_MS : BURST_MS);
  });

  window.addEventListener("popstate", () => { if (framed) visit(location.href, false); });

  async function lookAgain() {
    const log = find("#log");
    if (document.hidden || sending || held.length || !log || !("waiting" in log.dataset)) return;
    try {
      const { page, ok } = await load(location.href.split("#")[0]);
      if (ok && find("#log", page)) await merge(page, false);
    } catch { /* next time, perhaps */ }
  }
  setInterval(lookAgain, LOOK_AGAIN_MS);

  /* ---- The start ----------------------------------------------------------------------------- */

  function prepare() {
    document.documentElement.classList.toggle("chat-page", Boolean(find("#log")));
    const box = find("#q");
    if (box && !box.value && "talking" in find("#log").dataset) box.value = kept(tab, DRAFT);
  }

  /* The host page may name a colour: it is used where white on it, and it on white, can be read.
     The style sheet takes it up in the light scheme alone. */
  function dress() {
    const hex = /^#colour=([0-9a-f]{6})$/i.exec(location.hash)?.[1];
    if (!hex) return;
    const [r, g, b] = [0, 2, 4].map((at) => {
      const part = parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    if (1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05) < 4.7) return;
    document.documentElement.style.setProperty("--site", `#${hex}`);
  }

  async function takeUp(line) {
    recallPass(line);
    if (!pass) return;
    const { page, ok } = await load(location.href.split("#")[0]);
    if (!ok) return;
    find("#main").replaceChildren(...find("#main", page).childNodes);
    prepare();
    find("#log li:last-child")?.scrollIntoView();
  }

  function start() {
    prepare();
    if (!framed) return;
    dress();
    window.addEventListener("message", (event) => {
      if (event.source === window.parent && event.data?.npq === "kept" && !pass) {
        takeUp(String(event.data.value));
      }
    });
    const line = kept(device, KEY);
    if (line) takeUp(line); else tellHost("ask");
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
