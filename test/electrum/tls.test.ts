// oxlint-disable-next-line import/no-unassigned-import -- @peculiar/x509 needs it, loaded before
import "reflect-metadata";
import {type X509Certificate, createHash, webcrypto} from "node:crypto";
import type {Socket} from "node:net";
import type {TLSSocket, TlsOptions} from "node:tls";
import * as x509 from "@peculiar/x509";
import {afterEach, beforeAll, describe, expect, it} from "vitest";
import {readCertificate} from "../../data-loaders/electrum/certificate.js";
import * as methods from "../../data-loaders/electrum/methods.js";
import type {Probe, ProbeOptions} from "../../data-loaders/probe.js";
import {type Loopback, almostHonest, listen, open} from "./loopback.js";

const NOT_BEFORE = Date.UTC(2024, 0, 2, 3, 4, 5);
const NOT_AFTER = Date.UTC(2034, 11, 31, 23, 59, 59);

type Made = {readonly certificate: x509.X509Certificate; readonly tls: TlsOptions};

async function selfSigned(
  algorithm: EcKeyGenParams | RsaHashedKeyGenParams,
  names: x509.JsonGeneralNames,
): Promise<Made> {
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: "CN=electrum.example, O=Somebody",
    notBefore: new Date(NOT_BEFORE),
    notAfter: new Date(NOT_AFTER),
    keys,
    signingAlgorithm: {name: algorithm.name, hash: "SHA-256"},
    extensions: names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : [],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`;
  return {certificate, tls: {cert: certificate.toString("pem"), key}};
}

let made: Made;
beforeAll(async () => {
  x509.cryptoProvider.set(webcrypto as Crypto);
  made = await selfSigned({name: "ECDSA", namedCurve: "P-256"}, [
    {type: "dns", value: "electrum.example"},
    {type: "dns", value: "*.example.org"},
    {type: "ip", value: "192.0.2.7"},
    {type: "email", value: "somebody@example.org"},
  ]);
});

const servers: Loopback[] = [];
const probes: Probe[] = [];

async function meet(
  play: (socket: Socket, connection: number) => void,
  tls: TlsOptions | undefined,
  options: Partial<ProbeOptions> = {},
  host = "127.0.0.1",
): Promise<Probe> {
  const server = await listen(play, tls);
  servers.push(server);
  const endpoint = {...server.endpoint, host, transport: "ssl"} as const;
  const probe = await open(endpoint, {lookup: () => Promise.resolve(["127.0.0.1"]), ...options});
  probes.push(probe);
  return probe;
}

afterEach(async () => {
  for (const probe of probes.splice(0)) probe.close();
  for (const server of servers.splice(0)) {
    await server.idle();
    await server.close();
  }
});

const honest = almostHonest(() => undefined);
const sha256 = (bytes: ArrayBuffer) => createHash("sha256").update(new Uint8Array(bytes)).digest("hex");

describe("a conversation over TLS", () => {
  it("accepts a self-signed certificate and says what another library says of it", async () => {
    const probe = await meet(honest, made.tls);
    expect(probe.failure).toBeNull();
    expect(probe.opening.tlsMs).toBeGreaterThan(0);
    expect(probe.opening.tls).toEqual({
      version: "TLSv1.3",
      certificate: {
        sha256: Buffer.from(await made.certificate.getThumbprint("SHA-256")).toString("hex"),
        keySha256: sha256(made.certificate.publicKey.rawData),
        subject: "CN=electrum.example\nO=Somebody",
        issuer: "CN=electrum.example\nO=Somebody",
        notBefore: NOT_BEFORE,
        notAfter: NOT_AFTER,
        names: ["electrum.example", "*.example.org", "192.0.2.7"],
      },
    });
    expect(await probe.ask(methods.banner, 1_000)).toMatchObject({value: "welcome"});
  });

  it("names the host to the server when it has a name, and says nothing when it has none", async () => {
    const names: unknown[] = [];
    const play = (socket: Socket) => {
      names.push((socket as TLSSocket & {servername?: unknown}).servername);
      honest(socket);
    };
    await meet(play, made.tls, {}, "electrum.example");
    await meet(play, made.tls);
    expect(names).toEqual(["electrum.example", false]);
  });

  it("accepts a certificate for another name", async () => {
    const probe = await meet(honest, made.tls, {}, "other.example");
    expect(probe.failure).toBeNull();
  });

  it("speaks TLS 1.0 with a short key, as old servers do", async () => {
    const rsa = {name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 1_024};
    const old = await selfSigned({...rsa, publicExponent: new Uint8Array([1, 0, 1])}, []);
    const probe = await meet(honest, {
      ...old.tls,
      minVersion: "TLSv1",
      maxVersion: "TLSv1",
      ciphers: "ALL:@SECLEVEL=0",
    });
    expect(probe.failure).toBeNull();
    expect(probe.opening.tls).toMatchObject({version: "TLSv1", certificate: {names: []}});
  });

  it("greets again over a new TLS connection when it was refused", async () => {
    const probe = await meet((socket, n) => (n === 0 ? socket.end() : honest(socket)), made.tls);
    expect(probe.failure).toBeNull();
    expect(probe.opening).toMatchObject({offered: "1.4", tls: {version: "TLSv1.3"}});
  });
});

describe("what is no TLS", () => {
  it.each<[string, string | Uint8Array]>([
    [
      "an Electrum server's plain port",
      '{"jsonrpc":"2.0","error":{"code":-32700,"message":"invalid JSON"},"id":null}\n',
    ],
    ["HTTP", "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"],
    ["SSH", "SSH-2.0-OpenSSH_9.6\r\n"],
    ["an empty line and more", "\r\n\r\n\r\n"],
    ["zeros", new Uint8Array(64)],
  ])("is not-tls: %s", async (_, bytes) => {
    const probe = await meet((socket) => socket.write(bytes), undefined);
    expect(probe.failure).toMatchObject({outcome: "failed", stage: "tls", reason: "not-tls"});
    expect(probe.opening).toMatchObject({address: "127.0.0.1", tlsMs: null, tls: null});
    expect(probe.opening.connectMs).toBeGreaterThanOrEqual(0);
  });

  it("is tls-failed when the server says so in TLS", async () => {
    const handshakeFailure = Buffer.from([21, 3, 3, 0, 2, 2, 40]); // RFC 5246 §7.2: alert, fatal, handshake_failure
    const probe = await meet((socket) => socket.write(handshakeFailure), undefined);
    expect(probe.failure).toMatchObject({stage: "tls", reason: "tls-failed"});
    expect(probe.failure?.detail).toContain("handshake failure");
    expect(probe.failure?.detail).not.toMatch(/^[0-9A-F]{8,}:/); // a thread's number, another one each time
  });

  it("is tls-failed when records hold nonsense", async () => {
    const nonsense = Buffer.from([22, 3, 3, 0, 4, 99, 0, 0, 0]);
    const probe = await meet((socket) => socket.write(nonsense), undefined);
    expect(probe.failure).toMatchObject({stage: "tls", reason: "tls-failed"});
  });

  it("is closed, at tls, when the server ends the connection", async () => {
    const probe = await meet((socket) => socket.on("data", () => socket.end()), undefined);
    expect(probe.failure).toMatchObject({stage: "tls", reason: "closed"});
  });

  it("is closed, at tls, when the server resets the connection", async () => {
    const probe = await meet((socket) => socket.on("data", () => socket.resetAndDestroy()), undefined);
    expect(probe.failure).toMatchObject({stage: "tls", reason: "closed"});
  });

  it("is a timeout, at tls, when the handshake stalls", async () => {
    const probe = await meet(() => undefined, undefined, {timeoutMs: 150});
    expect(probe.failure).toMatchObject({stage: "tls", reason: "timeout"});
  });

  it("fails when it wants a certificate of ours", async () => {
    const probe = await meet(honest, {...made.tls, requestCert: true, rejectUnauthorized: true});
    expect(probe.failure).toMatchObject({outcome: "failed", stage: "handshake"});
  });
});

describe("readCertificate", () => {
  const certificate = {
    raw: Buffer.from([1]),
    publicKey: {export: () => Buffer.from([2])},
    subject: "CN=a",
    issuer: "CN=b",
    validFrom: "Jan  2 03:04:05 2024 GMT",
    validTo: "Dec 31 23:59:59 2034 GMT",
    subjectAltName: "DNS:a.example, IP Address:2001:DB8:0:0:0:0:0:1",
  };
  const read = (fields: object) =>
    readCertificate({
      getPeerX509Certificate: () =>
        Object.create(certificate, Object.getOwnPropertyDescriptors(fields)) as X509Certificate,
    });

  it("reads Node's spelling of dates and of IPv6 addresses", () => {
    expect(read({})).toMatchObject({
      notBefore: NOT_BEFORE,
      notAfter: NOT_AFTER,
      names: ["a.example", "2001:DB8:0:0:0:0:0:1"],
    });
  });

  it("leaves out names that are quoted, and does not mistake what is in them for names", () => {
    const subjectAltName =
      'DNS:"a.example, DNS:bank.example", othername:"x, DNS:c.example, y", DNS:b.example';
    expect(read({subjectAltName})).toMatchObject({names: ["b.example"]});
  });

  it("does without what is missing or cannot be read", () => {
    const odd = {
      subject: undefined,
      issuer: undefined,
      subjectAltName: undefined,
      validFrom: "Bad time value",
      get publicKey(): never {
        throw new Error("unsupported");
      },
    };
    expect(read(odd)).toMatchObject({subject: "", issuer: "", names: [], notBefore: null, keySha256: null});
    expect(read({raw: null})).toBeNull();
    expect(readCertificate({getPeerX509Certificate: () => undefined})).toBeNull();
    expect(readCertificate({getPeerX509Certificate: () => expect.unreachable()})).toBeNull(); // throws
  });

  it("bounds every text", () => {
    const subjectAltName = Array.from({length: 5_000}, (_, i) => `DNS:${i}.example`).join(", ");
    const kept = read({subject: "x".repeat(50_000), subjectAltName});
    expect(kept?.subject).toHaveLength(1_000);
    expect(kept?.names).toHaveLength(200);
  });
});
