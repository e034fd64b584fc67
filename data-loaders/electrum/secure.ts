import {type Socket, isIP} from "node:net";
import {DEFAULT_CIPHERS, type TLSSocket, connect as connectTls} from "node:tls";
import type {Failure} from "../../src/observation/failure.js";
import {type Certificate, readCertificate} from "./certificate.js";
import {failureOf, until} from "./socketOutcome.js";

/** What TLS showed of the server. */
export interface Tls {
  /** the version that was agreed, in OpenSSL's spelling: `TLSv1.3` */
  readonly version: string;
  /** null if it is too odd to read */
  readonly certificate: Certificate | null;
}

/**
 * Node's ciphers, at OpenSSL's lowest security level: an old server with TLS 1.0 or a short key is as much a part
 * of the study as any other. Nothing secret is sent, and the certificate is recorded, not trusted.
 */
const CIPHERS = `${DEFAULT_CIPHERS}:@SECLEVEL=0`;

/**
 * Makes a TCP connection a TLS one, whatever certificate the server shows.
 *
 * @param raw closed if TLS does not come about
 * @param host sent as SNI if it is a name (RFC 6066 §3: an address is none)
 */
export async function secure(
  raw: Socket,
  host: string,
  timeoutMs: number,
): Promise<{readonly socket: TLSSocket; readonly tls: Tls} | {readonly failure: Failure}> {
  const socket = connectTls({
    socket: raw,
    ...(isIP(host) ? {} : {servername: host}),
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    minVersion: "TLSv1",
    ciphers: CIPHERS,
  });
  socket.on("error", () => undefined);
  const outcome = await until(socket, "secureConnect", timeoutMs);
  if (outcome !== "ready") {
    socket.destroy();
    raw.destroy();
    return {failure: failureOf("tls", outcome)};
  }
  return {socket, tls: {version: socket.getProtocol() ?? "unknown", certificate: readCertificate(socket)}};
}
