import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {escapeDetail, failed, MAX_DETAIL} from "../../src/observation/failure.js";

describe("escapeDetail(text)", () => {
  it("leaves printable ASCII as it is", () => {
    expect(escapeDetail("expected [label, vsize], got null")).toBe("expected [label, vsize], got null");
  });

  it("makes escape codes, markup's control characters and other scripts visible and harmless", () => {
    expect(escapeDetail("\u001b[2J")).toBe("\\u{1b}[2J");
    expect(escapeDetail("a\nb\\c")).toBe("a\\u{a}b\\\\c");
    expect(escapeDetail("né\u202e😀")).toBe("n\\u{e9}\\u{202e}\\u{1f600}");
  });

  it("never gives more than MAX_DETAIL characters, nor anything but printable ASCII", () => {
    fc.assert(
      fc.property(fc.string({unit: "binary", maxLength: 500}), (text) => {
        const escaped = escapeDetail(text);
        expect(escaped.length).toBeLessThanOrEqual(MAX_DETAIL);
        expect(escaped).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });

  it("marks a text that was cut", () => {
    expect(escapeDetail("x".repeat(201))).toBe(`${"x".repeat(197)}...`);
    expect(escapeDetail("x".repeat(200))).toBe("x".repeat(200));
  });
});

describe("failed(stage, reason, detail)", () => {
  it("is not-tried for what was never connected to, failed for the rest", () => {
    expect(failed("connect", "no-proxy").outcome).toBe("not-tried");
    expect(failed("resolve", "opted-out").outcome).toBe("not-tried");
    expect(failed("connect", "timeout")).toEqual({
      outcome: "failed",
      stage: "connect",
      reason: "timeout",
      detail: "",
    });
  });
});
