// One phone's screen: its chats with the bot, and what a thumb does in them.

import { act } from "./act.js";
import { bubble } from "./bubble.js";
import { startComposer } from "./composer.js";
import { button, h } from "./dom.js";
import { nameplate } from "./nameplate.js";
import { say } from "./words.js";

const TOAST = 3500;
const NEAR_THE_END = 60;

/** `onread(person, chat, message)`: all up to that message has been on the screen; `busy()`: a hand is at work. */
export function startChat(place, { onread, busy }) {
  let phone = null;
  let chat = null;
  const chosen = new Map(); // chat by person, for those who have several
  const shown = new Map(); // message id → { form, element }
  let shownKey = "";

  const title = h("span", { class: "title" });
  const chats = h("div", { class: "chats" });
  const log = h("div", { class: "log", tabindex: 0, "aria-label": say("message_of") });
  const below = button({ class: "below", hidden: true }, () => toEnd(), say("new_below"), " ↓");
  const toast = h("p", { class: "toast", role: "status", hidden: true });
  const alert = h("div", { class: "alert", role: "alertdialog", "aria-modal": "true", hidden: true });
  const composer = startComposer({
    say: (text, replyTo) => act({ do: "say", ...where(), text, reply_to: replyTo }),
    photo: (base64, caption, replyTo) => act({ do: "photo", ...where(), base64, caption, reply_to: replyTo }),
    busy,
  });
  place.append(
    h("div", { class: "head" }, title, chats),
    h("div", { class: "paper" }, log, below, toast, alert),
    composer.element,
  );

  const where = () => ({ person: phone.id, chat: chat.id });
  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_THE_END;
  function toEnd() {
    log.scrollTop = log.scrollHeight;
    below.hidden = true;
    markRead();
  }
  function markRead() {
    const last = chat?.messages.at(-1);
    const isSeen = place.getClientRects().length > 0 && document.visibilityState === "visible" && atEnd();
    if (last && isSeen) onread(phone.id, chat.id, last.id);
  }
  // Where the reader has scrolled to; what grows below without a scroll leaves it as it was.
  let following = true;
  log.addEventListener("scroll", () => {
    following = atEnd();
    if (following) below.hidden = true;
    markRead();
  });
  log.addEventListener("pointerdown", busy);
  const follow = () => { if (following) toEnd(); };
  new ResizeObserver(follow).observe(log);
  log.addEventListener("load", follow, { capture: true }); // a picture has come

  function paint() {
    const key = `${phone.id} ${chat.id}`;
    const anew = key !== shownKey;
    if (anew) {
      shown.clear();
      log.replaceChildren();
      shownKey = key;
      hideAnswers();
    }
    const stay = !anew && !following;
    const before = chat.messages.length && shown.size ? Math.max(...shown.keys()) : 0;
    const ids = new Set(chat.messages.map((message) => message.id));
    for (const [id, { element }] of shown) {
      if (!ids.has(id)) {
        element.remove();
        shown.delete(id);
      }
    }
    let after = null;
    for (const message of chat.messages) {
      const form = JSON.stringify(message);
      const old = shown.get(message.id);
      if (old?.form === form) {
        after = old.element;
        continue;
      }
      const element = bubble(message, { inGroup: chat.is_group, press, say: sayIt, reply: composer.reply, jump });
      if (old) {
        element.classList.add("changed");
        old.element.replaceWith(element);
      } else if (after) after.after(element);
      else log.prepend(element);
      if (!anew && !old) element.classList.add("arrives");
      shown.set(message.id, { form, element });
      after = element;
    }
    if (!stay) toEnd();
    else if (chat.messages.some((message) => message.id > before)) below.hidden = false;
  }

  const sayIt = (text) => act({ do: "say", ...where(), text, reply_to: null });

  function jump(id) {
    const target = shown.get(id)?.element;
    if (!target) return;
    target.scrollIntoView({ block: "center" });
    target.classList.remove("found");
    void target.offsetWidth; // begins the animation anew
    target.classList.add("found");
  }

  async function press(message, data, pressed) {
    busy();
    pressed.setAttribute("aria-busy", "true");
    const key = shownKey;
    const result = await act({ do: "press", ...where(), message, data });
    pressed.removeAttribute("aria-busy");
    if (!result || key !== shownKey) return;
    const { answer } = result;
    if (!answer) popUp(say("no_answer"));
    else if (answer.alert || answer.url) openWindow(answer);
    else if (answer.text) popUp(answer.text);
  }

  let fading = 0;
  function popUp(text) {
    clearTimeout(fading);
    toast.textContent = text;
    toast.hidden = false;
    fading = setTimeout(() => { toast.hidden = true; }, TOAST);
  }
  function openWindow(answer) {
    const ok = button({}, hideAnswers, say("ok"));
    const link = answer.url
      ? h("a", { href: answer.url, target: "_blank", rel: "noopener noreferrer" }, say("open_link"))
      : null;
    alert.replaceChildren(h("div", null, h("p", null, answer.text || answer.url), link, ok));
    alert.hidden = false;
    ok.focus();
  }
  function hideAnswers() {
    toast.hidden = true;
    alert.hidden = true;
  }

  document.addEventListener("visibilitychange", markRead);

  return {
    show(next) {
      phone = next;
      chat = phone.chats.find((each) => each.id === chosen.get(phone.id)) ?? phone.chats[0];
      place.dataset.shows = phone.id;
      place.setAttribute("aria-label", say("phone_of", phone));
      title.replaceChildren(
        ...nameplate(phone),
        h("span", { class: "with" }, h("b", null, chat.title), h("small", null, say(chat.is_group ? "group" : "bot"))),
      );
      chats.hidden = phone.chats.length < 2;
      chats.replaceChildren(...phone.chats.map((each) => button({ "aria-pressed": String(each === chat) }, () => {
        chosen.set(phone.id, each.id);
        busy();
        this.show(phone);
      }, each.title)));
      paint();
      composer.show(shownKey, chat);
    },
    ring() {
      place.classList.remove("rings");
      void place.offsetWidth; // begins the animation anew
      place.classList.add("rings");
    },
  };
}
