// What was done, for a few seconds, with a way to take it back.

import { byId, h } from "./dom.js";
import { say } from "./words.js";

const SECONDS = 5;

export function notice(text, { undo = null, bad = false } = {}) {
  const element = h("p", { class: bad ? "notice bad" : "notice" }, h("span", null, text));
  if (undo) {
    element.append(h("button", { type: "button", onclick: () => { element.remove(); undo(); } }, say("undo")));
  }
  const place = byId("notices");
  place.replaceChildren(element);
  setTimeout(() => element.remove(), SECONDS * 1000);
}
