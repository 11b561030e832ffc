// The open tickets, as chips that point at their devices.

import { byId, h } from "./dom.js";
import { say } from "./words.js";

/** `highlight` is given the devices to point at, null for none, and the one to be brought into sight; `showMap` turns
 * to the map. */
export function startTickets(highlight, showMap) {
  let shown = "";
  let kept = null;
  const place = byId("tickets");

  return {
    update(stage) {
      const badge = byId("tab-tickets");
      badge.textContent = stage.tickets.length;
      badge.hidden = !stage.tickets.length;
      const devicesOf = (ticket) => Object.keys(stage.devices).filter((id) => stage.devices[id].ticket === ticket.id);
      const form = JSON.stringify([stage.tickets, stage.tickets.map(devicesOf)]);
      if (form === shown) return;
      shown = form;
      if (kept && !stage.tickets.some((ticket) => ticket.id === kept)) {
        kept = null;
        highlight(null);
      }
      const focused = document.activeElement?.dataset?.ticket;
      const none = h("p", { class: "none" }, say("no_tickets"));
      place.replaceChildren(...(stage.tickets.length ? stage.tickets.map(chip) : [none]));
      if (focused) place.querySelector(`[data-ticket="${focused}"]`)?.focus();

      function chip(ticket) {
        const devices = devicesOf(ticket);
        return h("button", {
          type: "button", class: "chip", "data-ticket": ticket.id, "aria-pressed": String(kept === ticket.id),
          title: say("ticket", ticket),
          onmouseenter: () => highlight(devices),
          onmouseleave: () => highlight(kept === ticket.id ? devices : null),
          onclick: (event) => {
            kept = kept === ticket.id ? null : ticket.id;
            for (const each of place.children) {
              each.setAttribute("aria-pressed", String(each.dataset.ticket === String(kept)));
            }
            if (kept) showMap();
            highlight(kept ? devices : null, kept && ticket.roots[0]);
            event.currentTarget.focus();
          },
        }, h("b", null, `#${ticket.id}`), h("span", null, ticket.title),
        ticket.step ? h("small", { title: say("step", ticket) }, say("step_short", ticket)) : null);
      }
    },
  };
}
