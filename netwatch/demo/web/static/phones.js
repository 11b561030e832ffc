// Whose phone is looked at, and what the others have to say.

import { startChat } from "./chat.js";
import { button, byId, h, icon } from "./dom.js";
import { BELL_OFF } from "./icons.js";
import { nameplate, roleOf } from "./nameplate.js";
import { data, say } from "./words.js";

const ROOMY = matchMedia("(min-width: 1700px)");
const HANDS_OFF = 20_000; // ms after the reader's own choice in which the story does not choose
const STAY = 5_000; // ms that a phone the story has chosen stays

export function startPhones() {
  const phones = new Map();
  const kept = `seen in ${data.run}`;
  const seen = JSON.parse(sessionStorage.getItem(kept) ?? "{}");
  const before = Number(sessionStorage.getItem("phone"));
  let selected = data.phones.includes(before) ? before : null;
  let second = null; // beside it, where there is room for two
  let playing = false;
  let chosenAt = -Infinity;
  let turnedAt = -Infinity;
  const hand = { onread: (id, chatId, last) => read(id, chatId, last), busy: () => { chosenAt = performance.now(); } };
  const chat = startChat(byId("phone"), hand);
  const beside = startChat(byId("phone-beside"), hand);

  function read(id, chatId, last) {
    const key = `${id} ${chatId}`;
    if ((seen[key] ?? 0) >= last) return;
    seen[key] = last;
    sessionStorage.setItem(kept, JSON.stringify(seen));
    const phone = phones.get(id);
    if (phone) paintTab(phone);
  }

  function unreadOf(phone) {
    return phone.chats.reduce((count, each) => count + each.messages.filter(
      (message) => !message.mine && message.id > (seen[`${phone.id} ${each.id}`] ?? 0)).length, 0);
  }

  function select(id, byHand) {
    if (byHand) chosenAt = performance.now();
    turnedAt = performance.now();
    if (id !== selected && phones.has(selected)) setSecond(selected);
    selected = id;
    if (second === id) setSecond([...phones.keys()].find((other) => other !== id) ?? null);
    sessionStorage.setItem("phone", id);
    for (const phone of phones.values()) {
      phone.tab.setAttribute("aria-selected", String(phone.id === id));
      phone.tab.tabIndex = phone.id === id ? 0 : -1;
    }
    const phone = phones.get(id);
    chat.show(phone);
    phone.tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function showSecond() {
    if (second !== null && ROOMY.matches) beside.show(phones.get(second));
  }
  ROOMY.addEventListener("change", showSecond);

  function setSecond(id) {
    second = id;
    for (const phone of phones.values()) phone.tab.classList.toggle("beside", phone.id === id);
    showSecond();
  }

  function paintTab(phone) {
    const messages = phone.chats.flatMap((each) => each.messages);
    const last = messages.length ? messages.reduce((a, b) => (b.id > a.id ? b : a)) : null;
    const unread = unreadOf(phone);
    const told = [say("phone_of", phone), roleOf(phone), unread ? say("unread", { count: unread }) : ""];
    phone.tab.setAttribute("aria-label", told.filter(Boolean).join(", "));
    phone.tab.replaceChildren(
      ...nameplate(phone),
      h("span", { class: "when" }, last?.silent ? icon(BELL_OFF) : null, last?.at ?? ""),
      h("span", { class: "last" }, last ? preview(last) : say("quiet_phone")),
      ...(unread ? [h("b", { class: "count" }, unread)] : []),
    );
    const all = [...phones.values()].reduce((count, each) => count + unreadOf(each), 0);
    byId("tab-unread").textContent = all;
    byId("tab-unread").hidden = !all;
  }

  function tabOf(id) {
    const tab = { class: "tab", role: "tab", "aria-controls": "phone", "data-phone": id };
    return button(tab, () => select(id, true));
  }

  function ring(phone) {
    phone.tab.classList.remove("rings");
    void phone.tab.offsetWidth; // begins the animation anew
    phone.tab.classList.add("rings");
    if (phone.id === selected) chat.ring();
    if (phone.id === second && ROOMY.matches) beside.ring();
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(60);
    const now = performance.now();
    const mayTurn = playing && now - chosenAt > HANDS_OFF && now - turnedAt > STAY;
    if (mayTurn && phone.id !== selected) select(phone.id, false);
  }

  byId("rail").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const ids = [...phones.keys()];
    const next = ids[(ids.indexOf(selected) + step + ids.length) % ids.length];
    select(next, true);
    phones.get(next).tab.focus();
  });

  return {
    update(next) {
      const known = phones.get(next.id);
      const phone = known ?? { id: next.id, tab: tabOf(next.id) };
      const rang = known && next.rings > known.rings;
      Object.assign(phone, next);
      phones.set(next.id, phone);
      if (!known) byId("rail").querySelector(".hint").before(phone.tab);
      if (selected === next.id || selected === null) {
        if (known) chat.show(phone);
        else select(next.id, false);
      } else if (!known) {
        phone.tab.setAttribute("aria-selected", "false");
        phone.tab.tabIndex = -1;
      }
      if (second === next.id) showSecond();
      else if (second === null && selected !== next.id) setSecond(next.id);
      paintTab(phone);
      if (rang) ring(phone);
    },
    follow(isPlaying) {
      playing = isPlaying;
    },
  };
}

function preview(message) {
  const text = message.text.split("\n")[0];
  if (message.photo) return text || say("photo");
  if (message.document) return text || say("document");
  if (message.service) return say("service");
  return text || say("other_message");
}
