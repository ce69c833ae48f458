// docs/widget.md and the script name the same attributes, properties, events and colours.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { widgetScript } from "./support/servers.js";

const found = (text, pattern) => [...new Set([...text.matchAll(pattern)].map((match) => match[1]))].sort();

test("the document names what the script reads and tells, and nothing else", async () => {
  const doc = await readFile(new URL("../../docs/widget.md", import.meta.url), "utf8");
  const script = await widgetScript();
  const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const attributes = found(script, /\bsettings\.(\w+)/g).map((name) => `data-${kebab(name)}`);
  assert.ok(attributes.includes("data-mode"));
  assert.deepEqual(found(doc, /^\| `(data-(?!mode` \|.*customer)[\w-]+)`/gm), attributes);
  assert.deepEqual(found(doc, /`(--haedap-[\w-]+)`/g), found(script, /var\((--haedap-[\w-]+)/g));
  assert.deepEqual(found(doc, /`haedap:(\w+)`/g), found(script, /\btell\("(\w+)"/g));
});

test("the document gives the colours that the script uses", async () => {
  const doc = await readFile(new URL("../../docs/widget.md", import.meta.url), "utf8");
  const script = await widgetScript();
  const used = found(script, /var\(--haedap-[\w-]+, (#\w+)\)/g);
  assert.ok(used.length > 10);
  const table = doc.slice(doc.indexOf("## Look"), doc.indexOf("```css"));
  assert.deepEqual(found(table, /`(#\w+)`/g), used);
});
