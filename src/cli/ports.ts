import { createServer } from "node:net";
import { StartError } from "./failure.ts";

/**
 * Says at once, and not after a minute of building, that the port is not to be had.
 *
 * @throws StartError
 */
export async function checkPort(addresses: readonly string[], port: number): Promise<void> {
  for (const address of addresses) {
    const code = await bindingError(address, port);
    if (code === "EADDRINUSE") {
      throw new StartError(
        `Port ${port} is taken by another program: end that, or choose another port with PORT=${port + 1} npm start.`,
      );
    }
    if (code === "EACCES")
      throw new StartError(`Port ${port} needs rights that this user lacks: choose one above 1023 with PORT.`);
    if (code === "EADDRNOTAVAIL" && addresses.length === 1) {
      throw new StartError(`HOST=${address} is not an address of this machine.`);
    }
    if (code === "ENOTFOUND") throw new StartError(`HOST=${address} is not known on this machine.`);
  }
}

function bindingError(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen({ host, port, ipv6Only: host.includes(":"), exclusive: true }, () =>
      server.close(() => resolve(undefined)),
    );
  });
}
