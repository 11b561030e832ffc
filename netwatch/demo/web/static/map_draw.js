// The map's parts, drawn once; what changes on them is painted later.

import { s } from "./dom.js";
import { BOLT, CROSS, KIND, POWER, SCISSORS } from "./icons.js";
import { knife } from "./knife.js";
import { say } from "./words.js";

const LINE = 14;

/** `now()` gives the stage as it is. Of each part: its `group`, which is its button, and what of it is painted. */
export function drawMap(plan, now) {
  const names = Object.fromEntries(plan.spots.map((spot) => [spot.device, spot.name]));
  const svg = s("svg", {
    class: "map", viewBox: `0 0 ${plan.width} ${plan.height}`, role: "group", "aria-label": say("map_label"),
  });
  svg.append(s("defs", null, hatch()));
  const layer = (name) => svg.appendChild(s("g", { class: name }));
  const [ground, dark, wires, labels, signs, knives] =
    ["ground", "dark", "wires", "labels", "signs", "knives"].map(layer);
  plan.districts.forEach((district) => drawDistrict(district, ground));
  return {
    plan,
    svg,
    places: plan.places.map((place) => drawPlace(place, now, dark, labels)),
    cables: plan.cables.map((cable) => drawCable(cable, names, wires, knives)),
    spots: plan.spots.map((spot) => drawSpot(spot, now, signs)),
  };
}

function hatch() {
  const field = { id: "hatch", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  return s("pattern", field, s("rect", { width: 2.5, height: 7, class: "hatch" }));
}

function drawDistrict({ name, x, y, width, height, title }, ground) {
  ground.append(s("rect", { x, y, width, height, rx: 16, class: name ? "district" : "district centre" }));
  if (name) ground.append(s("text", { x: title.x, y: title.y + 12, class: "district-name" }, name));
}

function drawPlace(place, now, dark, labels) {
  const { box, label, anchor } = place;
  const [middle, centre] = [label.x + label.width / 2, label.y + label.height / 2];
  const shade = dark.appendChild(s("rect", {
    x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2, rx: 10, class: "shade",
  }));
  const group = labels.appendChild(s("g", { class: "place" }));
  group.append(s("rect", {
    x: label.x - 2, y: label.y - 3, width: label.width + 4, height: label.height + 6, rx: 7, class: "hit",
  }));
  const x = { start: label.x, middle, end: label.x + label.width }[anchor];
  const isOffice = anchor === "middle";
  place.lines.forEach((text, index) => group.append(s("text", {
    x, y: label.y + (isOffice ? 12 : 13) + index * LINE, "text-anchor": anchor, "data-width": label.width,
    class: isOffice ? "site big" : "site",
  }, text)));
  group.append(badge(BOLT, anchor === "start" ? label.x + label.width - 7 : label.x + 7, centre, "mark bolt"));
  knife(group, middle, centre, now, () => {
    const on = !now().sites[place.site].power;
    const order = { do: "power", site: place.site, on };
    return [order, say(on ? "was_lit" : "was_dark", place), { ...order, on: !on }];
  }, () => [place.name, say(now().sites[place.site].power ? "power_off" : "power_on")]);
  return { group, shade, place };
}

function drawCable(cable, names, wires, knives) {
  const [from, ...bends] = cable.curve;
  const path = `M${from}C${bends.join(" ")}`;
  const link = { child: cable.child, parent: cable.parent };
  const name = say("between", { child: names[link.child], parent: names[link.parent] });
  const [x, y] = cable.knife;
  const wire = wires.appendChild(s("g", { class: "cable" }));
  wire.append(s("path", { d: path, class: "wire" }), s("path", { d: path, class: "reach" }));
  const group = knives.appendChild(s("g", { class: "knife" }));
  group.append(
    s("circle", { cx: x, cy: y, r: 11, class: "hit" }), s("circle", { cx: x, cy: y, r: 3, class: "dot" }),
    badge(SCISSORS, x, y, "mark scissors", 9), badge(CROSS, x, y, "mark cross", 8),
  );
  const isCut = () => group.classList.contains("is-cut");
  const order = () => {
    const [deed, back, told] = isCut() ? ["mend", "cut", "was_mended"] : ["cut", "mend", "was_cut"];
    return [{ do: deed, ...link }, say(told, { name }), { do: back, ...link }];
  };
  knife(group, x, y, () => true, order, () => [name, say(isCut() ? "mend_it" : "cut_it")], wire);
  return { group, wire, cable };
}

function drawSpot(spot, now, signs) {
  const group = signs.appendChild(s("g", { class: "device" }));
  const hold = group.appendChild(s("g", { transform: `translate(${spot.x} ${spot.y})` }));
  const kind = KIND[spot.kind] ? spot.kind : "other";
  const form = s("g", { class: "plate" });
  const number = s("g", { class: "number", transform: "translate(0 -17)" });
  hold.append(
    s("circle", { r: 14, class: "hit" }), s("circle", { r: 14.5, class: "halo" }), form,
    s("path", { d: KIND[kind], class: "kind", transform: "translate(-7.2 -7.2) scale(.6)" }),
    badge(POWER, 9, 9, "mark power", 6.5), number,
  );
  knife(group, spot.x, spot.y, now, () => {
    const on = !now().devices[spot.device].on;
    const order = { do: "switch", device: spot.device, on };
    return [order, say(on ? "was_on" : "was_off", spot), { ...order, on: !on }];
  }, () => {
    const { on, state, ticket } = now().devices[spot.device];
    const how = [say(`kind_${kind}`), say(`state_${state}`), ...(ticket ? [`#${ticket}`] : [])];
    return [spot.name, how.join(" · "), say(on ? "switch_off" : "switch_on")];
  });
  return { group, form, number, spot, was: "" };
}

/** The number of a ticket at its root cause. */
export function pill(number) {
  const text = `#${number}`;
  const width = 10 + text.length * 6.6;
  return [
    s("rect", { x: -width / 2, y: -8, width, height: 15, rx: 7.5 }),
    s("text", { y: 3.2, "text-anchor": "middle" }, text),
  ];
}

function badge(path, x, y, className, radius = 7) {
  const scale = (radius * 1.25) / 24;
  return s("g", { class: className, transform: `translate(${x} ${y})` }, s("circle", { r: radius }),
    s("path", { d: path, transform: `translate(${-12 * scale} ${-12 * scale}) scale(${scale})` }));
}
