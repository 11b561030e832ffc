// Where a message is written, a command chosen and a photo sent.

import { button, h, icon } from "./dom.js";
import { CLIP, CROSS, SEND, SLASH } from "./icons.js";
import { notice } from "./notice.js";
import { samplePhoto, shrunk } from "./photo.js";
import { say } from "./words.js";

/** `send.say(text, replyTo)` and `send.photo(base64, caption, replyTo)` give null when it was not done. */
export function startComposer(send) {
  const drafts = new Map();
  let key = "";
  let replyTo = null;

  const field = h("textarea", {
    rows: 1, placeholder: say("write"), "aria-label": say("write"), maxlength: 4096, enterkeyhint: "send",
  });
  const answered = h("div", { class: "answered", hidden: true });
  const keyboard = h("div", { class: "keyboard", hidden: true });
  const popup = h("div", { class: "popup", hidden: true });
  const file = h("input", { type: "file", accept: "image/*", hidden: true });
  const slash = tool(SLASH, "commands", () => toggle("commands"));
  const clip = tool(CLIP, "attach", () => toggle("attach"));
  const go = tool(SEND, "send", submit);
  const start = button({ class: "start", hidden: true }, () => send.say("/start", null), say("start"));
  const row = h("div", { class: "write" }, slash, clip, field, go);
  const element = h("div", { class: "composer" }, popup, answered, row, start, keyboard, file);
  let menu = [];

  function tool(path, word, onclick) {
    return button({ class: `tool ${word}`, title: say(word), "aria-label": say(word) }, onclick, icon(path));
  }

  function toggle(what) {
    send.busy();
    if (!popup.hidden && popup.dataset.what === what) {
      popup.hidden = true;
      return;
    }
    popup.dataset.what = what;
    popup.replaceChildren(...(what === "attach" ? attachments() : commands()));
    popup.hidden = false;
    popup.querySelector("button")?.focus();
  }

  function attachments() {
    return [
      button({}, () => { popup.hidden = true; file.click(); }, say("attach_file")),
      button({ class: "sample" }, async () => sendPhoto(await samplePhoto()), say("attach_sample")),
    ];
  }

  function commands() {
    if (!menu.length) return [h("p", null, say("no_commands"))];
    return menu.map(({ command, description }) => button({}, () => {
      popup.hidden = true;
      send.say(`/${command}`, null);
    }, h("b", null, `/${command}`), h("span", null, description)));
  }

  async function sendPhoto(base64) {
    popup.hidden = true;
    const caption = field.value.trim();
    if (await send.photo(base64, caption, replyTo)) clear();
  }

  async function submit() {
    const text = field.value.trim();
    if (!text) return;
    send.busy();
    if (await send.say(text, replyTo)) clear();
    field.focus();
  }

  function clear() {
    field.value = "";
    answer(null);
    grow();
  }

  function answer(message) {
    replyTo = message?.id ?? null;
    answered.hidden = !message;
    if (message) {
      answered.replaceChildren(
        h("span", null, h("b", null, say("replying", { name: message.from })), " ", message.text.split("\n")[0]),
        button({ "aria-label": say("cancel"), title: say("cancel") }, () => answer(null), icon(CROSS)),
      );
    }
  }

  function grow() {
    field.style.height = "";
    // nothing has a height where it is not shown
    if (field.value && field.scrollHeight) field.style.height = `${Math.min(field.scrollHeight, 110)}px`;
  }

  field.addEventListener("input", () => { send.busy(); grow(); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      popup.hidden = true;
      answer(null);
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (!popup.contains(event.target) && !event.target.closest(".tool")) popup.hidden = true;
  });
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    file.value = "";
    if (!chosen) return;
    try {
      await sendPhoto(await shrunk(chosen));
    } catch {
      notice(say("not_done", { reason: say("no_picture") }), { bad: true });
    }
  });

  let asked = null;
  return {
    element,
    reply(message) {
      answer(message);
      field.focus();
    },
    /** `next` names the chat: what was begun in another one waits there. */
    show(next, chat) {
      menu = chat.menu;
      if (next !== key) {
        drafts.set(key, field.value);
        key = next;
        field.value = drafts.get(key) ?? "";
        answer(null);
        popup.hidden = true;
        grow();
      }
      row.hidden = !chat.started;
      start.hidden = chat.started;
      const form = JSON.stringify(chat.keyboard);
      if (keyboard.dataset.form !== form) {
        keyboard.dataset.form = form;
        keyboard.hidden = !chat.keyboard;
        const key = (text) => button({}, () => send.say(text, null), text);
        keyboard.replaceChildren(...(chat.keyboard ?? []).map((row) => h("div", null, ...row.map(key))));
      }
      if (chat.force_reply !== asked) {
        asked = chat.force_reply;
        const message = chat.messages.find((each) => each.id === asked);
        if (message) answer(message);
      }
    },
  };
}
