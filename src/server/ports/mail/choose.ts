import { join } from "node:path";
import type { Config } from "#/server/config.ts";
import { folderMail } from "#/server/ports/mail/folder.ts";
import type { Mail } from "#/server/ports/mail/port.ts";
import { smtpMail } from "#/server/ports/mail/smtp.ts";

/** SMTP where an address is configured; a folder beside the data otherwise. */
export function openMail({ mail, mailFrom, dataDirectory }: Pick<Config, "mail" | "mailFrom" | "dataDirectory">): Mail {
  if (mail.kind === "smtp") return smtpMail({ url: mail.url, from: mailFrom });
  return folderMail({ directory: join(dataDirectory, "mail"), from: mailFrom });
}
