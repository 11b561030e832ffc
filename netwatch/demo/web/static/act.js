// Orders to the demo.

import { notice } from "./notice.js";
import { say } from "./words.js";

/** The answer, or null when it was not done; then the reader has been told why. */
export async function act(order) {
  let reason;
  try {
    const response = await fetch("act", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(order),
    });
    const answer = await response.json();
    if (response.ok) return answer;
    reason = answer.error;
  } catch {
    reason = say("not_reached");
  }
  notice(say("not_done", { reason }), { bad: true });
  return null;
}
