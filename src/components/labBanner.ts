import type {Standing} from "../report/standing.js";
import {element} from "./element.js";
import {siteAddress} from "./siteAddress.js";

/** Which page the banner stands on: its own content decides what must be said. */
export type BannerPage = "observations" | "original" | "method";

const heading: Readonly<Record<BannerPage, string>> = {
  observations: "Simulated data.",
  original: "Real data here, simulated data elsewhere.",
  method: "Simulated data.",
};

const explanation: Readonly<Record<BannerPage, string>> = {
  observations:
    "Everything below that looks like a measurement comes from a network that this project simulates. No server named on this page exists, and nothing here is about any real server or operator.",
  original:
    "The tables on this page are real public data. The rest of the site currently shows a simulated network, in which no server exists.",
  method:
    "The observations that this site currently shows come from a simulated network, not from the public one. No server named on them exists.",
};

/** Says what the site is built from where a reader could take it for something else; empty for real observations. */
export function labBanner({network, simulated}: Standing, page: BannerPage): HTMLElement {
  const attributes = {class: "banner", role: "note"};
  if (network === null)
    return element(
      "aside",
      attributes,
      element("strong", {}, "No observations yet. "),
      "The archive of this copy is empty. ",
      element("code", {}, "npm run study"),
      " observes a simulated network and builds the site from it.",
    );
  if (!simulated) return element("aside", {...attributes, hidden: ""});
  const href = page === "method" ? "#the-simulated-network" : siteAddress("method#the-simulated-network");
  return element(
    "aside",
    attributes,
    element("strong", {}, `${heading[page]} `),
    `${explanation[page]} `,
    element("a", {href}, "How it differs from the public network"),
  );
}
