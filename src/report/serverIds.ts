/** Characters of an endpoint's spelling that an id keeps; longer ones end in a checksum. File systems allow 255 in all. */
const LONGEST_SPELLING = 120;

/**
 * The name of an endpoint in addresses of pages and files: `host.example:50002/ssl` is `host_example_50002_ssl`.
 *
 * Two endpoints never have one id as long as they are short: what is not a letter, a digit, a hyphen or a dot of a
 * host becomes `~` and its code in hex. It holds no dot and no slash, since Framework takes what follows a dot for
 * the kind of a file.
 */
export function serverId(endpoint: string): string {
  const [, host = endpoint, port = "", transport = ""] = /^(.*):(\d+)\/(tcp|ssl)$/.exec(endpoint) ?? [];
  const spelled = [
    host.replace(/[^a-z0-9.-]/g, (c) => `~${c.charCodeAt(0).toString(16)}`).replaceAll(".", "_"),
    port,
    transport,
  ].join("_");
  return spelled.length <= LONGEST_SPELLING
    ? spelled
    : `${spelled.slice(0, LONGEST_SPELLING - 17)}~${checksum(endpoint)}`;
}

/** 64 bits as 16 hex digits: FNV-1a, Fowler, Noll and Vo. Tells long names apart; it is no protection from those who try. */
function checksum(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const c of text) hash = BigInt.asUintN(64, (hash ^ BigInt(c.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}
