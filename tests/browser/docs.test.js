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

/** Relative luminance of `#rgb` or `#rrggbb`, by WCAG 2. */
function luminance(color) {
  const digits = color.length === 4 ? [...color.slice(1)].map((digit) => digit + digit).join("") : color.slice(1);
  const [red, green, blue] = digits.match(/../g).map((pair) => {
    const part = parseInt(pair, 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

test("the colours keep their contrast in both themes", async () => {
  const script = await widgetScript();
  const all = [...script.matchAll(/--_([\w-]+): var\(--haedap-[\w-]+, (#\w+)\)/g)].map(([, name, color]) => [
    name,
    color,
  ]);
  const first = all.findIndex(([name], at) => at > 0 && name === "accent");
  // The dark ones stand first, and leave the rest to the light ones.
  const themes = {
    light: Object.fromEntries(all.slice(first)),
    dark: Object.fromEntries([...all.slice(first), ...all.slice(0, first)]),
  };
  assert.notEqual(themes.light.surface, themes.dark.surface);
  assert.ok(Math.abs(contrast("#000", "#ffffff") - 21) < 0.01);
  const pairs = [
    ["text", "surface", 4.5],
    ["text", "raised", 4.5],
    ["muted", "surface", 4.5],
    ["muted", "raised", 4.5],
    ["on-accent", "accent", 4.5],
    ["accent", "surface", 3],
    ["border", "surface", 3],
    ["border", "raised", 3],
  ];
  for (const [theme, colors] of Object.entries(themes)) {
    for (const [one, other, least] of pairs) {
      const ratio = contrast(colors[one], colors[other]);
      assert.ok(ratio >= least, `${theme}: ${one} on ${other} has ${ratio.toFixed(2)}`);
    }
  }
});
