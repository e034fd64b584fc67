import {element} from "./element.js";

/** A server's name. One that does not fit goes on in the next line with its port, not in the middle of a word. */
export function endpointName(endpoint: string): HTMLElement {
  const port = endpoint.lastIndexOf(":");
  return element("bdi", {}, endpoint.slice(0, port), element("wbr"), endpoint.slice(port));
}
