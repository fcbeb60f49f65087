/**
 * What the demo people have said. A step is one act: who, and what they did. `minutes` pass before it.
 * `name` lets a later step answer, react to or edit a message.
 */
export type Step =
  | { who: string; says: string; minutes: number; name?: string; replyTo?: string; thread?: string }
  | { who: string; reacts: string; to: string; minutes: number }
  | { who: string; edits: string; says: string; minutes: number }
  | { who: string; removes: string; reason: string; minutes: number };

export type DemoRoom = {
  key: string;
  name: string;
  topic: string;
  open: boolean;
  members: string[];
  later?: number;
  steps: Step[];
};
export type DemoDirect = { between: [string, string]; steps: Step[] };

const code =
  '```ts\nexport function fare(distanceKm: number, zone: Zone): number {\n  const base = zone === "inner" ? 2.4 : 1.9;\n  return Math.round((base + distanceKm * 0.18) * 100) / 100;\n}\n```';

export const lindenRooms: DemoRoom[] = [
  {
    key: "general",
    name: "general",
    topic: "Everyone, everything that concerns all of us",
    open: true,
    members: ["ana", "bram", "chloe", "dev", "eva", "farid"],
    steps: [
      {
        who: "ana",
        says: "Good morning all. This week is about one thing: the ticket app goes to the pilot group on **Thursday**.",
        minutes: 3,
        name: "hello",
      },
      { who: "bram", reacts: "👋", to: "hello", minutes: 1 },
      { who: "eva", reacts: "👋", to: "hello", minutes: 1 },
      {
        who: "chloe",
        says: "What is still open from my side:\n\n- [x] empty state of the trip list\n- [x] error when a card is refused\n- [ ] the last two translations",
        minutes: 4,
      },
      {
        who: "dev",
        says: "The refund endpoint is merged. @farid, can you point the staging build at it?",
        minutes: 9,
        name: "refund",
      },
      { who: "farid", says: "On it. Give me ten minutes.", minutes: 2, replyTo: "refund" },
      {
        who: "farid",
        says: "Done: staging has it, and the old path answers `410` with a link to the notes.",
        minutes: 14,
        name: "done",
      },
      { who: "dev", reacts: "🎉", to: "done", minutes: 1 },
      { who: "ana", reacts: "🎉", to: "done", minutes: 1 },
      {
        who: "eva",
        says: "Reminder: the room on the second floor is ours from 14:00, with the projector that works.",
        minutes: 38,
      },
    ],
  },
  {
    key: "launch",
    later: 20 * 60,
    name: "launch",
    topic: "Pilot on Thursday: what is left, who does it",
    open: false,
    members: ["ana", "bram", "chloe", "dev", "farid"],
    steps: [
      {
        who: "ana",
        says: "Plan for the pilot, so that it is in one place:\n\n| when | what | who |\n|---|---|---|\n| Tue | freeze | @dev |\n| Wed | load test, translations | @farid, @chloe |\n| Thu 09:00 | invite the first **40 people** | @bram |",
        minutes: 6,
        name: "plan",
      },
      {
        who: "bram",
        says: "Invitations are written. I'd like one more pair of eyes on the second paragraph.",
        minutes: 7,
        name: "invites",
      },
      {
        who: "chloe",
        says: "Read it. I'd drop “seamless” and say what happens: *you get a ticket, you hold it to the gate*.",
        minutes: 5,
        thread: "invites",
      },
      { who: "bram", says: "Better. Changed.", minutes: 3, thread: "invites" },
      { who: "ana", says: "And please no exclamation marks.", minutes: 2, thread: "invites" },
      { who: "dev", says: `Fares are in. The rounding was the odd part:\n\n${code}`, minutes: 26, name: "fares" },
      {
        who: "farid",
        says: "Should 2.675 become 2.67 or 2.68? The operator's sheet says 2.68.",
        minutes: 8,
        thread: "fares",
      },
      {
        who: "dev",
        says: "2.68, and there is a test for it now. We count in cents, so the float never leaves that function.",
        minutes: 6,
        thread: "fares",
        name: "cents",
      },
      { who: "farid", reacts: "👍", to: "cents", minutes: 1 },
      { who: "ana", reacts: "❤️", to: "fares", minutes: 1 },
      {
        who: "chloe",
        says: "The gate screen in the dark theme, with the new contrast. It reads from two metres now.",
        minutes: 41,
        name: "gate",
      },
      { who: "ana", reacts: "👀", to: "gate", minutes: 2 },
      { who: "bram", reacts: "🔥", to: "gate", minutes: 1 },
      { who: "dev", reacts: "🔥", to: "gate", minutes: 1 },
      {
        who: "farid",
        says: "Load test: 1,200 taps a minute at p99 48 ms, no errors. The limit is the gate, not us.",
        minutes: 63,
        name: "load",
      },
      {
        who: "farid",
        edits: "load",
        says: "Load test: 1,200 taps a minute at p99 **48 ms**, no errors. The limit is the gate, not us. Numbers are in the sheet.",
        minutes: 2,
      },
      { who: "dev", says: "wrong window, sorry", minutes: 5, name: "wrong" },
      { who: "dev", removes: "wrong", reason: "posted in the wrong room", minutes: 1 },
      {
        who: "ana",
        says: "> The limit is the gate, not us.\n\nMy favourite sentence of the week. @bram, we are ready for your forty people.",
        minutes: 12,
        name: "ready",
      },
      { who: "bram", reacts: "🚀", to: "ready", minutes: 1 },
      { who: "chloe", says: "Translations are in: `nl` and `de` complete. ~~`fr` tomorrow~~ `fr` too.", minutes: 17 },
    ],
  },
  {
    key: "design",
    name: "design",
    topic: "Screens, words, and why",
    open: true,
    members: ["ana", "chloe", "eva"],
    steps: [
      {
        who: "chloe",
        says: "Two options for the trip list. **A** groups by day, **B** by line. I lean to A: people remember *when*, not *which line*.",
        minutes: 5,
        name: "options",
      },
      {
        who: "eva",
        says: "A. And keep the price on the right, always at the same x. My eyes want a column.",
        minutes: 11,
        replyTo: "options",
      },
      {
        who: "ana",
        says: "A for me as well. See https://www.w3.org/WAI/WCAG22/Understanding/target-size-minimum for the row height before you shrink it.",
        minutes: 9,
      },
      { who: "chloe", reacts: "✅", to: "options", minutes: 4 },
    ],
  },
  {
    key: "lunch",
    name: "lunch",
    topic: "Where, when, who",
    open: true,
    members: ["bram", "dev", "eva", "farid"],
    steps: [
      { who: "eva", says: "Soup place at 12:30?", minutes: 4, name: "soup" },
      { who: "dev", reacts: "🍜", to: "soup", minutes: 1 },
      { who: "farid", reacts: "🍜", to: "soup", minutes: 1 },
    ],
  },
];

export const lindenDirects: DemoDirect[] = [
  {
    between: ["ana", "bram"],
    steps: [
      { who: "bram", says: "Do we tell the pilot group that fares may still change?", minutes: 6, name: "ask" },
      { who: "ana", says: "Yes, in the first line. Nobody minds a price that was announced.", minutes: 4 },
      { who: "bram", reacts: "👍", to: "ask", minutes: 1 },
      { who: "bram", says: "Then I'll send it to you before lunch.", minutes: 3 },
    ],
  },
];

export const acmeRooms: DemoRoom[] = [
  {
    key: "general",
    name: "general",
    topic: "Acme, all of it",
    open: true,
    members: ["rosa", "sven", "ana"],
    steps: [
      { who: "rosa", says: "Stock count is on Friday. Sven, you have the north hall.", minutes: 5, name: "count" },
      { who: "sven", says: "Noted. I'll bring the *good* scanner.", minutes: 6, replyTo: "count" },
      { who: "ana", reacts: "👍", to: "count", minutes: 2 },
    ],
  },
];
