import {sharedBits, type Trait} from "./frequency.js";
import {incomparable, type Signal} from "./signal.js";

const system: Trait = {
  name: "autonomous system",
  valuesOf: ({asns}) => (asns === null ? null : asns.split(" ").filter((asn) => asn !== "")),
};

/**
 * One autonomous system: mostly, one hosting company. The weakest of all marks: strangers choose the same few companies,
 * so it is shown, and decides nothing (`rarestMark` leaves it out).
 */
export const sameAutonomousSystem: Signal = {
  name: "same autonomous system",
  layer: "operator",
  group: "address",
  compares: "the autonomous systems (AS numbers) that announce the addresses that were connected to",
  unit: "bits (mean over runs of the rarity of the rarest shared system)",
  innocent: [
    "one hosting company or internet provider, as strangers often choose the same",
    "one company's servers at the front, such as a tunnel, with machines elsewhere behind them",
  ],
  compare(a, b, window) {
    const shared = sharedBits(system, a, b, window);
    return shared.comparable
      ? shared
      : incomparable("in no run was it known of both which autonomous system they are in");
  },
};
