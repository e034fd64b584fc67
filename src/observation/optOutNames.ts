import {canonicalHost, formatEndpoint, parseEndpoint} from "./endpoint.js";

const withPort = /^([^:]+|\[[^\]]+\]):\d+(\/(tcp|ssl))?$/;
const dotted = /^\d+(\.\d+){3}$/;

/**
 * What an entry of the opt-out list spares by name: a host (all its ports), an endpoint, or, written without its
 * transport, both transports of a port.
 *
 * @returns hosts and endpoints in canonical form; none if the entry is neither, or an address in a spelling that may
 *   mean one thing to its writer and another to a resolver: `010.0.0.1` is 8.0.0.1 (octal), `10.1` is 10.0.0.1
 * @example optOutNames("A.org:50001") // ["a.org:50001/tcp", "a.org:50001/ssl"]
 */
export function optOutNames(entry: string): readonly string[] {
  const [, host = entry, , transport] = withPort.exec(entry) ?? [];
  const canonical = canonicalHost(host);
  if (canonical === null || (dotted.test(canonical) && canonical !== host)) return [];
  if (host === entry) return [canonical];
  const spellings = transport === undefined ? [`${entry}/tcp`, `${entry}/ssl`] : [entry];
  return spellings.flatMap((spelling) => {
    const endpoint = parseEndpoint(spelling);
    return "error" in endpoint ? [] : [formatEndpoint(endpoint)];
  });
}
