// What a click, a tap or Enter on a part of the map does: it breaks, or mends, and can be taken back.

import { act } from "./act.js";
import { notice } from "./notice.js";
import { hideTip, tip } from "./tip.js";

/**
 * Makes the group a button at x, y. `isReady()`: something is known of the city. `order()` gives the order, what is
 * told when it is done, and the order that takes it back; `about()` what it is and what a click would do. `also`:
 * another group that does the same, without the keyboard.
 */
export function knife(group, x, y, isReady, order, about, also = null) {
  for (const [name, value] of Object.entries({ role: "button", tabindex: -1, "data-x": x, "data-y": y })) {
    group.setAttribute(name, value);
  }
  const go = async () => {
    if (!isReady()) return;
    const [wanted, told, back] = order();
    hideTip();
    if (await act(wanted)) notice(told, { undo: () => act(back) });
  };
  group.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      go();
    }
  });
  const parts = also ? [group, also] : [group];
  for (const part of parts) {
    part.about = () => (isReady() ? about() : []);
    part.addEventListener("click", go);
    part.addEventListener("pointerenter", () => parts.forEach((each) => each.classList.add("hover")));
    part.addEventListener("pointerleave", () => parts.forEach((each) => each.classList.remove("hover")));
    tip(part);
  }
}
