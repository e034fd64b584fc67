import type {Endpoint} from "../../src/observation/endpoint.js";
import {bounded, isObject, own, within, wrongShape} from "./check.js";
import {hostOf, isPort} from "./host.js";
import {MAX_FEATURE_KEYS, MAX_SERVER_VERSION} from "./limits.js";
import type {Question} from "./question.js";

/** What a server says about itself. Every member may be missing (null); a member of the wrong type fails the answer. */
export interface Features {
  /** 64 lower-case hex digits */
  readonly genesisHash: string | null;
  readonly serverVersion: string | null;
  readonly protocolMin: string | null;
  readonly protocolMax: string | null;
  /** its members in their order; a name that is not a plain word stands as `?` */
  readonly keys: readonly string[];
  /** `hosts` as endpoints; hosts and ports that cannot be are left out */
  readonly declaredHosts: readonly Endpoint[];
}

/** Asked last: builds of esplora's electrs close the connection on it. */
export const features: Question<Features> = {
  method: "server.features",
  params: [],
  check(result) {
    if (!isObject(result)) return wrongShape("an object", result);
    const keys = Object.keys(result);
    if (keys.length > MAX_FEATURE_KEYS)
      return {
        reason: "wrong-shape",
        detail: `expected at most ${MAX_FEATURE_KEYS} members, got ${keys.length}`,
      };
    const texts: (string | null)[] = [];
    for (const key of ["genesis_hash", "server_version", "protocol_min", "protocol_max"]) {
      const value = own(result, key) ?? null;
      if (value !== null && typeof value !== "string") return within(key, wrongShape("a string", value));
      texts.push(value === null ? null : bounded(value, MAX_SERVER_VERSION));
    }
    const [genesisHash = null, serverVersion = null, protocolMin = null, protocolMax = null] = texts;
    if (genesisHash !== null && !/^[0-9a-f]{64}$/i.test(genesisHash))
      return within("genesis_hash", wrongShape("64 hex digits", genesisHash));
    const hosts = own(result, "hosts") ?? {};
    if (!isObject(hosts)) return within("hosts", wrongShape("an object", hosts));
    return {
      value: {
        genesisHash: genesisHash?.toLowerCase() ?? null,
        serverVersion,
        protocolMin,
        protocolMax,
        keys: keys.map((key) => (/^[a-z0-9_.-]{1,40}$/i.test(key) ? key : "?")),
        declaredHosts: Object.entries(hosts).slice(0, MAX_FEATURE_KEYS).flatMap(declaredEndpoints),
      },
    };
  },
};

function declaredEndpoints([name, ports]: [string, unknown]): Endpoint[] {
  const host = hostOf(name);
  if (host === null || !isObject(ports)) return [];
  const tcp = own(ports, "tcp_port");
  const ssl = own(ports, "ssl_port");
  return [
    ...(isPort(tcp) ? [{host, port: tcp, transport: "tcp"} as const] : []),
    ...(isPort(ssl) ? [{host, port: ssl, transport: "ssl"} as const] : []),
  ];
}
