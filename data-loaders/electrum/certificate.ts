import {createHash} from "node:crypto";
import type {X509Certificate} from "node:crypto";
import type {TLSSocket} from "node:tls";
import {bounded} from "./check.js";
import {MAX_CERTIFICATE_NAME, MAX_CERTIFICATE_NAMES} from "./limits.js";

/** What is kept of the certificate that a server shows for itself (the leaf of its chain). Self-signed is the norm. */
export interface Certificate {
  /** SHA-256 of the certificate, 64 lower-case hex digits */
  readonly sha256: string;
  /** SHA-256 of its SubjectPublicKeyInfo, which survives a renewal; null for a key that OpenSSL cannot read */
  readonly keySha256: string | null;
  /** one attribute a line, such as `CN=example.org` */
  readonly subject: string;
  readonly issuer: string;
  /** UTC ms; null if the certificate's date is none */
  readonly notBefore: number | null;
  readonly notAfter: number | null;
  /** DNS names and IP addresses it is for, in their order */
  readonly names: readonly string[];
}

/**
 * Reads the certificate that the other side of a TLS connection showed; null if there is none or if it is too odd
 * to read, since what it says is not worth a failed probe.
 */
export function readCertificate(socket: Pick<TLSSocket, "getPeerX509Certificate">): Certificate | null {
  try {
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) return null;
    return {
      sha256: sha256(certificate.raw),
      keySha256: keyDigest(certificate),
      // undefined, whatever the types say, for a certificate without the field
      subject: bounded(certificate.subject ?? "", MAX_CERTIFICATE_NAME),
      issuer: bounded(certificate.issuer ?? "", MAX_CERTIFICATE_NAME),
      notBefore: dateOf(certificate.validFrom),
      notAfter: dateOf(certificate.validTo),
      names: alternativeNames(certificate.subjectAltName ?? ""),
    };
  } catch {
    return null;
  }
}

function keyDigest(certificate: X509Certificate): string | null {
  try {
    return sha256(certificate.publicKey.export({type: "spki", format: "der"}));
  } catch {
    return null; // an algorithm or a curve that OpenSSL does not know
  }
}

/**
 * The names in Node's one-line form, `DNS:a, IP Address:1.2.3.4`.
 * Node quotes a value in which a comma could be mistaken for the next one (CVE-2021-44532); no host name needs that.
 */
function alternativeNames(line: string): string[] {
  const entries = line.matchAll(/(?:^|, )(DNS|IP Address|[^:,"]+):("(?:[^"\\]|\\.)*"|[^,"]*)/g);
  const names: string[] = [];
  for (const [, type, name] of entries) {
    if (names.length === MAX_CERTIFICATE_NAMES) break;
    const isHost = type === "DNS" || type === "IP Address";
    if (isHost && name !== undefined && /^[!#-~]{1,253}$/.test(name)) names.push(name);
  }
  return names;
}

function dateOf(text: string): number | null {
  const utcMs = Date.parse(text);
  return Number.isNaN(utcMs) ? null : utcMs;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
