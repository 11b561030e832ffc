// What netwatch believes of a device, told by form as well as by colour.

import { s } from "./dom.js";

const FORM = {
  up: () => s("circle", { r: 10.5 }),
  down: () => s("rect", { x: -9.5, y: -9.5, width: 19, height: 19, rx: 3.5, transform: "rotate(45)" }),
  unreachable: () => s("circle", { r: 10, "stroke-dasharray": "4.3 2.5" }),
  degraded: () => s("path", { d: "M0-13.500 13.500 10H-13.500z", "stroke-linejoin": "round" }),
  unknown: () => s("circle", { r: 10, "stroke-dasharray": "0.1 4.08", "stroke-linecap": "round" }),
  maintenance: () => s("rect", { x: -10, y: -10, width: 20, height: 20, rx: 5 }),
};

export const STATES = Object.keys(FORM);

export function plate(state) {
  return (FORM[state] ?? FORM.unknown)();
}
