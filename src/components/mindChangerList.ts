import type {MindChanger} from "../report/mindChangers.js";
import {element} from "./element.js";
import {siteAddress} from "./siteAddress.js";

/** What would change our mind, and where the numbers come from. */
export function mindChangerList(changers: readonly MindChanger[]): HTMLElement {
  return element(
    "ul",
    {},
    ...changers.map(({seen, follows, href, evidence}) =>
      element(
        "li",
        {},
        element("strong", {}, seen),
        ` ${follows} `,
        element("a", {href: siteAddress(href)}, evidence),
      ),
    ),
  );
}
