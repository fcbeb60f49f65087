import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig } from "#/server/config.ts";
import { openMail } from "#/server/ports/mail/choose.ts";
import { mailContract } from "#/server/ports/mail/contract.ts";
import { folderMail } from "#/server/ports/mail/folder.ts";
import { sendMailJob } from "#/server/ports/mail/send-mail.ts";
import { smtpMail } from "#/server/ports/mail/smtp.ts";
import { startSmtpServer, testCertificate } from "#/server/ports/mail/smtp-server.testing.ts";

const from = "no-reply@chat.example";
const message = { id: "m-1", to: "ana@example.com", subject: "Hello", text: "Hi." };
const folder = () => mkdtempSync(join(tmpdir(), "scaiwave-mail-"));

mailContract("folder", async () => {
  const directory = folder();
  const arrived = async () =>
    readdirSync(directory).map((name) => {
      const raw = readFileSync(join(directory, name), "utf8");
      return { raw, to: [...raw.matchAll(/^To: (.*)\r$/gm)].map((match) => match[1]!) };
    });
  return { mail: folderMail({ directory, from }), arrived, end: async () => rmSync(directory, { recursive: true }) };
});

mailContract("SMTP upgraded to TLS", async () => {
  const server = await startSmtpServer();
  const mail = smtpMail({ url: `smtp://localhost:${server.port}`, from, ca: testCertificate });
  return { mail, arrived: async () => server.arrived, end: server.close };
});

describe("the folder", () => {
  test("is for this user alone, keeps one file a message and only so many", async () => {
    const directory = join(folder(), "mail");
    const mail = folderMail({ directory, from, keep: 3 });
    for (const id of ["m-1", "m-2", "m-3", "m-3", "m-4"]) await mail.send({ ...message, id });
    expect(readdirSync(directory).sort()).toEqual(["m-2.eml", "m-3.eml", "m-4.eml"]);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, "m-4.eml")).mode & 0o777).toBe(0o600);
    rmSync(directory, { recursive: true });
  });

  test("whose place is taken by something else is told by the check", async () => {
    const directory = folder();
    const taken = join(directory, "mail");
    writeFileSync(taken, "");
    await expect(folderMail({ directory: taken, from }).check()).rejects.toThrow();
    await expect(folderMail({ directory: join(taken, "below"), from }).check()).rejects.toThrow();
    rmSync(directory, { recursive: true });
  });
});

describe("SMTP", () => {
  const credentials = (given: { username?: unknown; password?: unknown }) =>
    given.username === "us er" && given.password === "p@ss/word";

  test("signs in over TLS with the credentials of the address", async () => {
    const server = await startSmtpServer({
      secure: true,
      authOptional: false,
      onAuth: (auth, _, done) => (credentials(auth) ? done(null, { user: "us er" }) : done(new Error("no"))),
    });
    const url = (password: string) => `smtps://us%20er:${password}@127.0.0.1:${server.port}`;
    const right = smtpMail({ url: url("p%40ss%2Fword"), from, ca: testCertificate });
    await right.check();
    await right.send(message);
    expect(server.arrived).toHaveLength(1);
    const wrong = smtpMail({ url: url("secret-words"), from, ca: testCertificate });
    const failure = await wrong.send(message).catch((error: Error) => error);
    expect(failure).toMatchObject({ message: expect.stringMatching(/EAUTH 535/) });
    expect(String((failure as Error).message)).not.toMatch(/secret-words|ana@example/);
    await server.close();
  });

  test("gives no password to a server without TLS, nor to one with a certificate of nobody we trust", async () => {
    let heard = 0;
    const onAuth = (_: unknown, __: unknown, done: (error: null, answer: { user: string }) => void) => {
      heard += 1;
      done(null, { user: "x" });
    };
    const bare = await startSmtpServer({ disabledCommands: ["STARTTLS"], allowInsecureAuth: true, onAuth });
    const url = `smtp://user:password@127.0.0.1:${bare.port}`;
    await expect(smtpMail({ url, from }).send(message)).rejects.toThrow(/SMTP/);
    await bare.close();
    const stranger = await startSmtpServer({ onAuth });
    const strange = `smtp://user:password@127.0.0.1:${stranger.port}`;
    await expect(smtpMail({ url: strange, from }).send(message)).rejects.toThrow(/SMTP/);
    await stranger.close();
    expect([heard, bare.arrived, stranger.arrived]).toEqual([0, [], []]);
  });

  test("reaches a relay on this machine without TLS when it asks for no password", async () => {
    const relay = await startSmtpServer({ disabledCommands: ["STARTTLS", "AUTH"] });
    await smtpMail({ url: `smtp://127.0.0.1:${relay.port}`, from }).send(message);
    expect(relay.arrived).toHaveLength(1);
    await relay.close();
  });

  test("rejects when the recipient is refused, without quoting them", async () => {
    const server = await startSmtpServer({
      onRcptTo: (address, _, done) => done(new Error(`unknown ${address.address}`)),
    });
    const mail = smtpMail({ url: `smtp://localhost:${server.port}`, from, ca: testCertificate });
    const failure = await mail.send(message).catch((error: Error) => error.message);
    expect(failure).toMatch(/EENVELOPE/);
    expect(failure).not.toContain("ana@");
    await server.close();
  });

  test("gives up a server that says nothing, and one that is not there", async () => {
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => sockets.add(socket.on("error", () => {})));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as { port: number };
    const mail = smtpMail({ url: `smtp://127.0.0.1:${port}`, from, patienceMs: 200 });
    await expect(mail.send(message)).rejects.toThrow(/ETIMEDOUT/);
    await expect(mail.check()).rejects.toThrow(/ETIMEDOUT/);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
    await expect(mail.send(message)).rejects.toThrow(/ECONN|ESOCKET/);
  });
});

test("the port follows the configuration, and the job hands its message to it", async () => {
  const directory = folder();
  await openMail(readConfig({ SCAIWAVE_DATA: directory })).send(message);
  expect(readdirSync(join(directory, "mail"))).toEqual(["m-1.eml"]);
  const server = await startSmtpServer({ disabledCommands: ["STARTTLS", "AUTH"] });
  const mail = openMail(readConfig({ SCAIWAVE_SMTP_URL: `smtp://127.0.0.1:${server.port}` }));
  await sendMailJob({ app: { mail }, tenantId: "t" }, message);
  expect(server.arrived).toHaveLength(1);
  await expect(sendMailJob({ app: { mail }, tenantId: "t" }, { to: "ana@example.com" })).rejects.toThrow();
  await server.close();
  rmSync(directory, { recursive: true });
});
