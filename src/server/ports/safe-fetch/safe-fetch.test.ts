import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { describe, expect, test, vi } from "vitest";
import { get, listen, page, refused, site } from "../../../../tests/support/site.ts";

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
