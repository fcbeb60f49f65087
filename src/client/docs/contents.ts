/** One page of the documentation: `slug` is its address under `/docs` and, for a written page, its file under `pages/`. */
export type Entry = { readonly slug: string; readonly title: string };
export type Section = { readonly title: string; readonly pages: readonly Entry[] };

/** The pages in the order in which they are read. A page that is not here does not exist. */
export const contents: readonly Section[] = [
  { title: "Start", pages: [entry("quickstart", "Quickstart")] },
  {
    title: "Concepts",
    pages: [
      entry("concepts/rooms-and-workspaces", "Rooms and workspaces"),
      entry("concepts/rooms-and-notes", "Rooms against notes"),
      entry("concepts/participants", "Participants"),
      entry("concepts/ai", "AI assistants"),
      entry("concepts/tenancy", "Tenancy"),
      entry("concepts/realtime", "Realtime"),
    ],
  },
  {
    title: "Tutorials",
    pages: [
      entry("tutorials/first-call", "Make your first call"),
      entry("tutorials/send-a-message", "Send a message"),
      entry("tutorials/write-a-note", "Write a note"),
      entry("tutorials/subscribe-python", "Subscribe in Python"),
      entry("tutorials/subscribe-typescript", "Subscribe in TypeScript"),
      entry("tutorials/sign-in-with-a-provider", "Sign in with a provider"),
    ],
  },
  {
    title: "Reference",
    pages: [
      entry("api", "API"),
      entry("reference/events", "Events and frames"),
      entry("reference/errors", "Errors"),
      entry("reference/configuration", "Configuration"),
      entry("reference/cli", "Command line"),
    ],
  },
  {
    title: "Operate",
    pages: [
      entry("operate/install", "Install with systemd"),
      entry("operate/container", "Run in a container"),
      entry("operate/ai", "Connect an AI gateway"),
      entry("operate/proxy", "Behind nginx or Caddy"),
      entry("operate/backup", "Back up and restore"),
      entry("operate/health", "Health and metrics"),
      entry("operate/upgrade", "Upgrade"),
      entry("operate/scale", "Run several processes"),
      entry("operate/troubleshooting", "Troubleshooting"),
    ],
  },
];

/** Where `/docs` leads. */
export const firstPage = "quickstart";

export function addressOf(slug: string): string {
  return slug === firstPage ? "/docs" : `/docs/${slug}`;
}

function entry(slug: string, title: string): Entry {
  return { slug, title };
}
