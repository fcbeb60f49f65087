import { constants } from "node:fs";
import { access, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { log } from "#/server/log-lines.ts";
import { checkedMessage, toNodemailer } from "#/server/ports/mail/message.ts";
import type { Mail } from "#/server/ports/mail/port.ts";

type Options = { directory: string; from: string; keep?: number };

/** Nobody empties the folder, so the oldest go by themselves. */
const keptMails = 1_000;

/**
 * Writes each mail as an `.eml` file that any mail program opens, for an instance without SMTP. Only this user may read
 * them: their links sign people in. Files are named by the message, whose ids sort by time.
 */
export function folderMail({ directory, from, keep = keptMails }: Options): Mail {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  const ready = () => mkdir(directory, { recursive: true, mode: 0o700 });
  return {
    async send(message) {
      const checked = checkedMessage(message);
      const { message: eml } = await composer.sendMail(toNodemailer(checked, from));
      await ready();
      const file = join(directory, `${checked.id}.eml`);
      const written = `${file}.part`;
      await writeFile(written, eml as Buffer, { mode: 0o600 });
      await rename(written, file);
      // An instance without SMTP is one whose mail reaches nobody by itself, so this is more than a note.
      log.warn({ file }, "a mail was written to a file, because no SMTP server is configured");
      await removeOldest(directory, keep);
    },
    async check() {
      await ready();
      await access(directory, constants.W_OK | constants.X_OK);
    },
  };
}

async function removeOldest(directory: string, keep: number): Promise<void> {
  const mails = (await readdir(directory)).filter((name) => name.endsWith(".eml")).sort();
  const old = mails.slice(0, Math.max(0, mails.length - keep));
  await Promise.all(old.map((name) => rm(join(directory, name), { force: true })));
}
