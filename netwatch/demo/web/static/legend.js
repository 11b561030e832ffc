// The signs of the map, each as it stands there.

import { h, s } from "./dom.js";
import { BOLT, CROSS, POWER } from "./icons.js";
import { plate } from "./plate.js";
import { say } from "./words.js";

const BELIEVED = ["up", "down", "unreachable", "degraded", "unknown"];
const TRUE = [["legend_cut", CROSS], ["legend_off", POWER], ["legend_dark", BOLT]];

export function fillLegend(place) {
  place.append(
    part(say("legend_belief"), BELIEVED.map((state) => [say(`state_${state}`), believed(state)])),
    part(say("legend_truth"), TRUE.map(([key, path]) => [say(key), mark(path)])),
  );
}

function part(title, signs) {
  return h("div", null, h("b", null, title), h("ul", null, ...signs.map(([words, sign]) => h("li", null,
    s("svg", { viewBox: "-15 -15 30 30", class: "map key", "aria-hidden": "true" }, sign), words))));
}

function believed(state) {
  return s("g", { class: "device", "data-state": state }, s("g", { class: "plate" }, plate(state)));
}

function mark(path) {
  const sign = s("path", { d: path, transform: "translate(-6 -6) scale(.5)" });
  return s("g", { class: "mark" }, s("circle", { r: 9 }), sign);
}
