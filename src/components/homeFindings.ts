import type {Home} from "../report/home.js";
import {element} from "./element.js";
import {runAge} from "./runAge.js";
import {siteAddress} from "./siteAddress.js";

/**
 * What the archive says today: a sentence for each finding, what chance would give in a quieter tone, and a link to the
 * evidence; then how old it is.
 *
 * @param now UTC ms, by the reader’s clock
 */
export function homeFindings(home: Home, now: number): HTMLElement {
  return element(
    "section",
    {class: "findings", "aria-label": "What the archive says today"},
    element(
      "ol",
      {},
      ...home.sentences.map(({finding, chance, href, evidence}) =>
        element(
          "li",
          {},
          element("span", {}, finding),
          ...(chance === null ? [] : ["; ", element("span", {class: "chance"}, chance)]),
          ". ",
          element("a", {href: siteAddress(href)}, evidence),
        ),
      ),
    ),
    runAge(home, now),
    ...(home.unreadable > 0
      ? [element("p", {}, `Snapshots that could not be read and were left out: ${home.unreadable}.`)]
      : []),
  );
}
