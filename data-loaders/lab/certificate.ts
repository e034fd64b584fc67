import "reflect-metadata"; // @peculiar/x509 needs it, loaded first
import {createHash, createPrivateKey, createPublicKey, type KeyObject, webcrypto} from "node:crypto";
import {
  BasicConstraintsExtension,
  cryptoProvider,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type {CertificateIdentity} from "../../src/simulation/certificate.js";

cryptoProvider.set(webcrypto as Crypto);

/** PKCS #8 wrapping of a 32-byte Ed25519 private key (RFC 8410 §7). */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");
const ED25519 = {name: "Ed25519"};

/**
 * The certificate of a lab server, and its key, in PEM. Every byte follows from the seed: an Ed25519 key may be any
 * 32 bytes, and its signatures have no randomness (RFC 8032), so that a lab's archive repeats to the byte.
 *
 * @param startMs when the observation starts, UTC ms
 */
export async function labCertificate(
  seed: number,
  startMs: number,
  {keyId, commonName, issuer, names, notBeforeMs, notAfterMs}: CertificateIdentity,
): Promise<{cert: string; key: string}> {
  const own = await keyPair(`${seed}/key/${keyId}`);
  const signer = issuer === null ? own : await keyPair(`${seed}/authority/${issuer}`);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: `4${digest(`${seed}/serial/${keyId}/${commonName}`).toString("hex").slice(0, 15)}`,
    subject: `CN=${commonName}`,
    issuer: `CN=${issuer ?? commonName}`,
    notBefore: new Date(startMs + notBeforeMs),
    notAfter: new Date(startMs + notAfterMs),
    signingAlgorithm: ED25519,
    signingKey: signer.privateKey,
    publicKey: own.publicKey,
    extensions: [
      new BasicConstraintsExtension(false),
      ...(names.length > 0
        ? [new SubjectAlternativeNameExtension(names.map((value) => ({type: "dns" as const, value})))]
        : []),
    ],
  });
  return {cert: certificate.toString("pem"), key: own.key.export({format: "pem", type: "pkcs8"}).toString()};
}

async function keyPair(
  secret: string,
): Promise<{key: KeyObject; privateKey: CryptoKey; publicKey: CryptoKey}> {
  const pkcs8 = Buffer.concat([PKCS8_ED25519, digest(secret)]);
  const key = createPrivateKey({key: pkcs8, format: "der", type: "pkcs8"});
  const spki = createPublicKey(key).export({format: "der", type: "spki"});
  return {
    key,
    privateKey: (await webcrypto.subtle.importKey("pkcs8", pkcs8, ED25519, true, ["sign"])) as CryptoKey,
    publicKey: (await webcrypto.subtle.importKey("spki", new Uint8Array(spki), ED25519, true, [
      "verify",
    ])) as CryptoKey,
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
