import {describe, expect, it} from "vitest";
import {firstStudy} from "../../src/evidence/firstStudy.js";
import type {Reading, Server} from "../../src/evidence/window.js";
import {type Bins, reading, server, windowOfServers} from "./nodeWindow.js";

/** A server with this answer in its last of two runs. */
const answering = (name: string, bins: Bins, more: readonly Reading[] = []): Server =>
  server(`${name}:1/tcp`, {
    runs: 2,
    readings: [reading(0, 0, [[9, 1]]), ...more, reading(1, 1, bins), reading(1, 2, [[8, 1]])],
  });

describe("firstStudy", () => {
  const servers = [
    answering("a", [
      [5, 100],
      [1, 100],
    ]),
    // a share moved by 1/1000: some 0.0000007 bits, which print as 0.000
    answering("b", [
      [5, 1_001],
      [1, 999],
    ]),
    // half of its mass where a has half: the mixture is ½, ¼, ¼, of 1½ bits, less 1 bit of each: ½ bit, the threshold
    answering("c", [
      [5, 100],
      [2, 100],
    ]),
    // with c half in common, with a nothing: linked to a through c alone
    answering("d", [
      [2, 100],
      [3, 100],
    ]),
    answering("e", [[7, 100]]),
    answering("empty", []),
    server("silent:1/tcp", {runs: 2}),
  ];
  const wordOf = firstStudy(windowOfServers(servers, 2));

  it("says what prints as 0.000, what is linked, also through others, and what is apart", () => {
    expect([wordOf(0, 1), wordOf(0, 2), wordOf(0, 3), wordOf(0, 4)]).toEqual([
      "prints as 0.000",
      "in one cluster",
      "in one cluster",
      "in two clusters",
    ]);
    expect(wordOf(3, 0)).toBe("in one cluster");
  });

  it("says nothing of an empty answer, nor of a server that sent none in the newest run", () => {
    expect([wordOf(0, 5), wordOf(6, 0), wordOf(5, 6)]).toEqual([null, null, null]);
  });

  it("takes the first round on the clock, not the sweep after a block", () => {
    const early = reading(1, 0, [[7, 1]], {trigger: "tip"});
    const [x, y] = [answering("x", [[5, 100]], [early]), answering("y", [[7, 100]])];
    expect(firstStudy(windowOfServers([x, y], 2))(0, 1)).toBe("in two clusters");
  });
});
