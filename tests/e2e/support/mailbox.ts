import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../start/instance.ts";
import { watchFor } from "./canaries.ts";

/**
 * The link in the newest mail to an address, out of an instance's folder of mails. Its secret may be in the address bar and
 * in the forms that post it, and nowhere else.
 */
export async function linkMailedTo(dataDirectory: string, address: string, subject: RegExp): Promise<string> {
  const folder = join(dataDirectory, "mail");
  const link = await until(
    () => newest(folder, address, subject),
    30_000,
    () => `In ${folder}: ${existsSync(folder) ? readdirSync(folder).join(", ") : "nothing"}`,
  );
  const value = new URL(link).searchParams.get("link") ?? "";
  await watchFor({ name: `the link mailed to ${address}`, value, mayBeIn: ({ kind }) => kind !== "frame in" });
  return link;
}

function newest(folder: string, address: string, subject: RegExp): string | undefined {
  if (!existsSync(folder)) return undefined;
  const mails = readdirSync(folder)
    .filter((name) => name.endsWith(".eml"))
    .sort()
    .map((name) => plain(readFileSync(join(folder, name), "utf8")));
  const found = mails.findLast((mail) => mail.includes(`To: ${address}`) && subject.test(mail));
  return found && /https?:\/\/\S+\?link=[\w-]+/.exec(found)?.[0];
}

/** Quoted-printable, as far as our plain mails use it. */
function plain(eml: string): string {
  const whole = eml.replace(/\r?\n/g, "\n");
  if (!/quoted-printable/i.test(whole)) return whole;
  return whole
    .replace(/=\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
