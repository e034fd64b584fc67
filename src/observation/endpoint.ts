/** How an Electrum server is spoken to: newline-framed JSON over plain TCP, or over TLS (`ssl` in the thread's spelling). */
export type Transport = "tcp" | "ssl";

/** One place where an Electrum server listens. Two endpoints may well be one server. */
export interface Endpoint {
  /** canonical: lower case, no trailing dot, IDN as punycode, IPv6 compressed and without brackets */
  readonly host: string;
  readonly port: number;
  readonly transport: Transport;
}

const spelling = /^(\[[^\]]+\]|[^[\]:/\s]+):(\d{1,5})\/(tcp|ssl)$/;

/**
 * Reads one endpoint, spelled as in the thread: `host:port/tcp`, `host:port/ssl`, IPv6 in brackets.
 *
 * @returns the endpoint in canonical form, or what was expected and found
 * @example parseEndpoint("[2001:DB8::0:1]:50002/ssl") // {host: "2001:db8::1", port: 50002, transport: "ssl"}
 */
export function parseEndpoint(text: string): Endpoint | {readonly error: string} {
  const [, host, port, transport] = spelling.exec(text) ?? [];
  if (host === undefined || port === undefined || transport === undefined)
    return {error: `expected host:port/tcp or host:port/ssl, got ${JSON.stringify(text.slice(0, 100))}`};
  const canonical = canonicalHost(host);
  if (canonical === null) return {error: `expected a host name or address, got ${JSON.stringify(host)}`};
  const number = Number(port);
  if (number < 1 || number > 65_535) return {error: `expected a port from 1 to 65535, got ${port}`};
  return {host: canonical, port: number, transport: transport as Transport};
}

/** The one spelling of an endpoint: what `parseEndpoint` reads, and the key by which tables are joined. */
export function formatEndpoint({host, port, transport}: Endpoint): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}/${transport}`;
}

/**
 * One spelling for each host, or null if it is none.
 * The WHATWG URL parser does the work: `0x7f.1` is 127.0.0.1 to a resolver, so it must be to us.
 */
export function canonicalHost(host: string): string | null {
  if (/[/\\?#@%\s]/.test(host)) return null; // the URL parser would read a path or a user into it
  let hostname: string;
  try {
    hostname = new URL(`http://${host}/`).hostname;
  } catch {
    return null; // the URL parser's way to say "not a host"
  }
  const bare = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const isName =
    bare.length <= 253 &&
    bare.split(".").every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label));
  return isName || bare.includes(":") ? bare : null;
}

/** Whether the host is a Tor onion service, which is reached through a SOCKS proxy only. */
export function isOnion({host}: Pick<Endpoint, "host">): boolean {
  return host.endsWith(".onion");
}
