// The city: what netwatch believes in colour and form, what is really so in black, and the knife.

import { act } from "./act.js";
import { byId, h, s } from "./dom.js";
import { BOLT, CROSS, KIND, POWER, SCISSORS } from "./icons.js";
import { fillLegend } from "./legend.js";
import { moveByArrows } from "./map_keys.js";
import { notice } from "./notice.js";
import { plate } from "./plate.js";
import { hideTip, tip } from "./tip.js";
import { say } from "./words.js";

const NARROW = matchMedia("(max-width: 760px)");

export function startMap() {
  const room = byId("map-room");
  let city = null; // { plan, spots, cables, places, names }
  let stage = null;
  let pointed = null;
  let asked = "";

  async function load(force) {
    const { width, height } = room.getBoundingClientRect();
    if (!NARROW.matches && (width < 50 || height < 50)) return;
    const query = NARROW.matches ? "" : `?aspect=${(Math.round((width / height) * 20) / 20).toFixed(2)}`;
    if (!force && query === asked && city) return;
    asked = query;
    let plan;
    try {
      plan = await (await fetch(`plan${query}`)).json();
    } catch {
      asked = null; // the next news of the city asks again
      return;
    }
    if (asked !== query) return;
    city = draw(plan);
    room.replaceChildren(city.svg);
    squeezeNames(city.svg);
    if (stage) paint();
  }
  let waiting = 0;
  new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(() => load(false), city ? 150 : 0);
  }).observe(room);
  fillLegend(byId("legend"));
  const unfold = () => { byId("legend").open = !NARROW.matches; };
  NARROW.addEventListener("change", unfold);
  unfold();

  function draw(plan) {
    const names = Object.fromEntries(plan.spots.map((spot) => [spot.device, spot.name]));
    const svg = s("svg", {
      class: "map", viewBox: `0 0 ${plan.width} ${plan.height}`, role: "group", "aria-label": say("map_label"),
    });
    svg.append(s("defs", null, s("pattern", { id: "hatch", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      s("rect", { width: 2.5, height: 7, class: "hatch" }))));
    const layer = (name) => svg.appendChild(s("g", { class: name }));
    const [ground, dark, wires, labels, signs, knives] = ["ground", "dark", "wires", "labels", "signs", "knives"].map(layer);
    for (const each of plan.districts) {
      ground.append(s("rect", { x: each.x, y: each.y, width: each.width, height: each.height, rx: 16, class: each.name ? "district" : "district centre" }));
      if (each.name) ground.append(s("text", { x: each.title.x, y: each.title.y + 12, class: "district-name" }, each.name));
    }
    const places = plan.places.map((place) => drawPlace(place, dark, labels));
    const cables = plan.cables.map((cable) => drawCable(cable, names, wires, knives));
    const spots = plan.spots.map((spot) => drawSpot(spot, signs));
    moveByArrows(svg);
    return { plan, names, svg, places, cables, spots };
  }

  function drawPlace(place, dark, labels) {
    const { box, label } = place;
    const shade = dark.appendChild(s("rect", { x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2, rx: 10, class: "shade" }));
    const x = { start: label.x, middle: label.x + label.width / 2, end: label.x + label.width }[place.anchor];
    const line = place.anchor === "middle" ? 13 : 14;
    const group = knife(labels, "place", { x: label.x + label.width / 2, y: label.y + label.height / 2 });
    group.append(s("rect", { x: label.x - 2, y: label.y - 3, width: label.width + 4, height: label.height + 6, rx: 7, class: "hit" }));
    place.lines.forEach((text, index) => group.append(s("text", {
      x, y: label.y + line + index * 14 - 1, "text-anchor": place.anchor, class: place.anchor === "middle" ? "site big" : "site", "data-width": label.width,
    }, text)));
    const mark = group.appendChild(badge(BOLT, place.anchor === "start" ? label.x + label.width - 7 : label.x + 7, label.y + label.height / 2, "mark bolt"));
    const each = { group, shade, mark, place };
    handle(group, () => {
      const on = !stage.sites[place.site].power;
      const order = { do: "power", site: place.site, on };
      return [order, say(on ? "was_lit" : "was_dark", place), { ...order, on: !on }];
    }, () => [place.name, say(stage.sites[place.site].power ? "power_off" : "power_on")]);
    return each;
  }

  function drawCable(cable, names, wires, knives) {
    const [a, b, c, d] = cable.curve;
    const path = `M${a}C${b} ${c} ${d}`;
    const name = say("between", { child: names[cable.child], parent: names[cable.parent] });
    const wire = wires.appendChild(s("g", { class: "cable" }));
    wire.append(s("path", { d: path, class: "wire" }), s("path", { d: path, class: "reach" }));
    const [x, y] = cable.knife;
    const group = knife(knives, "knife", { x, y });
    group.append(s("circle", { cx: x, cy: y, r: 11, class: "hit" }), s("circle", { cx: x, cy: y, r: 3, class: "dot" }),
      badge(SCISSORS, x, y, "mark scissors", 9), badge(CROSS, x, y, "mark cross", 8));
    const order = () => {
      const mend = group.classList.contains("is-cut");
      const link = { child: cable.child, parent: cable.parent };
      return [{ do: mend ? "mend" : "cut", ...link }, say(mend ? "was_mended" : "was_cut", { name }), { do: mend ? "cut" : "mend", ...link }];
    };
    const about = () => [name, say(group.classList.contains("is-cut") ? "mend_it" : "cut_it")];
    handle(group, order, about);
    handle(wire, order, about);
    for (const each of [group, wire]) {
      each.addEventListener("pointerenter", () => [group, wire].forEach((part) => part.classList.add("hover")));
      each.addEventListener("pointerleave", () => [group, wire].forEach((part) => part.classList.remove("hover")));
    }
    return { group, wire, cable };
  }

  function drawSpot(spot, signs) {
    const group = knife(signs, "device", spot);
    const hold = s("g", { transform: `translate(${spot.x} ${spot.y})` });
    group.append(hold);
    hold.append(s("circle", { r: 14, class: "hit" }), s("circle", { r: 14.5, class: "halo" }));
    const form = hold.appendChild(s("g", { class: "plate" }));
    hold.append(s("path", { d: KIND[spot.kind] ?? KIND.other, class: "kind", transform: "translate(-7.2 -7.2) scale(.6)" }));
    hold.append(badge(POWER, 9, 9, "mark power", 6.5));
    const number = hold.appendChild(s("g", { class: "number", transform: "translate(0 -17)" }));
    handle(group, () => {
      const on = !stage.devices[spot.device].on;
      const order = { do: "switch", device: spot.device, on };
      return [order, say(on ? "was_on" : "was_off", spot), { ...order, on: !on }];
    }, () => {
      const { on, state, ticket } = stage.devices[spot.device];
      const how = [say(`kind_${KIND[spot.kind] ? spot.kind : "other"}`), say(`state_${state}`), ticket ? `#${ticket}` : null];
      return [spot.name, how.filter(Boolean).join(" · "), say(on ? "switch_off" : "switch_on")];
    });
    return { group, form, number, spot, was: "" };
  }

  function knife(layer, className, { x, y }) {
    return layer.appendChild(s("g", { class: className, role: "button", tabindex: -1, "data-x": x, "data-y": y }));
  }

  function handle(group, order, about) {
    const go = async () => {
      if (!stage) return;
      const [wanted, told, back] = order();
      hideTip();
      if (await act(wanted)) notice(told, { undo: () => act(back) });
    };
    group.addEventListener("click", go);
    group.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        go();
      }
    });
    group.about = () => (stage ? about() : []);
    tip(group);
  }

  function paint() {
    const { devices, sites } = stage;
    if (city.plan.spots.length !== Object.keys(devices).length || city.plan.spots.some((spot) => !devices[spot.device])) {
      load(true);
      return;
    }
    const cut = new Set(stage.cut.map((link) => link.join(" ")));
    const roots = new Map(stage.tickets.flatMap((ticket) => ticket.roots.slice(0, 1).map((id) => [id, ticket.id])));
    for (const { group, shade, place } of city.places) {
      const isDark = !sites[place.site].power;
      group.classList.toggle("is-dark", isDark);
      shade.classList.toggle("is-dark", isDark);
    }
    for (const { group, wire, cable } of city.cables) {
      for (const part of [group, wire]) part.classList.toggle("is-cut", cut.has(`${cable.child} ${cable.parent}`));
      wire.classList.toggle("is-silent", !devices[cable.child].answers || !devices[cable.parent].answers);
    }
    for (const each of city.spots) {
      const device = devices[each.spot.device];
      const root = roots.get(each.spot.device) ?? null;
      const form = `${device.state} ${root}`;
      if (form !== each.was) {
        each.was = form;
        each.form.replaceChildren(plate(device.state));
        each.number.replaceChildren(...(root ? pill(root) : []));
        each.group.dataset.state = device.state;
      }
      each.group.classList.toggle("is-off", !device.on);
      each.group.classList.toggle("is-pointed", Boolean(pointed?.includes(each.spot.device)));
    }
    for (const each of [...city.places, ...city.cables, ...city.spots]) each.group.setAttribute("aria-label", each.group.about().join(", "));
    city.svg.classList.toggle("is-pointing", Boolean(pointed));
  }

  return {
    update(next) {
      stage = next;
      if (asked === null) load(false);
      else if (city) paint();
    },
    /** `near`: and brought into sight, where the map is larger than its room. */
    highlight(devices, near = null) {
      pointed = devices?.length ? devices : null;
      if (city && stage) paint();
      if (NARROW.matches) city?.spots.find((each) => each.spot.device === near)?.group.scrollIntoView({ block: "center" });
    },
  };
}

function badge(path, x, y, className, radius = 7) {
  const scale = (radius * 1.25) / 24;
  return s("g", { class: className, transform: `translate(${x} ${y})` }, s("circle", { r: radius }),
    s("path", { d: path, transform: `translate(${-12 * scale} ${-12 * scale}) scale(${scale})` }));
}

function pill(number) {
  const text = `#${number}`;
  const width = 10 + text.length * 6.6;
  return [s("rect", { x: -width / 2, y: -8, width, height: 15, rx: 7.5 }), s("text", { y: 3.2, "text-anchor": "middle" }, text)];
}

/** Whatever the face, a name keeps within its place. */
function squeezeNames(svg) {
  for (const text of svg.querySelectorAll("text[data-width]")) {
    const width = Number(text.dataset.width);
    if (text.getComputedTextLength() > width) {
      text.setAttribute("textLength", width);
      text.setAttribute("lengthAdjust", "spacingAndGlyphs");
    }
  }
}
