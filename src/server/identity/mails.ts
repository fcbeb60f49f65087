import type { Message } from "#/server/ports/mail/port.ts";

/** What a mail says, for someone at an address. `server` is the tenant's name, `address` where a link leads. */
type Words = Pick<Message, "subject" | "text">;

export function registrationMail(server: string, address: string): Words {
  return {
    subject: oneLine(`Finish signing up for ${server}`),
    text: `Somebody, probably you, asked for an account at ${server} with this mail address.

Choose a name and a password here. The link works once, for a day:

${address}

If it wasn't you, ignore this mail: without the link there is no account.
`,
  };
}

export function alreadyRegisteredMail(server: string, forgot: string): Words {
  return {
    subject: oneLine(`You have an account at ${server}`),
    text: `Somebody, probably you, asked for an account at ${server} with this mail address. There is one already.

If you don't know its password any more, choose a new one here:

${forgot}

If it wasn't you, ignore this mail: nothing has changed.
`,
  };
}

export function resetMail(server: string, address: string): Words {
  return {
    subject: oneLine(`Choose a new password for ${server}`),
    text: `Somebody, probably you, asked to choose a new password at ${server}.

The link works once, for an hour:

${address}

If it wasn't you, ignore this mail: the password stays as it is.
`,
  };
}

export function invitationMail(server: string, inviter: string, address: string): Words {
  return {
    subject: oneLine(`${inviter} invites you to ${server}`),
    text: `${oneLine(inviter)} made an account for you at ${server}.

Choose a password here to start. The link works once, for a week:

${address}
`,
  };
}

export function welcomeMail(server: string, inviter: string, address: string): Words {
  return {
    subject: oneLine(`${inviter} invites you to ${server}`),
    text: `${oneLine(inviter)} made an account for you at ${server}. Choose yourself on this page; a demo asks for no password:

${address}
`,
  };
}

export function passwordChangedMail(server: string, forgot: string): Words {
  return {
    subject: oneLine(`Your password at ${server} was changed`),
    text: `The password of your account at ${server} was just changed, and every other place where you were signed in was signed out.

If it wasn't you, choose a new one here at once:

${forgot}
`,
  };
}

/** Names that people chose have no line breaks; what was stored before that rule must not write a header either. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").slice(0, 200);
}
