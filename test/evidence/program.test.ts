import {readFileSync} from "node:fs";
import {join} from "node:path";
import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {cutAlike, knownPrograms, vsizeRule} from "../../src/evidence/knownProgram.js";
import {programDisagrees, programIn, reportedProgram, writtenProgram} from "../../src/evidence/program.js";
import {reading, server, type Bins} from "./nodeWindow.js";

const vectors = join(import.meta.dirname, "..", "fixtures", "vectors", "expected");
const answers = (mempool: string) =>
  (JSON.parse(readFileSync(join(vectors, `${mempool}.json`), "utf8")) as {histograms: Record<string, Bins>})
    .histograms;

const writing = (bins: Bins, style: string, told = {}) =>
  server("s:1/tcp", {runs: 1, row: told, readings: [reading(0, 0, bins, {style})]});

describe("writtenProgram", () => {
  const busy = answers("busy_50k");

  it.each([
    ["fulcrum-2.1.1", "integer", "fulcrum"],
    ["electrs-0.11.1", "integer", "electrs"],
    ["electrumx-1.16.0", "fraction", "electrumx-1.16"],
  ])("tells the real code of %s by its histogram alone", (id, style, program) => {
    expect(writtenProgram(writing(busy[id] ?? [], style))).toBe(program);
  });

  it.each([
    ["electrumx-1.15.0", "integer", "electrumx-1.15"],
    ["electrumx-1.19.0", "fraction", "electrumx-1.17"],
    ["electrumx-1.20.0", "fraction", "electrumx-1.20"],
    ["blockstream-electrs-2021", "fraction", "esplora-f32"],
    ["mempool-electrs-2024", "fraction", "esplora-f32"],
    ["blockstream-electrs-new", "fraction", "esplora-f64"],
  ])("allows the program that wrote the answer of %s", (id, style, program) => {
    expect(programIn(writing(busy[id] ?? [], style), 0).written).toContain(program);
  });

  it("cannot tell a program that has sent nothing yet", () => {
    expect(programIn(writing([], "empty"), 0).written).toEqual(knownPrograms);
    expect(writtenProgram(writing([[0, 0]], "fraction"))).toBe("unknown");
  });

  it("does not take three lumps of more than 100 kvB for the rule of ElectrumX 1.16", () => {
    const lumps: Bins = [
      [2.1, 150_000],
      [1.1, 160_000],
      [1, 900_000],
    ];
    const one = writing(lumps, "fraction", {server_version: "ElectrumX 1.20.0"});
    expect(programIn(one, 0)).toMatchObject({band: "electrumx-1.20", disagree: false});
  });

  it("takes carriage returns for Fulcrum's, and a Python order of members for ElectrumX's", () => {
    const one: Bins = [[0, 2_000_000]];
    expect(writtenProgram(writing(one, "integer", {line_end: "crlf"}))).toBe("fulcrum");
    expect(writtenProgram(writing(one, "integer", {key_order: "jsonrpc,result,id"}))).toBe("electrumx-1.15");
    expect(writtenProgram(writing(one, "integer", {relay_fee_text: "1e-6"}))).not.toBe("fulcrum");
  });
});

describe("reportedProgram", () => {
  it.each([
    ["Fulcrum 2.1.0", "fulcrum"],
    ["Fulcrum 1.9.8", "fulcrum"],
    ["Fulcrum 1.9.1", "unknown"],
    ["ElectrumX 1.15.0", "electrumx-1.15"],
    ["ElectrumX 1.19.0", "electrumx-1.17"],
    ["ElectrumX 1.20.0", "electrumx-1.20"],
    ["electrs/0.10.8", "electrs"],
    ["electrs 0.8.12", "unknown"],
    ["mempool-electrs 3.2.0-abc", "esplora-f32"],
    ["electrs-esplora 0.4.1", "unknown"],
    ["Floresta 0.7", "unknown"],
  ])("reads %j as %s", (text, program) => {
    expect(reportedProgram(server("s:1/tcp", {row: {server_version: text}}))).toBe(program);
  });

  it("is unknown if the server changes its program inside the window, while each run is still judged", () => {
    const upgraded = server("s:1/tcp", {
      row: (run) => ({server_version: run < 3 ? "ElectrumX 1.19.0" : "ElectrumX 1.20.0"}),
    });
    expect(reportedProgram(upgraded)).toBe("unknown");
    expect([2, 3].map((run) => programIn(upgraded, run).band)).toEqual(["electrumx-1.17", "electrumx-1.20"]);
  });

  it("never throws on hostile text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({unit: "binary", maxLength: 5_000}), fc.constant(null)), (text) => {
        const one = server("s:1/tcp", {
          runs: 1,
          row: {server_version: text, key_order: text, relay_fee_text: text},
        });
        expect(["unknown", ...knownPrograms]).toContain(reportedProgram(one));
      }),
    );
  });
});

describe("programIn", () => {
  it("takes an ElectrumX that calls itself 1.16.0 for what its bins are: commits after the tag write as 1.17", () => {
    // 40 kvB in the first bin: 1.16 closes none below 100 kvB.
    const bins: Bins = [
      [20.5, 40_000],
      [11.1, 35_000],
      [9.3, 41_000],
    ];
    expect(programIn(writing(bins, "fraction", {server_version: "ElectrumX 1.16.0"}), 0).band).toBe(
      "electrumx-1.17",
    );
  });

  it("says so where the bytes are not of the program that is named", () => {
    const masked = writing(
      [
        [5, 40_000],
        [3, 60_000],
      ],
      "integer",
      {
        server_version: "ElectrumX 1.20.0",
        line_end: "crlf",
      },
    );
    expect(programDisagrees(masked)).toBe(true);
    expect(programIn(masked, 0).band).toBe("unknown");
  });

  it("believes the bytes of a program that hides its name", () => {
    const bins: Bins = [
      [7, 60_000],
      [3, 0],
      [1, 0],
      [0, 12],
    ];
    expect(programIn(writing(bins, "integer", {server_version: "mine 1.0"}), 0).band).toBe("electrs");
  });
});

describe("vsizeRule", () => {
  it("puts Fulcrum with esplora's f32 builds, and ElectrumX 1.20 with romanz/electrs", () => {
    expect(vsizeRule("fulcrum")).toBe(vsizeRule("esplora-f32"));
    expect(vsizeRule("electrumx-1.20")).toBe(vsizeRule("electrs"));
    expect(vsizeRule("electrumx-1.17")).not.toBe(vsizeRule("electrumx-1.20"));
    expect(vsizeRule("unknown")).toBeNull();
  });

  it("is not enough: esplora's f64 builds divide by another size, so their cuts lie elsewhere", () => {
    expect(vsizeRule("esplora-f64")).toBe(vsizeRule("electrs"));
    expect(cutAlike("esplora-f64", "electrs")).toBe(false);
    expect(cutAlike("esplora-f64", "esplora-f64")).toBe(true);
    expect(cutAlike("unknown", "unknown")).toBe(false);
  });
});
