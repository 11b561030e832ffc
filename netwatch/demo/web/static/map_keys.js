// The map is one stop of the tab key; within it the arrow keys go to the nearest thing in their direction.

const AHEAD = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function moveByArrows(svg) {
  const all = [...svg.querySelectorAll("[role=button][data-x]")];
  if (!all.length) return;
  const at = (element) => [Number(element.dataset.x), Number(element.dataset.y)];
  let current = all[0];
  current.setAttribute("tabindex", 0);

  svg.addEventListener("focusin", (event) => {
    const element = event.target.closest("[data-x]");
    if (!element) return;
    current.setAttribute("tabindex", -1);
    current = element;
    current.setAttribute("tabindex", 0);
  });
  svg.addEventListener("keydown", (event) => {
    const ahead = AHEAD[event.key];
    if (!ahead) return;
    event.preventDefault();
    const [x, y] = at(current);
    let best = null;
    let least = Infinity;
    for (const element of all) {
      const [dx, dy] = [at(element)[0] - x, at(element)[1] - y];
      const along = dx * ahead[0] + dy * ahead[1];
      const aside = Math.abs(dx * ahead[1]) + Math.abs(dy * ahead[0]);
      const cost = along + 2.5 * aside;
      if (along > 1 && cost < least) [best, least] = [element, cost];
    }
    best?.focus();
  });
}
