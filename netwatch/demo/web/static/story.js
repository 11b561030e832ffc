// The head of the page: how netwatch is, the SOP's clock, and the story with its chapters.

import { act } from "./act.js";
import { byId } from "./dom.js";
import { notice } from "./notice.js";
import { data, say } from "./words.js";

const chapters = [...document.querySelectorAll("[data-chapter]")];
const narrow = matchMedia("(max-width: 760px)");
const paces = [...document.querySelectorAll("[data-pace]")];

export function startStory() {
  let stage = null;
  let heardAt = 0;

  chapters.forEach((button, index) => {
    button.title = say("next_chapter", { number: index + 1, title: data.chapters[index].title });
    button.addEventListener("click", () => act({ do: "begin", chapter: button.dataset.chapter }));
  });
  for (const button of paces) {
    button.addEventListener("click", () => act({ do: "pace", pace: Number(button.dataset.pace) }));
  }
  byId("play").addEventListener("click", () => act({ do: "play", playing: !stage?.playing }));
  byId("mend-all").addEventListener("click", async () => {
    if (await act({ do: "mend_all" })) notice(say("was_all_mended"));
  });

  function tick() {
    if (!stage) return;
    const passed = ((performance.now() - heardAt) / 1000) * stage.pace;
    byId("clock").textContent = clock(stage.now, stage.is_watching ? passed : 0, narrow.matches);
  }
  setInterval(tick, 250);

  return {
    update(next) {
      stage = next;
      heardAt = performance.now();
      tick();
      const watch = byId("watch");
      const how = !stage.is_watching ? "starting" : stage.isolated ? "isolated" : "watching";
      watch.dataset.how = how;
      setText(watch.querySelector("span"), say(how, { count: Object.keys(stage.devices).length }));
      for (const button of paces) {
        button.setAttribute("aria-pressed", String(Number(button.dataset.pace) === stage.pace));
      }
      byId("play").dataset.playing = String(stage.playing);
      byId("play").setAttribute("aria-label", say(stage.playing ? "pause" : "play"));
      byId("play").title = say(stage.playing ? "pause" : "play");
      tell(stage.chapter);
    },
  };

  function tell(key) {
    const chapter = data.chapters.find((each) => each.key === key);
    setText(byId("caption"), chapter ? chapter.caption : say("intro"));
    for (const button of chapters) {
      const current = button.dataset.chapter === key;
      if (current && !button.hasAttribute("aria-current")) {
        button.setAttribute("aria-current", "step");
        button.parentElement.parentElement.scrollTo({ left: button.offsetLeft - 12 });
      } else if (!current) button.removeAttribute("aria-current");
    }
  }
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** The wall clock of an ISO time with offset, so many seconds later, in its own zone: `Kam, 26 Nov 09.14.22`; short,
 * the time alone. */
function clock(iso, seconds, short) {
  const [, year, month, day, hour, minute, second] = iso.match(/(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/).map(Number);
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second) + seconds * 1000);
  const two = (number) => String(number).padStart(2, "0");
  const time = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(".");
  if (short) return time;
  const date = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" };
  return `${new Intl.DateTimeFormat(data.language, date).format(at)} ${time}`;
}
