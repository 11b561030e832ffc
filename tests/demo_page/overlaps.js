// What of the page lies over another thing or is cut off. Returns sentences.
const found = [];
const shown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
const inside = (element, other) => other.contains(element) || element.contains(other);
const meets = (a, b, by) => a.left < b.right - by && b.left < a.right - by
  && a.top < b.bottom - by && b.top < a.bottom - by;
const leaves = (a, b) => a.left < b.left - 1 || a.top < b.top - 1 || a.right > b.right + 1 || a.bottom > b.bottom + 1;

function name(element) {
  const kind = `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ""}`;
  return `${kind}.${element.getAttribute("class") ?? ""} "${(element.textContent ?? "").trim().slice(0, 30)}"`;
}
function eachPair(elements, look) {
  elements.forEach((a, index) => elements.slice(index + 1).forEach((b) => look(a, b)));
}

// The page itself does not scroll.
const { scrollWidth, scrollHeight } = document.documentElement;
const fits = scrollWidth <= innerWidth && scrollHeight <= innerHeight;
if (!fits) found.push(`the page scrolls: ${scrollWidth}×${scrollHeight}`);

// Controls and panes of the frame, each whole and free of the others.
const window_ = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
const frame = [...document.querySelectorAll(
  ".top > :not(.knobs), .knobs > *, .story > *, .tickets, .map-room, .legend, .rail, .head, .paper, .composer, "
  + ".tabs button",
)].filter(shown);
for (const element of frame) {
  const box = element.getBoundingClientRect();
  if (leaves(box, window_)) found.push(`${name(element)} leaves the window`);
  if (box.width < 1 || box.height < 1) found.push(`${name(element)} has no room`);
}
eachPair(frame, (a, b) => {
  if (inside(a, b) || !meets(a.getBoundingClientRect(), b.getBoundingClientRect(), 1)) return;
  found.push(`${name(a)} meets ${name(b)}`);
});

// Texts that do not fit into what holds them; those that may end in an ellipsis or scroll are left out.
const whole = ".top *, .caption, .tabs button, .head b, .legend li, .bubble, .buttons button, .name";
for (const element of document.querySelectorAll(whole)) {
  if (!shown(element) || element.closest("svg, .unseen") || getComputedStyle(element).display === "inline") continue;
  if (element.scrollWidth > element.clientWidth + 1) found.push(`${name(element)} is cut off`);
}

// The map: names and signs.
const map = document.querySelector("svg.map:not(.key)")?.getBoundingClientRect();
const drawn = [...document.querySelectorAll(".map .site, .map .district-name, .map .device .plate")]
  .filter((element) => shown(element) && !element.closest(".key"));
for (const element of map ? drawn : []) {
  if (leaves(element.getBoundingClientRect(), map)) found.push(`${name(element)} leaves the map`);
}
eachPair(drawn, (a, b) => {
  // lines of one name stand close, as lines do
  const by = a.parentNode === b.parentNode ? 6 : 1;
  if (meets(a.getBoundingClientRect(), b.getBoundingClientRect(), by)) {
    found.push(`on the map ${name(a)} meets ${name(b)}`);
  }
});
return found;
