// The page's words, in the language in which it was asked for.

import { byId } from "./dom.js";

export const data = JSON.parse(byId("data").textContent);

/** The sentence of a key, its `{…}` filled in. */
export function say(key, values = {}) {
  return data.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
