import type {ServerFacts} from "../report/serverFacts.js";
import {dataLinks} from "./dataLinks.js";
import {dayText} from "./dayText.js";
import {element} from "./element.js";
import {factList} from "./factList.js";
import {levelTag, levelNames} from "./levelScale.js";
import {numberText} from "./numberText.js";
import {siteAddress} from "./siteAddress.js";

/** What stands in place of facts about a server that is not in the data. */
export function unknownServer(): HTMLElement {
  return element(
    "p",
    {},
    "This server is in no run of the archive that this site is built from. It may have been in an older one, or the address may be mistyped. ",
    element("a", {href: siteAddress("servers/")}, "All servers that are"),
    ".",
  );
}

/** The paragraph that answers: is it in a cluster, since when, and why? */
export function summaryText({summary}: ServerFacts): HTMLElement {
  return element("p", {class: "summary"}, summary.join(" "));
}

/** Attendance, network and levels at a glance. */
export function glance({attendance, network, levels, places, archive}: ServerFacts): HTMLElement {
  const {asked, answered, firstAnswered, lastAnswered, firstListed} = attendance;
  const [place] = places;
  const counted = levelNames.filter((level) => levels[level] > 0);
  const rows: readonly (readonly [string, Node | string])[] = [
    ["Answered", asked === 0 ? "was not tried" : `${answered} of ${asked} runs that asked it`],
    [
      "First seen",
      `${dayText(firstAnswered)}${firstAnswered === firstListed ? "" : ` (listed since ${dayText(firstListed)})`}`,
    ],
    ["Last seen", dayText(lastAnswered)],
    ["Network", network],
    [
      "Cluster",
      place
        ? `${place.name ?? "none"}${place.name ? `, ${numberText(place.size)} servers` : ""}`
        : "never compared",
    ],
    [
      "Pairs by level",
      counted.length > 0
        ? element("span", {class: "chips"}, ...counted.map((level) => levelTag(level, levels[level])))
        : "none",
    ],
    ["Archive", `${archive.runs.toLocaleString("en-US")} runs, the newest of ${dayText(archive.until)}`],
  ];
  return element(
    "dl",
    {class: "facts glance"},
    ...rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
  );
}

/** What it says, and beside it what its bytes say. */
export function saidAndShown({said, shown}: ServerFacts): HTMLElement {
  const part = (title: string, note: string, facts: ServerFacts["said"]) =>
    element(
      "section",
      {},
      element("h3", {}, title),
      element("p", {class: "about"}, note),
      facts.length > 0 ? factList(facts) : element("p", {}, "Nothing: it never answered."),
    );
  return element(
    "div",
    {class: "two-columns"},
    part("What it says", "Self-reported: anyone can write anything here. The newest value of each.", said),
    part("What its bytes say", "Read off its answers and its connection.", shown),
  );
}

/** The file behind the page. */
export function ownData({id}: ServerFacts): HTMLElement {
  return dataLinks([`servers/${id}.json`]);
}
