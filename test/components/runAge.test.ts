import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {ageText} from "../../src/components/runAge.js";

const hour = 3_600_000;

describe("ageText", () => {
  it.each([
    [0, "less than a minute ago"],
    [60_000, "1 minute ago"],
    [hour - 1, "59 minutes ago"],
    [hour, "1 hour ago"],
    [7.9 * hour, "7 hours ago"],
    [47 * hour, "47 hours ago"],
    [48 * hour, "2 days ago"],
    [321.5 * 24 * hour, "321 days ago"],
    [-1, "in the future, by this device’s clock"],
  ])("says of %d ms: %s", (ms, text) => expect(ageText(ms)).toBe(text));

  it("never overstates an age", () => {
    fc.assert(
      fc.property(fc.integer({min: 60_000, max: 1e11}), (ms) => {
        const [, number = "", unit = ""] = /^([\d,]+) (minute|hour|day)s? ago$/.exec(ageText(ms)) ?? [];
        const size = {minute: 60_000, hour, day: 24 * hour}[unit] ?? NaN;
        expect(Number(number.replace(",", "")) * size).toBeLessThanOrEqual(ms);
      }),
    );
  });
});
