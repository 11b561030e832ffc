// Texts whose colour is too near to what lies behind them (WCAG 2.2 AA, 1.4.3). Returns sentences.
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
function rgba(colour) {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
}
const over = ([r, g, b, a], under) => [r, g, b].map((value, index) => value * a + under[index] * (1 - a)).concat(1);
function behind(element) {
  const layers = [];
  for (let each = element; each; each = each.parentElement) layers.push(rgba(getComputedStyle(each).backgroundColor));
  return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255, 1]);
}
function luminance([r, g, b]) {
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const [x, y, z] = [r, g, b].map((value) => linear(value / 255));
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
}
const found = new Set();
for (const element of document.querySelectorAll("body *:not(script)")) {
  const texts = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!texts || !element.getClientRects().length || element.closest("svg, .unseen")) continue;
  const under = behind(element);
  const colour = over(rgba(getComputedStyle(element).color), under);
  const [light, dark] = [luminance(colour), luminance(under)].sort((a, b) => b - a);
  const ratio = (light + 0.05) / (dark + 0.05);
  if (ratio < 4.5) found.add(`${element.tagName.toLowerCase()}.${element.className}: ${ratio.toFixed(2)}`);
}
return [...found];
