// Whose phone it is.

import { h } from "./dom.js";
import { say } from "./words.js";

export const roleOf = (phone) => (phone.role ? say(`role_${phone.role}`) : "");

/** The picture, the name and the part that is played. */
export function nameplate(phone) {
  return [
    h("span", { class: "avatar", "data-role": phone.role }, phone.name.slice(0, 1)),
    h("b", { class: "name" }, phone.name),
    h("small", { class: "role" }, roleOf(phone)),
  ];
}
