// Brings the page's parts together and feeds them.

import { byId } from "./dom.js";
import { startMap } from "./map.js";
import { startPhones } from "./phones.js";
import { startStory } from "./story.js";
import { startTickets } from "./tickets.js";
import { data } from "./words.js";

const tabs = [...document.querySelectorAll(".tabs button")];

function show(tab) {
  document.body.dataset.tab = tab;
  for (const button of tabs) button.setAttribute("aria-pressed", String(button.dataset.tab === tab));
}

let gone = 0;

function listen(onStage, onPhone) {
  const source = new EventSource("events");
  const offline = byId("offline");
  source.addEventListener("run", (event) => {
    // another demo has begun: its city and its phones are not these
    if (JSON.parse(event.data).run !== data.run) location.reload();
  });
  source.addEventListener("stage", (event) => onStage(JSON.parse(event.data)));
  source.addEventListener("phone", (event) => onPhone(JSON.parse(event.data)));
  source.addEventListener("open", () => {
    clearTimeout(gone);
    gone = 0;
    offline.hidden = true;
  });
  source.addEventListener("error", () => {
    // a moment's break is nobody's business
    if (!gone) gone = setTimeout(() => { offline.hidden = false; }, 1500);
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => listen(onStage, onPhone), 2000);
    }
  });
}

const map = startMap();
const story = startStory();
const phones = startPhones();
const tickets = startTickets(map.highlight, () => show("map"));
for (const button of tabs) button.addEventListener("click", () => show(button.dataset.tab));
listen(
  (stage) => {
    map.update(stage);
    story.update(stage);
    tickets.update(stage);
    phones.follow(stage.playing);
  },
  (phone) => phones.update(phone),
);
