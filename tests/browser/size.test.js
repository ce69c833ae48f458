// What a page pays for the widget, and what it is spared.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { widgetScript } from "./support/servers.js";

/** Bytes on the wire, gzip. */
const MOST = 15_000;

test("the script stays small", async () => {
  const bytes = gzipSync(await widgetScript(), { level: 9 }).length;
  assert.ok(bytes < MOST, `${bytes} bytes of at most ${MOST}`);
});

test("nothing becomes code or markup, and nothing is kept but recent searches", async () => {
  const script = await widgetScript();
  for (const word of ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"]) {
    assert.ok(!script.includes(word), `${word} is not used`);
  }
  assert.ok(!/document\.cookie|sessionStorage|indexedDB/.test(script), "nothing but localStorage keeps anything");
});
