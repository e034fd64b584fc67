import {isIPv6} from "node:net";
import {canonicalHost} from "../../src/observation/endpoint.js";

/** A host that a server names, canonical, or null. Stricter than a URL: no port, path, user or blank may ride along. */
export function hostOf(text: unknown): string | null {
  if (typeof text !== "string" || text.length > 255) return null;
  if (isIPv6(text)) return canonicalHost(`[${text}]`);
  return /^[^\s[\]:/\\?#@%]+$/.test(text) ? canonicalHost(text) : null;
}

export function isPort(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 65_535;
}
