// The city: what netwatch believes in colour and form, what is really so in black, and the knife.

import { byId } from "./dom.js";
import { fillLegend } from "./legend.js";
import { drawMap, pill } from "./map_draw.js";
import { moveByArrows } from "./map_keys.js";
import { plate } from "./plate.js";

const NARROW = matchMedia("(max-width: 760px)");

export function startMap() {
  const room = byId("map-room");
  let city = null; // as drawMap gives it
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
    city = drawMap(plan, () => stage);
    room.replaceChildren(city.svg);
    squeezeNames(city.svg);
    moveByArrows(city.svg);
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

  function isAnotherCity() {
    const { spots } = city;
    return spots.length !== Object.keys(stage.devices).length || spots.some(({ spot }) => !stage.devices[spot.device]);
  }

  function paint() {
    if (isAnotherCity()) {
      load(true);
      return;
    }
    city.places.forEach(paintPlace);
    const cut = new Set(stage.cut.map((link) => link.join(" ")));
    for (const each of city.cables) paintCable(each, cut);
    const roots = new Map(stage.tickets.flatMap(({ id, roots: [root] }) => (root ? [[root, id]] : [])));
    for (const each of city.spots) paintSpot(each, roots.get(each.spot.device) ?? null);
    for (const { group } of [...city.places, ...city.cables, ...city.spots]) {
      group.setAttribute("aria-label", group.about().join(", "));
    }
    city.svg.classList.toggle("is-pointing", Boolean(pointed));
  }

  function paintPlace({ group, shade, place }) {
    const isDark = !stage.sites[place.site].power;
    group.classList.toggle("is-dark", isDark);
    shade.classList.toggle("is-dark", isDark);
  }

  function paintCable({ group, wire, cable }, cut) {
    const isCut = cut.has(`${cable.child} ${cable.parent}`);
    for (const part of [group, wire]) part.classList.toggle("is-cut", isCut);
    const ends = [stage.devices[cable.child], stage.devices[cable.parent]];
    wire.classList.toggle("is-silent", ends.some((device) => !device.answers));
  }

  function paintSpot(each, root) {
    const { group, spot } = each;
    const device = stage.devices[spot.device];
    const form = `${device.state} ${root}`;
    if (form !== each.was) {
      each.was = form;
      each.form.replaceChildren(plate(device.state));
      each.number.replaceChildren(...(root ? pill(root) : []));
      group.dataset.state = device.state;
    }
    group.classList.toggle("is-off", !device.on);
    group.classList.toggle("is-pointed", Boolean(pointed?.includes(spot.device)));
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
      if (!city || !stage) return;
      paint();
      const found = city.spots.find(({ spot }) => spot.device === near);
      if (NARROW.matches) found?.group.scrollIntoView({ block: "center" });
    },
  };
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
