import { createTransport } from "nodemailer";
import { checkedMessage, toNodemailer } from "#/server/ports/mail/message.ts";
import type { Mail } from "#/server/ports/mail/port.ts";

type Options = {
  /** `smtps://user:password@host:465`, or `smtp://…:587`, which is upgraded to TLS. */
  url: string;
  from: string;
  /** Another authority to trust than those of the system, in PEM. */
  ca?: string;
  /** How long a server may be silent, in milliseconds. */
  patienceMs?: number;
};

const defaultPatienceMs = 10_000;

/**
 * Hands mail to an SMTP server. A plain connection is upgraded to TLS or not used: one that can be talked out of it by
 * whoever sits in between would give away the password and every link. Only this machine itself is reached without.
 */
export function smtpMail({ url, from, ca, patienceMs = defaultPatienceMs }: Options): Mail {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === "smtps:";
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const isLocal = ["localhost", "127.0.0.1", "::1"].includes(host);
  const transport = createTransport({
    host,
    port: port ? Number(port) : secure ? 465 : 587,
    secure,
    requireTLS: !secure && (!isLocal || username !== ""),
    tls: { ...(ca ? { ca } : {}), minVersion: "TLSv1.2" },
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    dnsTimeout: patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(message) {
      const checked = checkedMessage(message);
      await transport.sendMail(toNodemailer(checked, from)).catch(refused);
    },
    async check() {
      await transport.verify().catch(refused);
    },
  };
}

/** What may be kept of a failure: codes. The words of a server quote addresses and, some of them, credentials. */
function refused(error: unknown): never {
  const { code, responseCode, command } = error as { code?: unknown; responseCode?: unknown; command?: unknown };
  const parts = [code, responseCode, command].filter((part) => part !== undefined).map(String);
  throw new Error(`The SMTP server did not take the mail (${parts.join(" ") || "no reason given"}).`);
}
