// Elements from data. Text only ever becomes text nodes, and nothing sets a style attribute, so that the widget works
// under the strictest security policy.

/** An element; `on…` attributes are listeners, and what is null, undefined or false is left out. */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value != null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

const ICONS = {
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm4.8 11.3L20 20",
  close: "m6 6 12 12M18 6 6 18",
  chat: "M12 4.5c-4.7 0-8.5 3-8.5 6.8 0 2.3 1.4 4.3 3.6 5.5l-.7 3.2 3.5-2.1c.7.1 1.4.2 2.1.2 4.7 0 8.5-3 8.5-6.8s-3.8-6.8-8.5-6.8Z",
  send: "M12 19V5m-6 6 6-6 6 6",
};

/** A drawing beside or in place of a label; it has no name of its own. */
function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = svg.appendChild(document.createElementNS(svg.namespaceURI, "path"));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  return svg;
}

/** A text with what matched in `<mark>`; `marks` are UTF-16 ranges, and one that cannot be is passed over. */
function marked(text, marks) {
  const nodes = [];
  let at = 0;
  for (const [start, end] of marks ?? []) {
    if (!(start >= at && end > start && end <= text.length)) continue;
    nodes.push(text.slice(at, start), el("mark", {}, text.slice(start, end)));
    at = end;
  }
  return [...nodes, text.slice(at)];
}
