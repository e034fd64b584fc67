import {createRandom} from "../statistics/random.js";
import type {PlannedServer} from "./networkPlan.js";

/** A server certificate as far as it identifies anyone; whoever serves it makes the key and the signature. */
export interface CertificateIdentity {
  /** certificates with one key id share one key pair */
  readonly keyId: string;
  readonly commonName: string;
  /** null: self-signed */
  readonly issuer: string | null;
  /** subject alternative names */
  readonly names: readonly string[];
  /** ms since the start of the observation */
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

const DAY_MS = 86_400_000;

/** A public authority's certificate names its hosts and lasts 90 days; a self-signed one lasts years and often names nothing useful. */
export function identify(
  server: PlannedServer,
  processId: string,
  seed: number | string,
): CertificateIdentity | null {
  if (server.ssl === undefined) return null;
  const random = createRandom(`${seed}/certificate/${processId}`);
  const isPublic = server.certificate === "public";
  const notBeforeMs = -Math.floor(random() * (isPublic ? 60 : 900)) * DAY_MS - Math.floor(random() * DAY_MS);
  return {
    keyId: processId,
    commonName: isPublic || random() < 0.5 ? (server.names[0] ?? "localhost") : "localhost",
    issuer: isPublic ? "Example Authority R3" : null,
    names: isPublic ? server.names : [],
    notBeforeMs,
    notAfterMs: notBeforeMs + (isPublic ? 90 : 3650) * DAY_MS,
  };
}
