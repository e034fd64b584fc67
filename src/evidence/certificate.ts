import {isLocalAddress} from "./address.js";
import {registrableDomain} from "./domain.js";
import {sharedBits, statementOf, type Trait} from "./frequency.js";
import {countCommon} from "./runSet.js";
import {compared, incomparable, type Signal} from "./signal.js";

/**
 * One public key in two certificates: whoever answers TLS at both holds one private key. By chance two keys do not
 * agree. Whether an authority signed the certificate does not matter. The key can lie on several machines, so this
 * speaks of the operator of the TLS front, not of the host.
 */
export const certificateKey: Signal = {
  name: "same certificate key",
  layer: "operator",
  group: "identity",
  compares: "the public key of the certificate (SHA-256 of SubjectPublicKeyInfo) in the same run",
  unit: "share of runs with one key, 0 to 1",
  innocent: [
    "a shared TLS front, such as a reverse proxy or tunnel service, in front of unrelated servers",
    "a key that came with an appliance image or a container and was never replaced",
  ],
  compare(a, b) {
    const [ofA, ofB] = [statementOf(key, a), statementOf(key, b)];
    const n = countCommon(ofA.counting, ofB.counting);
    if (n === 0) return incomparable("in no run did both show a certificate");
    let equal = 0;
    for (const [value, runs] of ofA.values) {
      const others = ofB.values.get(value);
      if (others) equal += countCommon(runs, others);
    }
    return compared(equal / n, n);
  },
};

const key: Trait = {
  name: "certificate key",
  valuesOf: ({cert_key_sha256: key}) => (key === null || key === "" ? null : [key]),
};

const names: Trait = {
  name: "certificate name",
  valuesOf: ({cert_names: text}) =>
    text === null
      ? null
      : text
          .toLowerCase()
          .split(/\s+/)
          .filter((name) => isTelling(name)),
};

/** A name in both certificates: both were issued for it. */
export const certificateNames: Signal = {
  name: "shared certificate name",
  layer: "operator",
  group: "identity",
  compares: "the subject alternative names of the certificates, as written, in the same run",
  unit: "bits (mean over runs of the rarity of the rarest shared name)",
  innocent: [
    "a certificate of a shared front that lists the names of many customers",
    "a self-signed certificate may name anything, also a host of somebody else",
    "a name left as a guide or an image suggests it",
  ],
  compare: (a, b, window) => sharedBits(names, a, b, window),
};

/**
 * Whether a name can tell one holder from another: with a domain of its own, or a public address.
 * `*.ddns.net` and `localhost` cannot.
 */
function isTelling(name: string): boolean {
  const bare = name.replace(/^\*\./, "");
  if (isLocalAddress(bare)) return false;
  return registrableDomain(bare) !== null || bare.endsWith(".onion") || /^[\d.]+$|:/.test(bare);
}
