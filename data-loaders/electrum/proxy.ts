/** A SOCKS5 proxy that resolves names itself, such as Tor's. Only onion services are reached through it. */
export interface Proxy {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads `socks5h://host:port`. The `h` is insisted on: plain `socks5://` would mean that names are resolved here,
 * and an onion name must never reach a resolver.
 *
 * @example parseProxy("socks5h://127.0.0.1:9050") // {host: "127.0.0.1", port: 9050}
 */
export function parseProxy(text: string): Proxy | {readonly error: string} {
  const [, host, port] = /^socks5h:\/\/(\[[0-9a-f:.]+\]|[a-z0-9._-]+):(\d{1,5})\/?$/i.exec(text) ?? [];
  if (host === undefined || port === undefined)
    return {error: `expected socks5h://host:port, got ${JSON.stringify(text.slice(0, 100))}`};
  const number = Number(port);
  if (number < 1 || number > 65_535) return {error: `expected a port from 1 to 65535, got ${port}`};
  return {host: host.replace(/^\[|\]$/g, "").toLowerCase(), port: number};
}
