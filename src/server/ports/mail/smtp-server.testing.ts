import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { Arrived } from "#/server/ports/mail/contract.ts";

/** For `localhost` and 127.0.0.1, signed by itself, and used by nothing but tests. */
export const testCertificate = `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUD64/ViEma/6v5AYqGAipmXTjLskwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTExMjAzOFoYDzIxMjYxMDI4
MTEyMDM4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARQNfzDZen5Qvdx6sWJBSCSMngMg0w4uorgnfH4lOMhlMJ8TFid7Rpc
i+Z9BHTEj93X3XmNEUMETV3QLXYuhUh6o28wbTAdBgNVHQ4EFgQUTDNbawbbhSyR
GGmUFH0HrwAYhncwHwYDVR0jBBgwFoAUTDNbawbbhSyRGGmUFH0HrwAYhncwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAPiB8wXacrSLPVyRVy/nkEcsmytOW+8VcMBbz7W/oyKcAiEA
6WEKmqjsz7Wdsax8o8aOJXmJsP8abw5VEQA8/f0BORk=
-----END CERTIFICATE-----
`;
const testKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQggFYjJCSeWhvQwymY
5PdlV4C+JFEzxUSZggF6LEDF0PmhRANCAARQNfzDZen5Qvdx6sWJBSCSMngMg0w4
uorgnfH4lOMhlMJ8TFid7Rpci+Z9BHTEj93X3XmNEUMETV3QLXYuhUh6
-----END PRIVATE KEY-----
`;

export type TestServer = { port: number; arrived: Arrived[]; close(): Promise<void> };

/** A real SMTP server on a free port of this machine. */
export async function startSmtpServer(options: SMTPServerOptions = {}): Promise<TestServer> {
  const arrived: Arrived[] = [];
  const server = new SMTPServer({
    key: testKey,
    cert: testCertificate,
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        arrived.push({ raw: Buffer.concat(chunks).toString("utf8"), to });
        done();
      });
    },
    ...options,
  });
  // A client that breaks off is part of the tests.
  server.on("error", () => {});
  const socket = server.listen(0, "127.0.0.1");
  await new Promise<void>((resolve) => socket.once("listening", resolve));
  const { port } = socket.address() as AddressInfo;
  return { port, arrived, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
