// A text and its entities, as elements. Offsets count UTF-16 units, as strings do here.

import { button, h } from "./dom.js";

const PLAIN = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

/** `write(text)` sends a command that is clicked. */
export function marked(text, entities, write) {
  const fragment = document.createDocumentFragment();
  fill(fragment, text, 0, text.length, [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length), write);
  return fragment;
}

function fill(parent, text, start, end, entities, write) {
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [first, ...others] = rest;
    const stop = Math.min(first.offset + first.length, end);
    if (first.offset < at || stop <= first.offset) {
      rest = others;
      continue;
    }
    parent.append(text.slice(at, first.offset));
    const element = wrap(first, text.slice(first.offset, stop), write);
    fill(element, text, first.offset, stop, others.filter((each) => each.offset < stop), write);
    parent.append(element);
    at = stop;
    rest = others.filter((each) => each.offset >= stop);
  }
  parent.append(text.slice(at, end));
}

function wrap(entity, covered, write) {
  if (PLAIN[entity.type]) return h(PLAIN[entity.type]);
  if (entity.type === "text_link") return link(entity.url);
  if (entity.type === "url") return link(covered);
  if (entity.type === "bot_command") return button({ class: "command" }, () => write(covered));
  if (entity.type === "spoiler") return h("span", { class: "spoiler", tabindex: 0 });
  return h("span", { class: entity.type });
}

function link(url) {
  return /^https?:\/\//.test(url) ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }) : h("span");
}
