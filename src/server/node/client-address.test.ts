import { describe, expect, test } from "vitest";
import { clientAddress, networksOf } from "#/server/node/client-address.ts";

const trusted = networksOf(["127.0.0.1", "::1", "10.0.0.0/8"]);

describe("the address of a client", () => {
  test.each([
    ["198.51.100.7", undefined, "198.51.100.7"],
    ["::ffff:198.51.100.7", undefined, "198.51.100.7"],
    // A stranger's own header counts for nothing.
    ["198.51.100.7", "203.0.113.9", "198.51.100.7"],
    ["127.0.0.1", "203.0.113.9", "203.0.113.9"],
    // What stands left of the last untrusted hop is the client's own invention.
    ["127.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"],
    ["127.0.0.1", "203.0.113.9, 10.1.2.3", "203.0.113.9"],
    ["::1", "2001:db8::5", "2001:db8::5"],
    ["127.0.0.1", "not an address", "127.0.0.1"],
    ["127.0.0.1", "", "127.0.0.1"],
    [undefined, "203.0.113.9", "unknown"],
  ])("%s forwarding %s is %s", (remote, forwarded, address) => {
    expect(clientAddress(remote, forwarded, trusted)).toBe(address);
  });
});
