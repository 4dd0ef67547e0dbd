/** Addresses of this machine, which nothing on the network can listen to or pretend to be. */

/** @param hostname as `URL` has it: lower case, IPv6 in brackets, IPv4 in four numbers */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}

/** @param address of a server or a page on it; what is no address is nowhere */
export function isOnThisMachine(address: string): boolean {
  return isLoopback(URL.parse(address)?.hostname ?? '');
}
