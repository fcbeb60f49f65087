import { BlockList, isIP } from "node:net";

/** Decides whether the server may connect to an address, given as `net.isIP` knows it. */
export type AddressPolicy = (address: string) => boolean;

// Everything that IANA lists as not globally reachable, and every form in which IPv6 carries an IPv4 address.
const forbidden4 = [
  "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
  "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
  "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
]; // biome-ignore format: one list
/** All of global unicast is `2000::/3`; these parts of it are not for us. */
const forbidden6 = [
  "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
]; // biome-ignore format: one list

const blocked = new BlockList();
for (const [list, family] of [[forbidden4, "ipv4"], [forbidden6, "ipv6"]] as const) {
  for (const range of list) {
    const [address, bits] = range.split("/");
    blocked.addSubnet(address!, Number(bits), family);
  }
} // biome-ignore format: two lists
const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");

/**
 * Only addresses of the public internet. Of IPv6 only global unicast is allowed at all, so that mapped, compatible, NAT64,
 * SIIT, link-local, site-local, unique local, multicast, loopback and unspecified forms are refused without being listed.
 */
export const publicInternet: AddressPolicy = (address) => {
  const family = isIP(address);
  if (family === 4) return !blocked.check(address, "ipv4");
  if (family !== 6 || address.includes("%")) return false;
  return globalUnicast.check(address, "ipv6") && !blocked.check(address, "ipv6");
};
