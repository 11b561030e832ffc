// Elements from their parts. Texts are always texts: nothing here takes markup.

const SVG = "http://www.w3.org/2000/svg";

function filled(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** An HTML element: `h("button", {type: "button", onclick: act}, "text", child)`. */
export function h(tag, properties, ...children) {
  return filled(document.createElement(tag), properties, children);
}

/** An HTML button that does not submit. */
export function button(properties, onclick, ...children) {
  return h("button", { type: "button", ...properties, onclick }, ...children);
}

/** An SVG element. */
export function s(tag, properties, ...children) {
  return filled(document.createElementNS(SVG, tag), properties, children);
}

/** An icon of the page's own set: one path on a 24 × 24 field. */
export function icon(path, className = "icon") {
  return s("svg", { viewBox: "0 0 24 24", class: className, "aria-hidden": "true" }, s("path", { d: path }));
}

export const byId = (id) => document.getElementById(id);
