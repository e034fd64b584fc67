import {element} from "./element.js";

/** A heading with what stands below it, for parts of a page that come only with a choice. Strings are paragraphs. */
export function section(title: string, ...parts: readonly (Node | string)[]): HTMLElement {
  return element(
    "section",
    {},
    element("h2", {}, title),
    ...parts.map((part) => (typeof part === "string" ? element("p", {}, part) : part)),
  );
}
