import { expect, test } from "vitest";
import { publicInternet } from "#/server/ports/public-internet.ts";

test.each(["8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"])(
  "%s is public", (address) => expect(publicInternet(address)).toBe(true),
); // biome-ignore format: one table

test.each([
  "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.31.255.255", "192.0.0.9", "192.0.2.1",
  "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.0.1", "192.175.48.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
  "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
  "::", "::1", "::ffff:8.8.8.8", "::169.254.169.254", "::ffff:0:a9fe:a9fe", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1",
  "2001:0:1::1", "2001:db8::1", "2002:a9fe:a9fe::1", "2620:4f:8000::1", "3fff::1", "5f00::1", "fc00::1", "fd00::1",
  "fe80::1", "fec0::1", "ff02::1",
])("%s is inside, or nowhere", (address) => expect(publicInternet(address)).toBe(false)); // biome-ignore format: one table

test.each(["", "localhost", "example.com", "1.2.3", "fe80::1%eth0", "8.8.8.8 "])(
  "“%s” is no address at all",
  (address) => expect(publicInternet(address)).toBe(false),
);
