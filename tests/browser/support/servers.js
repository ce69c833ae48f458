// Two servers on free ports: a stand-in for haedap, which keeps to the documented API, and the foreign site that embeds
// the widget under a strict security policy. With HAEDAP_URL, a running haedap takes the place of the stand-in.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

import { ask, search, suggest } from "./articles.js";

const ROOT = new URL("../../../", import.meta.url);

/** The script as the server sends it: the parts in the order that `src/http/widget.rs` puts them. */
export async function widgetScript() {
  const source = await readFile(new URL("src/http/widget.rs", ROOT), "utf8");
  const parts = [...source.matchAll(/include_str!\("\.\.\/\.\.\/(web\/[^"]+)"\)/g)].map((match) => match[1]);
  if (parts.length < 2) throw new Error("src/http/widget.rs lists the parts of the widget");
  return scriptOf(parts);
}

/** Files of `web/` as one script with a scope of its own. */
async function scriptOf(parts) {
  const texts = await Promise.all(parts.map((part) => readFile(new URL(part, ROOT), "utf8")));
  return `(() => {\n"use strict";\n${texts.join("")}})();\n`;
}

/** Listens on a port, a free one by default; stopping drops what is open. */
async function listen(handler, port = 0) {
  const server = createServer((request, response) => {
    handler(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  const stop = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { origin: `http://127.0.0.1:${server.address().port}`, stop };
}

const page = (title, body) =>
  `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`;

/** A page with a search form of its own, as the help center has one. */
const SEARCH_PAGE = page(
  "도움말 검색",
  `<main><h1>도움말 검색</h1><form action="/help/search" role="search">
  <label>검색 <input type="search" name="q"></label><button>검색</button></form></main>
  <script src="/stand-in/form.js"></script>`,
);

async function bodyOf(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return JSON.parse(text || "null");
}

/** haedap, or what stands in for it; `origin`, and `stop()`. */
export async function startHaedap() {
  if (process.env.HAEDAP_URL) return { origin: new URL(process.env.HAEDAP_URL).origin, stop() {} };
  const script = await widgetScript();
  const form = await scriptOf(["web/ime.js", "web/search_form.js"]);
  return listen(async (request, response) => {
    const url = new URL(request.url, "http://stand-in");
    const send = (status, type, body) => {
      response.writeHead(status, {
        "content-type": `${type}; charset=utf-8`,
        "access-control-allow-origin": request.headers.origin ?? "*",
        "access-control-allow-headers": "content-type",
        "access-control-expose-headers": "retry-after",
        vary: "origin",
      });
      response.end(body);
    };
    const json = (value) => send(200, "application/json", JSON.stringify(value));
    const query = url.searchParams.get("q") ?? "";
    const service = url.searchParams.get("service");
    const size = Number(url.searchParams.get("size") ?? 8);
    if (request.method === "OPTIONS") return send(204, "text/plain");
    switch (`${request.method} ${url.pathname}`) {
      case "GET /widget.js":
        return send(200, "text/javascript", script);
      case "GET /stand-in/form.js":
        return send(200, "text/javascript", form);
      case "GET /api/v1/suggest":
        return json({ query, corrections: [], suggestions: suggest(query, service, size) });
      case "GET /api/v1/search": {
        const results = search(query, service);
        return json({ total: results.length, corrections: [], results: results.slice(0, size) });
      }
      case "POST /api/v1/ask":
        return json({ ...ask(await bodyOf(request)), context: "v1.stand-in" });
      case "POST /api/v1/feedback":
        await bodyOf(request);
        return send(204, "text/plain");
      case "GET /help":
      case "GET /help/search":
        return send(200, "text/html", SEARCH_PAGE);
      default:
        if (url.pathname.startsWith("/help/articles/"))
          return send(200, "text/html", page("도움말", "<h1>도움말</h1>"));
        return send(404, "application/problem+json", JSON.stringify({ code: "not_found", status: 404 }));
    }
  });
}

const SITE_STYLE = `
body { margin: 0; font: 16px/1.7 system-ui, "Noto Sans CJK KR", sans-serif; color: #22252b; background: #fafbfc;
  word-break: keep-all; }
main { max-width: 44rem; margin: 0 auto; padding: 3.5rem 1.25rem 30rem; }
h1 { font-size: 1.75rem; margin: 0 0 .5rem; }
#help { margin: 1.5rem 0; }
input { font: inherit; padding: .4em .6em; }
a { color: inherit; }
@media (prefers-color-scheme: dark) { body { color: #eceef1; background: #121317; } }
@media (max-width: 480px) { main { padding-top: 2rem; } }
`;

/** Of a site that styles every element; none of it may reach the widget. */
const HOSTILE_STYLE = `
* { color: red !important; font-size: 30px !important; border: 5px dotted red !important; }
input, button, a, p, mark { display: none !important; letter-spacing: 9px; text-transform: uppercase; }
`;

/**
 * A page of another origin that embeds the widget with `attributes` of its script tag. Its policy allows haedap's
 * script and calls and nothing else: no inline style, no eval, and no string that becomes HTML or script.
 */
export async function startSite(haedap) {
  const policy = [
    "default-src 'none'",
    `script-src ${haedap.origin}`,
    `connect-src ${haedap.origin}`,
    "style-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");
  const port = process.env.HAEDAP_SITE_PORT ? Number(process.env.HAEDAP_SITE_PORT) : 0;
  return listen(async (request, response) => {
    const url = new URL(request.url, "http://site");
    if (url.pathname === "/site.css") {
      response.writeHead(200, { "content-type": "text/css; charset=utf-8" });
      return response.end(url.searchParams.has("hostile") ? HOSTILE_STYLE : SITE_STYLE);
    }
    const escape = (text) => text.replace(/[&"<]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    const attributes = [...url.searchParams].map(([name, value]) => `${name}="${escape(value)}"`).join(" ");
    const hostile = url.pathname === "/hostile" ? "?hostile" : "";
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy });
    response.end(`<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>비즈니스 센터</title><link rel="stylesheet" href="/site.css${hostile}"></head>
<body><main><h1>무엇이든 물어보세요</h1><p>결제와 월렛, 챗봇 운영에 필요한 도움말을 한곳에서 찾을 수 있어요.</p>
<div id="help"><form><input type="search" name="q" aria-label="검색" value="${url.pathname === "/typed" ? "환불" : ""}"></form></div>
<p><label>이름 <input id="other"></label> <a id="opener" href="#nowhere" data-haedap-open>질문하기</a></p>
<script src="${haedap.origin}/widget.js" ${attributes}></script></main></body></html>`);
  }, port);
}
