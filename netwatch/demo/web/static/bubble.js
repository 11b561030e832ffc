// One message, as Telegram shows it.

import { h, icon } from "./dom.js";
import { marked } from "./entities.js";
import { BELL_OFF, FILE, REPLY } from "./icons.js";
import { say } from "./words.js";

/** `press(message id, data, button)`, `say(text)`, `reply(message)` and `jump(message id)` are what a thumb can do. */
export function bubble(message, { inGroup, press, say: write, reply, jump }) {
  if (message.service) return h("div", { class: "service", "data-message": message.id }, say("service"));
  const body = h("div", { class: "bubble" });
  if (inGroup && !message.mine) body.append(h("b", { class: "sender" }, message.from));
  if (message.reply_to) {
    const { id, from, text } = message.reply_to;
    body.append(h("button", { type: "button", class: "quote", onclick: () => jump(id) }, h("b", null, from), h("span", null, text || say("photo"))));
  }
  if (message.photo) {
    const { src, width, height } = message.photo;
    body.append(h("img", { src, width, height, alt: say("photo"), loading: "lazy" }));
  }
  if (message.document) {
    body.append(h("a", { class: "document", href: message.document.src, download: message.document.name }, icon(FILE), message.document.name));
  }
  if (message.wordless) body.append(h("i", { class: "wordless" }, say("other_message")));
  if (message.text) body.append(h("div", { class: "text" }, marked(message.text, message.entities, write)));
  body.append(h("span", { class: "meta" },
    message.silent ? h("span", { class: "silent", title: say("silent") }, icon(BELL_OFF), h("span", { class: "unseen" }, say("silent"))) : null,
    message.edited ? h("i", null, say("edited")) : null, h("time", null, message.at), message.mine ? h("span", { class: "ticks", "aria-hidden": "true" }, "✓✓") : null));
  const group = h("article", { class: message.mine ? "message mine" : "message", "data-message": message.id }, h("div", { class: "line" }, body,
    h("button", { type: "button", class: "answer", title: say("reply"), "aria-label": say("reply"), onclick: () => reply(message) }, icon(REPLY))));
  if (message.buttons.length) {
    group.append(h("div", { class: "buttons" }, ...message.buttons.map((row) => h("div", null, ...row.map((button) => (isLink(button.url)
      ? h("a", { href: button.url, target: "_blank", rel: "noopener noreferrer" }, button.text, " ↗")
      : h("button", { type: "button", onclick: (event) => press(message.id, button.data, event.currentTarget), disabled: !button.data }, button.text)))))));
  }
  return group;
}

const isLink = (url) => /^https?:\/\//.test(url ?? "");
