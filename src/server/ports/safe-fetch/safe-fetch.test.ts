import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createSocketServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test, vi } from "vitest";
import { FetchRefused, type SafeFetchSeams, safeFetch } from "#/server/ports/safe-fetch/safe-fetch.ts";

const closes: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
});

/** A server on loopback, and the seams through which a test reaches it under a public name. */
async function site(answer: RequestListener) {
  const server = createServer(answer);
  const port = await listen(server);
  return { port, url: `http://site.example:${port}/`, ...loopback() };
}

function loopback() {
  const resolve = vi.fn(async (_host: string) => [{ address: "127.0.0.1", family: 4 }]);
  const seams: SafeFetchSeams = { allowed: () => true, allowedPort: () => true, resolve };
  return { seams, resolve };
}

async function listen(server: Server | ReturnType<typeof createSocketServer>): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closes.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((done) => server.close(done));
  });
  return (server.address() as AddressInfo).port;
}

const page = (response: ServerResponse, body: string | Buffer = "<p>hello", headers: Record<string, string> = {}) => {
  response.writeHead(200, { "content-type": "text/html; charset=UTF-8", ...headers });
  response.end(body);
};

const options = { signal: new AbortController().signal, types: ["text/html", "text/plain"] };
const get = (url: string, seams?: SafeFetchSeams, more: object = {}) => safeFetch(url, { ...options, ...more }, seams);

async function refused(fetching: Promise<unknown>, sentence: RegExp | string): Promise<void> {
  const outcome = await fetching.then(() => "fetched", (error: unknown) => error); // biome-ignore format: one outcome
  expect(outcome).toBeInstanceOf(FetchRefused);
  expect((outcome as Error).message).toMatch(sentence);
}

describe("an address", () => {
  test("of the public web is fetched, without anything that tells of us", async () => {
    let seen: IncomingMessage | undefined;
    const { url, seams } = await site((request, response) => {
      seen = request;
      page(response);
    });
    expect(await get(`${url}a?b=1#c`, seams)).toMatchObject({
      status: 200, contentType: "text/html", charset: "utf-8", body: Buffer.from("<p>hello"), url: `${url}a?b=1`,
    }); // biome-ignore format: one answer
    expect(seen!.method).toBe("GET");
    for (const header of ["cookie", "authorization", "referer", "origin"])
      expect(seen!.headers).not.toHaveProperty(header);
  });

  test.each([
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://0.0.0.0/",
    "http://[::]/", "http://[::1]/", "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data", "http://100.64.0.1/", "http://192.0.0.8/", "http://198.18.0.1/",
    "http://239.255.255.250/", "http://192.0.2.1/", "http://198.51.100.1/", "http://203.0.113.1/", "http://255.255.255.255/",
    "http://[::ffff:169.254.169.254]/", "http://[::ffff:7f00:1]/", "http://[::169.254.169.254]/",
    "http://[64:ff9b::a9fe:a9fe]/", "http://[64:ff9b:1::1]/", "http://[2002:a9fe:a9fe::1]/", "http://[2001::1]/",
    "http://[::ffff:0:a9fe:a9fe]/", "http://[fd00::1]/", "http://[fec0::1]/", "http://[fe80::1]/", "http://[ff02::1]/",
    "http://[2001:db8::1]/", "http://[3fff::1]/", "http://[100::1]/", "http://[5f00::1]/",
  ])("%s is inside or nowhere, and nobody connects to it", async (url) => {
    await refused(get(url), "not on the public internet");
  }); // biome-ignore format: one table

  test.each(["localhost", "metadata.internal", "sub.localhost"])(
    "whose name %s leads inside is refused",
    async (host) => {
      const resolve = async () => [{ address: "127.0.0.1", family: 4 }];
      await refused(get(`http://${host}/`, { resolve }), "not on the public internet");
    },
  );

  test("of which one answer is public and another is not, is refused", async () => {
    const resolve = async () => [{ address: "93.184.215.14", family: 4 }, { address: "::1", family: 6 }]; // biome-ignore format: two
    await refused(get("http://half.example/", { resolve }), "not on the public internet");
  });

  test.each(["file:///etc/passwd", "gopher://example.com/", "data:text/html,x", "ftp://example.com/", "javascript:1", "//example.com", "not an address", ""])(
    "with another scheme is refused: %s", async (url) => refused(get(url), /Only http|not an address/),
  ); // biome-ignore format: one table

  test.each([22, 25, 6379, 5432, 8080, 3000])("with port %i is refused", async (port) => {
    await refused(get(`http://example.com:${port}/`), "usual ports");
  });

  test("with a user and a password, or too long, is refused", async () => {
    await refused(get("https://a:b@example.com/"), "user name");
    await refused(get(`https://example.com/${"a".repeat(3_000)}`), "too long");
  });

  test("whose name changes between the check and the connection is connected to where it was checked", async () => {
    const { url, seams, resolve } = await site((_, response) => page(response));
    const inside = vi.fn();
    const address = ["127.0.0.1", "127.0.0.2"];
    const rebinding = async () => [{ address: address.shift()!, family: 4 }];
    resolve.mockImplementation(rebinding);
    const allowed = (each: string) => {
      if (each !== "127.0.0.1") inside();
      return each === "127.0.0.1";
    };
    await get(url, { ...seams, allowed });
    expect(resolve).toHaveBeenCalledTimes(1);
    expect(inside).not.toHaveBeenCalled();
    await refused(get(url, { ...seams, allowed }), "not on the public internet");
  });
});

describe("a redirect", () => {
  const redirect =
    (to: string | ((path: string) => string), status = 302): RequestListener =>
    (request, response) => {
      const location = typeof to === "string" ? to : to(request.url!);
      if (location === "") return page(response);
      response.writeHead(status, { location }).end();
    };

  test("is followed, relative ones too, and each hop is checked anew", async () => {
    const { url, seams, resolve } = await site(redirect((path) => (path === "/" ? "/2" : path === "/2" ? "3?x" : "")));
    expect(await get(url, seams)).toMatchObject({ status: 200, url: `${url}3?x` });
    expect(resolve).toHaveBeenCalledTimes(3);
  });

  test.each(["http://169.254.169.254/", "http://[::1]/", "http://inside.example/"])(
    "to %s inside is refused",
    async (to) => {
      const { url, seams, resolve } = await site(redirect(to));
      resolve.mockImplementation(async (host) => [
        { address: host === "site.example" ? "127.0.0.1" : "10.0.0.1", family: 4 },
      ]);
      const allowed = (address: string) => address === "127.0.0.1";
      await refused(get(url, { ...seams, allowed }), "not on the public internet");
    },
  );

  test.each(["file:///etc/passwd", "gopher://x/", "javascript:alert(1)"])("to %s is refused", async (to) => {
    const { url, seams } = await site(redirect(to));
    await refused(get(url, seams), "Only http");
  });

  test("to another port is refused", async () => {
    const { url, port, seams } = await site(redirect("http://site.example:6379/"));
    await refused(get(url, { ...seams, allowedPort: (each) => each === port }), "usual ports");
  });

  test("in a circle, or more than five times, is refused", async () => {
    let hops = 0;
    const { url, seams } = await site(
      redirect(() => {
        hops += 1;
        return `/${hops}`;
      }),
    );
    await refused(get(url, seams), "too often");
    expect(hops).toBe(6);
  });
});

describe("an answer", () => {
  test.each(["image/png", "application/pdf", "application/octet-stream", "text/html2", "application/json"])("of type %s is not read", async (type) => {
    const { url, seams } = await site((_, response) => page(response, "x", { "content-type": type }));
    await refused(get(url, seams), "is not read");
  }); // biome-ignore format: one table

  test("without a type is not read", async () => {
    const { url, seams } = await site((_, response) => response.end("x"));
    await refused(get(url, seams), "is not read");
  });

  test("of exactly the bound is read; one byte more is not, said or unsaid", async () => {
    const maxBytes = 100_000;
    for (const said of [true, false]) {
      const { url, seams } = await site((request, response) => {
        const body = Buffer.alloc(Number(request.url!.slice(1)), 65);
        response.writeHead(200, {
          "content-type": "text/html",
          ...(said ? { "content-length": String(body.length) } : {}),
        });
        response.end(body);
      });
      expect((await get(`${url}${maxBytes}`, seams, { maxBytes })).body).toHaveLength(maxBytes);
      await refused(get(`${url}${maxBytes + 1}`, seams, { maxBytes }), "too large");
    }
  });

  test("of five megabytes and one byte is too large without any choice", async () => {
    const { url, seams } = await site((_, response) => page(response, Buffer.alloc(5_000_001, 65)));
    await refused(get(url, seams), "too large");
  });

  test("that never ends is left at the bound", async () => {
    let left = false;
    const { url, seams } = await site((_, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      const piece = Buffer.alloc(65_536, 65);
      const more = () => {
        while (!left && response.write(piece));
      };
      response.on("drain", more);
      response.on("close", () => {
        left = true;
      });
      more();
    });
    await refused(get(url, seams), "too large");
    await vi.waitFor(() => expect(left).toBe(true), { timeout: 15_000 });
  });

  test("that unpacks to a giant is left at the bound", async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    expect(bomb.length).toBeLessThan(1_000_000);
    const { url, seams } = await site((_, response) => page(response, bomb, { "content-encoding": "gzip" }));
    const before = process.memoryUsage().arrayBuffers;
    await refused(get(url, seams), "too large");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60_000_000);
  });

  test("that is packed honestly is unpacked; packed twice or strangely it is refused", async () => {
    const { url, seams } = await site((request, response) =>
      page(response, gzipSync("<p>hello"), {
        "content-encoding": request.url === "/" ? "gzip" : request.url!.slice(1),
      }),
    );
    expect((await get(url, seams)).body.toString()).toBe("<p>hello");
    await refused(get(`${url}gzip,gzip`, seams), "compressed in a way");
    await refused(get(`${url}zstd`, seams), "compressed in a way");
    await refused(get(`${url}__proto__`, seams), "compressed in a way");
    await refused(get(`${url}br`, seams), "could not be reached");
  });

  test("that says another length than it has is refused", async () => {
    const server = createSocketServer((socket) => {
      socket.on("error", () => {});
      socket.end("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 100\r\n\r\nshort");
    });
    const port = await listen(server);
    await refused(get(`http://site.example:${port}/`, loopback().seams), "could not be reached");
  });

  test.each([
    ["no header", ""],
    ["half a header", "HTTP/1.1 200 OK\r\ncontent-"],
    ["a piece now and then", "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\nx"],
  ])("that comes slowly, with %s, is left in time", async (_, beginning) => {
    const server = createSocketServer((socket) => {
      socket.on("error", () => {});
      socket.write(beginning);
      const timer = setInterval(() => beginning && socket.write("x"), 20);
      socket.on("close", () => clearInterval(timer));
    });
    const port = await listen(server);
    await refused(get(`http://site.example:${port}/`, loopback().seams, { timeoutMs: 300 }), "in time");
  });

  test("with endless headers, or that is not HTTP, is refused", async () => {
    const server = createSocketServer((socket) => {
      socket.on("error", () => {});
      socket.write(`HTTP/1.1 200 OK\r\n${"x-a: b\r\n".repeat(10_000)}`);
    });
    await refused(get(`http://site.example:${await listen(server)}/`, loopback().seams), "could not be reached");
    const other = createSocketServer((socket) => void socket.on("error", () => {}).end("220 mail.example ESMTP\r\n"));
    await refused(get(`http://site.example:${await listen(other)}/`, loopback().seams), "could not be reached");
  });

  test("is not waited for once the asker stops", async () => {
    const stop = new AbortController();
    const { url, seams } = await site(() => stop.abort());
    await refused(get(url, seams, { signal: stop.signal }), "could not be reached");
  });
});

test("a proxy of the environment is not asked, so that nothing decides for the check", async () => {
  const asked = vi.fn();
  const proxy = createServer((_, response) => {
    asked();
    page(response);
  });
  proxy.on("connect", (_request, socket) => {
    asked();
    socket.destroy();
  });
  const proxyPort = await listen(proxy);
  const { port } = await site((_, response) => page(response, "direct"));
  const program = `
    import { safeFetch } from "#/server/ports/safe-fetch/safe-fetch.ts";
    const seams = { allowed: () => true, allowedPort: () => true, resolve: async () => [{ address: "127.0.0.1", family: 4 }] };
    const options = { signal: new AbortController().signal, types: ["text/html"] };
    const { body } = await safeFetch("http://site.example:${port}/", options, seams);
    process.stdout.write(body.toString());`;
  const address = `http://127.0.0.1:${proxyPort}`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", program], {
    env: {
      ...process.env, NODE_USE_ENV_PROXY: "1", HTTP_PROXY: address, http_proxy: address, HTTPS_PROXY: address, ALL_PROXY: address,
      NO_PROXY: "", no_proxy: "",
    },
  }); // biome-ignore format: one child
  let said = "";
  let complained = "";
  child.stdout.on("data", (piece) => {
    said += String(piece);
  });
  child.stderr.on("data", (piece) => {
    complained += String(piece);
  });
  await new Promise((resolve) => child.on("close", resolve));
  expect({ said, complained: said ? "" : complained }).toEqual({ said: "direct", complained: "" });
  expect(asked).not.toHaveBeenCalled();
});
