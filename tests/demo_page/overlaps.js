// What of the page lies over another thing or is cut off. Returns sentences.
const found = [];
const name = (element) => `${element.tagName.toLowerCase()}${element.id ? "#" + element.id : ""}.${String(element.className.baseVal ?? element.className).replaceAll(" ", ".")} "${(element.textContent ?? "").trim().slice(0, 30)}"`;
const shown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
const inside = (element, ancestor) => ancestor.contains(element) || element.contains(ancestor);

// The page itself does not scroll.
const root = document.documentElement;
if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) found.push(`the page scrolls: ${root.scrollWidth}×${root.scrollHeight}`);

// Controls and texts of the frame, each whole and free of the others.
const frame = [...document.querySelectorAll(
  ".top > *, .story > *, .tickets, .map-room, .legend, .rail, .head, .paper, .composer, .tabs button",
)].filter(shown);
for (const element of frame) {
  const box = element.getBoundingClientRect();
  if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) found.push(`${name(element)} leaves the window`);
  if (box.width < 1 || box.height < 1) found.push(`${name(element)} has no room`);
}
const meets = (a, b, by) => a.left < b.right - by && b.left < a.right - by && a.top < b.bottom - by && b.top < a.bottom - by;
frame.forEach((a, index) => frame.slice(index + 1).forEach((b) => {
  if (!inside(a, b) && meets(a.getBoundingClientRect(), b.getBoundingClientRect(), 1)) found.push(`${name(a)} meets ${name(b)}`);
}));

// Texts that do not fit into what holds them; those that may end in an ellipsis or scroll are left out.
for (const element of document.querySelectorAll(".top *, .caption, .tabs button, .head b, .segments *, .plain, .legend li, .bubble, .buttons button, .name")) {
  if (!shown(element) || element.closest("svg, .unseen")) continue;
  if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== "inline") found.push(`${name(element)} is cut off`);
}

// The map: names, signs and numbers.
const texts = [...document.querySelectorAll(".map .site, .map .district-name")].filter((each) => !each.closest(".key"));
const signs = [...document.querySelectorAll(".map .device .plate")].filter((each) => !each.closest(".key"));
const map = document.querySelector("svg.map:not(.key)")?.getBoundingClientRect();
if (map) {
  const drawn = [...texts, ...signs].filter(shown);
  for (const element of drawn) {
    const box = element.getBoundingClientRect();
    if (box.left < map.left || box.right > map.right + 1 || box.top < map.top || box.bottom > map.bottom + 1) found.push(`${name(element)} leaves the map`);
  }
  drawn.forEach((a, index) => drawn.slice(index + 1).forEach((b) => {
    // lines of one name stand close, as lines do
    const by = a.parentNode === b.parentNode ? 6 : 1;
    if (meets(a.getBoundingClientRect(), b.getBoundingClientRect(), by)) found.push(`on the map ${name(a)} meets ${name(b)}`);
  }));
}
return found;
