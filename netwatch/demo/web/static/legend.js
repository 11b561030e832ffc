// The signs of the map, each as it stands there.

import { h, s } from "./dom.js";
import { BOLT, CROSS, POWER } from "./icons.js";
import { plate } from "./plate.js";
import { say } from "./words.js";

const SHOWN = ["up", "down", "unreachable", "degraded", "unknown"];

export function fillLegend(place) {
  const field = (...content) => s("svg", { viewBox: "-15 -15 30 30", class: "map key", "aria-hidden": "true" }, ...content);
  const belief = SHOWN.map((state) => h("li", null,
    field(s("g", { class: "device", "data-state": state }, s("g", { class: "plate" }, plate(state)))), say(`state_${state}`)));
  const truth = [["legend_cut", CROSS], ["legend_off", POWER], ["legend_dark", BOLT]].map(([key, path]) => h("li", null,
    field(s("g", { class: "mark key-mark" }, s("circle", { r: 9 }), s("path", { d: path, transform: "translate(-6 -6) scale(.5)" }))), say(key)));
  place.append(
    h("div", null, h("b", null, say("legend_belief")), h("ul", null, ...belief)),
    h("div", null, h("b", null, say("legend_truth")), h("ul", null, ...truth)),
  );
}
