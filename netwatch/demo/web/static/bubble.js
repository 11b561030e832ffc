// One message, as Telegram shows it.

import { button, h, icon } from "./dom.js";
import { marked } from "./entities.js";
import { BELL_OFF, FILE, REPLY } from "./icons.js";
import { say } from "./words.js";

/** `press(message id, data, button)`, `say(text)`, `reply(message)` and `jump(message id)` are what a thumb can do. */
export function bubble(message, { inGroup, press, say: write, reply, jump }) {
  if (message.service) return h("div", { class: "service", "data-message": message.id }, say("service"));
  const body = h("div", { class: "bubble" });
  if (inGroup && !message.mine) body.append(h("b", { class: "sender" }, message.from));
  if (message.reply_to) body.append(quote(message.reply_to, jump));
  if (message.photo) {
    const { src, width, height } = message.photo;
    body.append(h("img", { src, width, height, alt: say("photo"), loading: "lazy" }));
  }
  if (message.document) {
    const { src, name } = message.document;
    body.append(h("a", { class: "document", href: src, download: name }, icon(FILE), name));
  }
  if (message.wordless) body.append(h("i", { class: "wordless" }, say("other_message")));
  if (message.text) body.append(h("div", { class: "text" }, marked(message.text, message.entities, write)));
  body.append(meta(message));
  const back = { class: "answer", title: say("reply"), "aria-label": say("reply") };
  const element = h("article", { class: message.mine ? "message mine" : "message", "data-message": message.id },
    h("div", { class: "line" }, body, button(back, () => reply(message), icon(REPLY))));
  if (message.buttons.length) element.append(inlineKeyboard(message, press));
  return element;
}

function quote({ id, from, text }, jump) {
  return button({ class: "quote" }, () => jump(id), h("b", null, from), h("span", null, text || say("photo")));
}

function meta({ silent, edited, at, mine }) {
  const bell = () => h("span", { class: "silent", title: say("silent") },
    icon(BELL_OFF), h("span", { class: "unseen" }, say("silent")));
  return h("span", { class: "meta" },
    silent ? bell() : null,
    edited ? h("i", null, say("edited")) : null,
    h("time", null, at),
    mine ? h("span", { "aria-hidden": "true" }, "✓✓") : null);
}

function inlineKeyboard(message, press) {
  const key = ({ text, url, data }) => (/^https?:\/\//.test(url ?? "")
    ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text, " ↗")
    : button({ disabled: !data }, (event) => press(message.id, data, event.currentTarget), text));
  return h("div", { class: "buttons" }, ...message.buttons.map((row) => h("div", null, ...row.map(key))));
}
