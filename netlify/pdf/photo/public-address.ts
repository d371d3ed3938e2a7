import { BlockList, isIP } from 'node:net'

/**
 * Addresses that are not somebody's public server: the special-purpose registries of IANA (RFC 6890 and its
 * updates), multicast, and ranges that carry an IPv4 address inside.
 */
const special = new BlockList()
for (const [address, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  special.addSubnet(address, prefix, 'ipv4')
}

/** Global unicast is 2000::/3; these parts of it are not. */
const specialV6 = new BlockList()
for (const [address, prefix] of [
  // Teredo and others of the protocol assignments, documentation, 6to4, SRv6 documentation.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  specialV6.addSubnet(address, prefix, 'ipv6')
}
const globalV6 = new BlockList()
globalV6.addSubnet('2000::', 3, 'ipv6')

/**
 * True for an IP address (as a resolver gives it) that belongs to the public internet. Private, loopback,
 * link-local, mapped (`::ffff:10.0.0.1`), translated (`64:ff9b::`), and everything that is not an address
 * are not public.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !special.check(address, 'ipv4')
  if (family !== 6 || address.includes('%')) return false
  return globalV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6')
}
