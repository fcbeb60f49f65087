import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Mail } from "#/server/ports/mail/port.ts";

/** What arrived: the whole message as it is on the wire, and for whom. */
export type Arrived = { raw: string; to: string[] };
export type MailBench = { mail: Mail; arrived(): Promise<Arrived[]>; end(): Promise<void> };

const whole = { id: "0199aaaa-0000-7000-8000-000000000001", to: "ana@example.com", subject: "Hello", text: "Hi Ana." };

/** What every way out must do alike. */
export function mailContract(name: string, open: () => Promise<MailBench>): void {
  describe(`mail by ${name}`, () => {
    let bench: MailBench;
    beforeAll(async () => {
      bench = await open();
    });
    afterAll(() => bench.end());
    const last = async () => (await bench.arrived()).at(-1)!;

    test("can be used", async () => {
      await expect(bench.mail.check()).resolves.toBeUndefined();
    });

    test("carries a message with its sender, its recipient and an id that a second delivery repeats", async () => {
      await bench.mail.send({ ...whole, text: "Line one.\n.\nFrom here on: https://example.com/reset?link=a_b-c\n" });
      const { raw, to } = await last();
      expect(to).toEqual(["ana@example.com"]);
      expect(raw).toMatch(/^From: ScaiWave <no-reply@chat\.example>\r$/m);
      expect(raw).toMatch(/^To: ana@example\.com\r$/m);
      expect(raw).toMatch(/^Subject: Hello\r$/m);
      expect(raw).toMatch(/^Message-ID: <0199aaaa-0000-7000-8000-000000000001@chat\.example>\r$/m);
      expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
      expect(raw).toMatch(/^Content-Type: text\/plain; charset=utf-8\r$/m);
      expect(raw).toContain("Line one.\r\n.\r\nFrom here on: https://example.com/reset?link=a_b-c");
    });

    test("carries letters of any script in subject and text", async () => {
      await bench.mail.send({ ...whole, subject: "Wachtwoord für Zoë 🦊", text: "Доброе утро, Zoë 🦊" });
      const { raw } = await last();
      expect(raw).toMatch(/^Subject: =\?UTF-8\?/im);
      const [, body = ""] = raw.split("\r\n\r\n");
      const text = /base64/i.test(raw) ? Buffer.from(body, "base64").toString() : body;
      expect(text).toContain(/quoted-printable/i.test(raw) ? "Zo=C3=AB" : "Доброе утро, Zoë 🦊");
    });

    test.each([
      { subject: "Hello\r\nBcc: eve@example.com" },
      { subject: "Hello\nBcc: eve@example.com" },
      { subject: "Hello\rBcc: eve@example.com" },
      { subject: "Hello\u2028Bcc: eve@example.com" },
      { to: "ana@example.com\r\nBcc: eve@example.com" },
      { to: "ana@example.com, eve@example.com" },
      { to: "ana@example.com>, <eve@example.com" },
      { to: "Eve <eve@example.com>" },
      { to: "ana@example.com\u0000" },
      { to: "list:eve@example.com;" },
      { to: "" },
      { id: "x>\r\nBcc: eve@example.com" },
      { id: "../../etc/passwd" },
      { text: "a\u0000b" },
    ])("refuses %j and lets nothing out", async (wrong) => {
      const before = (await bench.arrived()).length;
      await expect(bench.mail.send({ ...whole, ...wrong })).rejects.toThrow();
      expect(await bench.arrived()).toHaveLength(before);
    });

    test("takes a text for text, whatever it looks like", async () => {
      await bench.mail.send({ ...whole, text: "file:///etc/passwd\r\n\r\nBcc: eve@example.com" });
      const { raw, to } = await last();
      expect(to).toEqual(["ana@example.com"]);
      expect(raw.split("\r\n\r\n")[0]).not.toContain("Bcc");
      expect(raw).not.toContain("root:");
    });
  });
}
