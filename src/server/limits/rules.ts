type Rule = { points: number; seconds: number; store: "shared" | "memory" };

/**
 * Every rate limit of the doors: so many `points` within so many `seconds` for each key. Guesses of secrets are counted
 * over all processes; the rest in each process, where counting costs no round trip.
 */
export const rateRules = {
  /** Password attempts on one account, whoever makes them. A rightful one forgives the others. */
  sign_in_account: { points: 10, seconds: 900, store: "shared" },
  /** Password attempts from one address, whatever the account. */
  sign_in_address: { points: 60, seconds: 900, store: "shared" },
  register_address: { points: 10, seconds: 3600, store: "shared" },
  /** Mails to one address of a person: nobody can flood their inbox through us. */
  mail_account: { points: 4, seconds: 3600, store: "shared" },
  mail_address: { points: 20, seconds: 3600, store: "shared" },
  /** Attempts at links, codes and refresh tokens from one address. */
  secret_address: { points: 60, seconds: 900, store: "shared" },
  /** Knocks at rooms of one person, whether or not a room is there. */
  knock: { points: 30, seconds: 3600, store: "shared" },
  /** Invitation links that one person tries. */
  invite_link: { points: 30, seconds: 900, store: "shared" },
  /** Mails by which one person invites. */
  invite_mail: { points: 50, seconds: 3600, store: "shared" },
  /** Messages that one person reports. */
  report: { points: 20, seconds: 3600, store: "shared" },
  /** Comments of one person on notes. */
  note_comment: { points: 60, seconds: 60, store: "memory" },
  /** What one person asks of models by the press of a button, over all their rooms: answers, other answers, summaries, titles. */
  ai_ask: { points: 30, seconds: 60, store: "shared" },
  setup_code: { points: 20, seconds: 900, store: "shared" },
  webhook_address: { points: 600, seconds: 60, store: "memory" },
  /** Calls of one participant over all their credentials, by kind. */
  api_read: { points: 1200, seconds: 60, store: "memory" },
  api_write: { points: 600, seconds: 60, store: "memory" },
  /** Requests of visitors from one address. */
  api_visitor: { points: 300, seconds: 60, store: "memory" },
} as const satisfies Record<string, Rule>;
export type RateRule = keyof typeof rateRules;
