import type { Message } from "#/server/ports/mail/port.ts";

const maxTextLength = 100_000;

/**
 * The message, if each of its headers is one line and it goes to one address; throws otherwise. A line break in a name that
 * somebody chose would write headers of their own, such as a second recipient.
 */
export function checkedMessage(message: Message): Message {
  const { id, to, subject, text } = message;
  if (!/^[A-Za-z0-9-]{1,100}$/.test(id)) throw new Error("The id of a mail is letters, digits and hyphens.");
  if (!/^[^\s@"(),:;<>[\\\]\p{Cc}]{1,64}@[^\s@"(),:;<>[\\\]\p{Cc}]{1,255}$/u.test(to)) {
    throw new Error("A mail goes to one address.");
  }
  if (subject.length > 300 || /[\p{Cc}\u2028\u2029]/u.test(subject))
    throw new Error("The subject of a mail is one short line.");
  if (text.length > maxTextLength || text.includes("\u0000"))
    throw new Error("The text of a mail is too long or has NUL in it.");
  return { id, to, subject, text };
}

/** What nodemailer is given. Nothing in it is parsed: addresses are objects, and the text is never a file or an address. */
export function toNodemailer({ id, to, subject, text }: Message, from: string) {
  return {
    from: { name: "ScaiWave", address: from },
    to: { name: "", address: to },
    envelope: { from, to: [to] },
    messageId: `<${id}@${from.slice(from.lastIndexOf("@") + 1)}>`,
    subject,
    text,
    // Nobody reads answers, and holiday notices should not be sent to us.
    headers: { "auto-submitted": "auto-generated" },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
