import {isDefaultBanner, isDefaultDonation, normalBanner, normalDonation} from "./defaults.js";
import {sharedBits, type Trait} from "./frequency.js";
import type {Signal} from "./signal.js";

const banner: Trait = {
  name: "banner",
  valuesOf: ({banner: text}) => {
    if (text === null) return null;
    const normal = normalBanner(text);
    return normal === "" || isDefaultBanner(normal) ? [] : [normal];
  },
};

const donation: Trait = {
  name: "donation address",
  valuesOf: ({donation_address: text}) => {
    if (text === null) return null;
    const normal = normalDonation(text);
    return normal === "" || isDefaultDonation(normal) ? [] : [normal];
  },
};

/** A greeting that somebody wrote, met twice. */
export const sameBanner: Signal = {
  name: "same banner",
  layer: "operator",
  group: "text",
  compares: "server.banner without version numbers, where neither is empty or a program's default",
  unit: "bits (mean over runs of the rarity of the shared text)",
  innocent: [
    "a text copied from a guide, an image or another server",
    "a default of a program or a kit that this project does not know",
    "two defaults that were edited in the same obvious way",
  ],
  compare: (a, b, window) => sharedBits(banner, a, b, window),
};

/** One purse for two servers. */
export const sameDonationAddress: Signal = {
  name: "same donation address",
  layer: "operator",
  group: "text",
  compares: "server.donation_address, where neither is empty or a program's default",
  unit: "bits (mean over runs of the rarity of the shared address)",
  innocent: [
    "an address of a third party: a charity, a project, an example out of a guide",
    "a configuration copied with the address in it",
    "a built-in address that this project does not know",
  ],
  compare: (a, b, window) => sharedBits(donation, a, b, window),
};
