import {create} from "d3";
import type {Standing} from "../report/standing.js";
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
  const banner = create("aside").attr("class", "banner").attr("role", "note");
  if (network === null) {
    banner.append("strong").text("No observations yet. ");
    banner.append("span").text("The archive of this copy is empty. ");
    banner.append("code").text("npm run study");
    banner.append("span").text(" observes a simulated network and builds the site from it.");
  } else if (simulated) {
    banner.append("strong").text(`${heading[page]} `);
    banner.append("span").text(`${explanation[page]} `);
    banner
      .append("a")
      .attr(
        "href",
        page === "method" ? "#the-simulated-network" : siteAddress("method#the-simulated-network"),
      )
      .text("How it differs from the public network");
  } else banner.attr("hidden", "");
  return banner.node() as HTMLElement; // created above
}
