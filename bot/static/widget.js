/* The NPQ chat as a panel on another site's page.

     <a href="https://CHAT/chat">Ask about NPQs</a><script src="https://CHAT/widget.js" async></script>

   Attributes of the script, all optional:
     data-colour="#1d4f7c"    of the button and the bar; its text is black or white, whichever reads
     data-position="left"     corner of the button: right (default), left, or none for the link alone
     data-label="..."         words of the button and the heading; default: the link's own words
     data-link="#ask"         selector of the link; default: the links that lead to the chat

   The button and the frame stand in a shadow root that keeps the page's style out; the conversation
   is a frame of the chat's own site, out of reach of the page's style and scripts. The page has to
   allow `script-src` and `frame-src` of the chat's site, nothing else. Nothing is loaded but this
   file until somebody opens the panel, and nothing of the page changes: one element is added. */
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || !("adoptedStyleSheets" in Document.prototype)) return; // the link still works
  const chat = new URL("chat", script.src);
  const options = script.dataset;
  const colour = /^#[0-9a-f]{6}$/i.test(options.colour || "") ? options.colour : "#1d4f7c";
  const side = options.position === "left" ? "left" : "right";

  const STYLE = `
    :host { all: initial !important; display: block !important; position: static !important;
      visibility: visible !important; opacity: 1 !important; filter: none !important;
      transform: none !important; contain: none !important; font-size: 16px !important;
      color-scheme: light dark !important; }
    * { box-sizing: border-box; font-family: system-ui, -apple-system, "Segoe UI", Arial, sans-serif; }
    [hidden] { display: none !important; }
    button, a { font-size: 16px; line-height: 1.25; font-weight: 600; color: inherit; cursor: pointer; }
    .open { position: fixed; bottom: 20px; ${side}: 20px; z-index: 2147483646; min-height: 52px;
      padding: 12px 22px; border: 2px solid transparent; border-radius: 26px; color: var(--on);
      background: var(--colour); box-shadow: 0 2px 6px rgb(0 0 0 / .25), 0 6px 20px rgb(0 0 0 / .2); }
    .open:hover { text-decoration: underline; }
    :focus-visible { outline: 3px solid #ffdd00; outline-offset: 0; box-shadow: 0 0 0 6px #0b0c0c; }
    h2:focus { outline: none; box-shadow: none; }
    .panel { position: fixed; bottom: 20px; ${side}: 20px; z-index: 2147483647; display: flex;
      flex-direction: column; width: 420px; height: min(720px, calc(100vh - 40px)); max-width: calc(100vw - 40px);
      border: 1px solid #687580; border-radius: 14px; overflow: hidden; background: #f7f6f3;
      box-shadow: 0 4px 12px rgb(0 0 0 / .2), 0 12px 40px rgb(0 0 0 / .25); }
    @supports (height: 1dvh) { .panel { height: min(720px, calc(100dvh - 40px)); } }
    .bar { display: flex; align-items: center; gap: 8px; flex: none; padding: 6px 8px 6px 18px;
      background: var(--colour); color: var(--on); }
    h2 { flex: 1; margin: 0; font-size: 18px; line-height: 1.25; font-weight: 700; }
    .bar button, .bar a { display: inline-flex; align-items: center; min-width: 44px; min-height: 44px;
      padding: 4px 12px; border: 1px solid transparent; border-radius: 8px; background: none; text-decoration: none; }
    .bar button:hover, .bar a:hover { text-decoration: underline; }
    iframe { flex: 1; width: 100%; min-height: 0; border: 0; background: #f7f6f3; }
    @media (prefers-color-scheme: dark) { .panel, iframe { background: #10171d; } }
    @media (max-width: 480px), (max-height: 480px) {
      .panel { top: var(--top, 0); bottom: auto; left: 0; right: 0; width: 100%; max-width: none;
        height: var(--height, 100%); border: 0; border-radius: 0; }
      .bar a { display: none; } h2 { font-size: 17px; } }
    @media (forced-colors: active) { .open, .panel, .bar button, .bar a { border-color: ButtonText; } }
    @media print { .open, .panel { display: none; } }`;

  function readableOn(hex) {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? "#ffffff" : "#000000";
  }

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  /* The conversation's pass, only where the browser does not let the frame keep it: then it stays
     with this site, after the first message, for 30 days. */
  const KEY = "npq-conversation";
  function kept() {
    try { return localStorage.getItem(KEY) || ""; } catch { return ""; }
  }
  function keep(line) {
    try {
      if (line) localStorage.setItem(KEY, line); else localStorage.removeItem(KEY);
    } catch { /* it lasts as long as the panel then */ }
  }

  function links() {
    const named = options.link ? document.querySelectorAll(options.link) : [];
    const found = named.length ? named : document.querySelectorAll("a[href]");
    return [...found].filter((link) => named.length || link.href.split(/[?#]/)[0] === chat.href);
  }

  function start() {
    const upgraded = links();
    const label = options.label || upgraded[0]?.textContent.trim() || "Ask about NPQs";
    const host = document.createElement("div");
    const shadow = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [sheet];
    host.style.setProperty("--colour", colour);
    host.style.setProperty("--on", readableOn(colour));

    const button = element("button", { type: "button", className: "open", textContent: label });
    const heading = element("h2", { id: "h", tabIndex: -1, textContent: label });
    const close = element("button", { type: "button", textContent: "Close", ariaLabel: "Close chat" });
    const page = element("a", { href: chat.href, target: "_blank", rel: "noopener", textContent: "Full page" });
    const frame = element("iframe", { title: label });
    const panel = element("section", { className: "panel", hidden: true },
      element("div", { className: "bar" }, heading, page, close), frame);
    panel.setAttribute("aria-labelledby", "h");
    button.hidden = options.position === "none";
    button.setAttribute("aria-expanded", "false");
    shadow.append(button, panel);
    document.body.append(host);

    let opener = button;
    const isOpen = () => !panel.hidden;

    function open(from) {
      opener = from;
      // The colour travels behind the hash: it is not sent anywhere.
      if (!frame.src) frame.src = `${chat.href}#colour=${colour.slice(1)}`;
      panel.hidden = false;
      button.hidden = true;
      button.setAttribute("aria-expanded", "true");
      heading.focus();
      fit();
    }
    function shut() {
      if (!isOpen()) return;
      panel.hidden = true;
      button.hidden = options.position === "none";
      button.setAttribute("aria-expanded", "false");
      opener.focus();
    }
    /* On a phone the panel is as high as what the keyboard leaves, so that the box stays in sight. */
    function fit() {
      const seen = window.visualViewport;
      if (!seen || !isOpen()) return;
      host.style.setProperty("--height", `${Math.round(seen.height)}px`);
      host.style.setProperty("--top", `${Math.round(seen.offsetTop)}px`);
    }

    button.addEventListener("click", () => open(button));
    close.addEventListener("click", shut);
    panel.addEventListener("keydown", (event) => { if (event.key === "Escape") shut(); });
    window.addEventListener("message", (event) => {
      if (event.source !== frame.contentWindow || event.origin !== chat.origin) return;
      const about = event.data?.npq;
      if (about === "close") shut();
      if (about === "keep") keep(event.data.value);
      if (about === "ask") frame.contentWindow.postMessage({ npq: "kept", value: kept() }, chat.origin);
    });
    window.visualViewport?.addEventListener("resize", fit);
    window.visualViewport?.addEventListener("scroll", fit);
    for (const link of upgraded) {
      link.addEventListener("click", (event) => {
        if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        open(link);
      });
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
