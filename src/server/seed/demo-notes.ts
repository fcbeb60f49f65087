import type { Context } from "#/server/database/context.ts";
import { createNote } from "#/server/notes/create-note.ts";

/** Days after today, as notes write them. */
type Day = (after: number) => string;

const launch = (day: Day): string => `---
category: Plans
tags: [launch, pilot]
---
The pilot runs on one line for two weeks. What we learn decides whether it opens everywhere.

## What is left

- [x] Fares rounded the way the counter does it @dev
- [ ] Check the gates with a second phone !high 📅 ${day(0)} @bram
- [ ] Write the page for people whose ticket was refused 📅 ${day(2)} @chloe
- [ ] Ask the operator for last month's numbers 📅 ${day(-1)} @ana
- [ ] Decide who answers the phone on the first evening

## How we will know

| what | now | aim |
| --- | ---: | ---: |
| refused at the gate | 4.1 % | 1 % |
| seconds at the gate | 2.3 | 1 |

We count a ride as good when $t_{\\text{gate}} < 1\\,\\text{s}$. See [[Decisions]] for why one line, and [[Meeting of the pilot]] for who comes.
`;

const decisions = `---
category: Plans
tags: [pilot]
---
Short, newest first. A decision stays here when it is changed, with a line on why.

## One line, two weeks

More lines would tell us the same thing more slowly. The line we chose has every kind of gate there is.

## Fares round at the end of the day

So that a person pays what the counter would have asked. It belongs to [[Launch plan]].
`;

const today = (day: Day): string => `What is on everyone's mind today.

- [ ] Read the [[Launch plan]] before the call 📅 ${day(0)}
- [ ] Water the plant by the printer
`;

/** A few notes of the first tenant that link to each other, one of them nobody has written yet. */
export async function seedNotes(
  [owner, other]: readonly [Context, Context],
  workspaceId: string,
  present: Date,
): Promise<void> {
  const day: Day = (after) => new Date(present.getTime() + after * 86_400_000).toISOString().slice(0, 10);
  const make = (who: Context, title: string, body: string, pinned = false) =>
    createNote(who, { workspace_id: workspaceId, title, body, pinned });
  await make(other, "Decisions", decisions);
  await make(owner, "Launch plan", launch(day), true);
  await make(owner, "Today", today(day));
}
