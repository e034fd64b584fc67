import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {CLUSTER_COLOURS, clusterColour, clusterHatching} from "../../src/components/clusterColour.js";

describe("the colour of a cluster", () => {
  it("follows from its name alone", () => {
    expect(clusterColour("C1")).toBe("var(--cluster-1)");
    expect(clusterColour("C8")).toBe("var(--cluster-8)");
    expect(clusterColour("C9")).toBe("var(--cluster-1)");
    expect(clusterColour("C10")).toBe("var(--cluster-2)");
  });

  it("is hatched where it is another's too", () => {
    expect(["C1", "C8", "C9", "C16", "C17", "C400"].map(clusterHatching)).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it("is none for a server on its own, and for what is no name", () => {
    for (const name of [null, "", "C0", "C-1", "c1", "C1;x"]) {
      expect(clusterColour(name)).toBe("var(--cluster-none)");
      expect(clusterHatching(name)).toBe(0);
    }
  });

  it("is in the style sheet, in the light and in the dark", () => {
    const css = readFileSync(new URL("../../src/style.css", import.meta.url), "utf8");
    for (let i = 1; i <= CLUSTER_COLOURS; i++)
      expect(css.match(new RegExp(`--cluster-${i}: #`, "g"))).toHaveLength(2);
  });
});
