import { createServer as createSocketServer } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { get, listen, loopback, page, refused, site } from "../../../../tests/support/site.ts";

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
