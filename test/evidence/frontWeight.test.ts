import {describe, expect, it} from "vitest";
import {certificateKey} from "../../src/evidence/certificate.js";
import {TIED_OUTAGES} from "../../src/evidence/controls.js";
import {declaredAliases} from "../../src/evidence/declaredAliases.js";
import {commonOutages} from "../../src/evidence/failures.js";
import {frontSignals} from "../../src/evidence/frontSignals.js";
import {frontBits, rarestMark} from "../../src/evidence/frontWeight.js";
import {compared, incomparable} from "../../src/evidence/signal.js";
import {sameBanner} from "../../src/evidence/texts.js";
import {type SampleServer, sampleWindow, serverAt, strangers} from "./sampleWindow.js";

const A: SampleServer = {at: "alpha.oxbow.example:50002/ssl", address: "192.0.2.1"};
const B: SampleServer = {at: "beta.heron.example:50002/ssl", address: "198.51.100.1"};
/** 15 hosts. */
const window = sampleWindow(A, B, ...strangers(13));

describe("frontBits", () => {
  it("is what a signal that counts in bits says, and never below 0", () => {
    expect(frontBits(sameBanner, compared(2.5, 4), window)).toBe(2.5);
    expect(frontBits(sameBanner, compared(-1, 4), window)).toBe(0);
  });

  it("is the rarity of a mark that only the two hold, for a mark that is not counted: log2(16 / 3) among 15 hosts", () => {
    expect(frontBits(certificateKey, compared(1, 1), window)).toBeCloseTo(Math.log2(16 / 3), 12);
    expect(frontBits(declaredAliases, compared(2, 1), window)).toBeCloseTo(Math.log2(16 / 3), 12);
  });

  it("counts hosts, not endpoints: one host that is listed twenty times adds nothing", () => {
    const ports = Array.from({length: 20}, (_, port) => ({...A, at: `alpha.oxbow.example:${port + 1}/tcp`}));
    const crowded = sampleWindow(A, B, ...strangers(13), ...ports);
    expect(frontBits(certificateKey, compared(1, 1), crowded)).toBeCloseTo(Math.log2(16 / 3), 12);
  });

  it("is 0 where the mark is not shared, or nothing can be compared", () => {
    expect(frontBits(certificateKey, compared(0, 1), window)).toBe(0);
    for (const signal of frontSignals) expect(frontBits(signal, incomparable("never seen"), window)).toBe(0);
  });

  it("asks for more of outages, which half of all strangers share a little", () => {
    expect(frontBits(commonOutages, compared(TIED_OUTAGES, 30), window)).toBe(0);
    expect(frontBits(commonOutages, compared(TIED_OUTAGES + 0.01, 30), window)).toBeGreaterThan(2);
  });
});

describe("rarestMark", () => {
  const between = (a: Partial<SampleServer>, b: Partial<SampleServer>) => {
    const one = sampleWindow({...A, ...a}, {...B, ...b}, ...strangers(13, {banner: "welcome"}));
    return rarestMark(serverAt(one, A.at), serverAt(one, B.at), one);
  };

  it("is 0 for two that show nothing in common", () => {
    expect(between({}, {})).toBe(0);
  });

  it("is the rarest of several", () => {
    const key = {cert_key_sha256: "aa"};
    const common = {banner: "welcome"};
    expect(between(common, common)).toBe(0); // every host has it: log2(16 / 16)
    expect(between({...key, ...common}, {...key, ...common})).toBeCloseTo(Math.log2(16 / 3), 12);
  });
});
