// What is under the pointer or has the focus, at once.

import { byId, h } from "./dom.js";

const box = byId("tip");

export function hideTip() {
  box.hidden = true;
}

/** `element.about()` gives the lines: what it is, and what a click does. */
export function tip(element) {
  const show = (event) => {
    if (event.pointerType === "touch") return;
    const lines = element.about();
    if (!lines.length) return;
    box.replaceChildren(...lines.map((line, index) => h(index ? "span" : "b", null, line)));
    box.hidden = false;
    const target = element.getBoundingClientRect();
    const isPointer = event.clientX !== undefined;
    const [x, y] = isPointer ? [event.clientX, event.clientY] : [target.x + target.width / 2, target.bottom];
    const { width, height } = box.getBoundingClientRect();
    box.style.left = `${Math.max(8, Math.min(x - width / 2, innerWidth - width - 8))}px`;
    box.style.top = `${y + 18 + height > innerHeight ? y - height - 14 : y + 18}px`;
  };
  element.addEventListener("pointerenter", show);
  element.addEventListener("pointerleave", hideTip);
  element.addEventListener("focus", (event) => { if (element.matches(":focus-visible")) show(event); });
  element.addEventListener("blur", hideTip);
}
