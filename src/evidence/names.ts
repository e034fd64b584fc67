import {DEFAULT_PORTS} from "./defaults.js";
import {registrableDomain} from "./domain.js";
import {sharedBits, type Trait} from "./frequency.js";
import type {Signal} from "./signal.js";

const domain: Trait = {
  name: "domain",
  valuesOf: ({host}) => {
    const domain = registrableDomain(host);
    return domain === null ? null : [domain];
  },
};

/** Letters that a label needs beside its number: in `1.example` the number is all there is. */
const FEWEST_LETTERS = 2;

const family: Trait = {
  name: "name family",
  valuesOf: ({host}) => {
    const own = registrableDomain(host);
    if (own === null) return null;
    // Without the suffix, and with the first label of the domain: node1-of-us.example belongs to a family too.
    const labels = host.toLowerCase().split(".");
    return labels
      .slice(0, labels.length - own.split(".").length + 1)
      .filter((label) => /\d/.test(label) && label.replace(/[^a-z]/g, "").length >= FEWEST_LETTERS)
      .map((label) => label.replace(/\d+/g, "#"));
  },
};

const port: Trait = {
  name: "port",
  valuesOf: ({port, transport}) => (DEFAULT_PORTS.has(port) ? [] : [`${port}/${transport}`]),
};

const unit = "bits (rarity of the shared value; names do not change from run to run)";

/** Two names under a domain that one party registered. */
export const sameDomain: Signal = {
  name: "same domain",
  layer: "operator",
  group: "identity",
  compares: "the registrable domain of the host names, by a short list of shared suffixes",
  unit,
  innocent: [
    "a dynamic-DNS or hosting suffix that the short list does not know",
    "a club, a company or a family: one domain, several people's servers",
    "a name that points to somebody else's server",
  ],
  compare: (a, b, window) => sharedBits(domain, a, b, window),
};

/** btc1 here and btc2 there, as one who numbers machines would write. Weak. */
export const sameNameFamily: Signal = {
  name: "same name family",
  layer: "operator",
  group: "identity",
  compares: "labels of the host names that carry a number, with the number left out",
  unit,
  innocent: ["everybody numbers machines, and few words come to mind: node1, btc2, electrum1"],
  compare: (a, b, window) => sharedBits(family, a, b, window),
};

/** An unusual port, twice. Weak. */
export const samePort: Signal = {
  name: "same unusual port",
  layer: "operator",
  group: "port",
  compares: "port and transport, where neither is the usual 50001 or 50002",
  unit,
  innocent: [
    "ports that others have a reason to use too: 443, 995, 700, 51002",
    "a port that a guide, a kit or a hosting service gives out",
  ],
  compare: (a, b, window) => sharedBits(port, a, b, window),
};
