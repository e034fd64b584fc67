import {element} from "./element.js";
import {siteAddress} from "./siteAddress.js";

/** Links to the pages' own data, by their stable addresses. */
export function dataLinks(names: readonly string[]): HTMLElement {
  const links = names.flatMap((name, i) => [
    ...(i > 0 ? [", "] : []),
    element("a", {href: siteAddress(`data/${name}`)}, `data/${name}`),
  ]);
  return element("p", {}, "The numbers behind this page: ", ...links, ".");
}
