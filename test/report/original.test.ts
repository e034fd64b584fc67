import {describe, expect, it} from "vitest";
import {readPublished} from "../../src/data/published.js";
import {original} from "../../src/report/original.js";
import {aliases, listedRows} from "../../src/report/publishedList.js";
import {services} from "../../src/report/services.js";

const files = readPublished();
const result = original(files);

// Expected counts: tallied by hand from the lists when they were collected.
describe("the original five clusters", () => {
  it("are 59 endpoints in clusters of 34, 17, 5, 1 and 2, as the thread printed them", () => {
    expect(result.endpoints).toBe(59);
    expect(result.clusters.map(({cluster, endpoints}) => [cluster, endpoints])).toEqual([
      ["1", 34],
      ["2", 17],
      ["3", 5],
      ["4", 1],
      ["5", 2],
    ]);
  });

  it("are at most 42 services: 28, 10, 1, 1 and 2", () => {
    expect(result.services).toBe(42);
    expect(result.clusters.map(({services}) => services)).toEqual([28, 10, 1, 1, 2]);
  });

  it("have a known program for 47 endpoints and 32 services", () => {
    expect(result.identifiedEndpoints).toBe(47);
    expect(result.identifiedServices).toBe(32);
  });

  it("are Fulcrum but for one electrs in 1 and 2, esplora's electrs in 3 and 4, unknown in 5", () => {
    expect(result.clusters.map(({programs}) => programs)).toEqual([
      [
        {value: "Fulcrum", count: 25},
        {value: "not known", count: 8},
        {value: "electrs", count: 1},
      ],
      [
        {value: "Fulcrum", count: 15},
        {value: "not known", count: 2},
      ],
      [{value: "electrs-esplora", count: 5}],
      [{value: "electrs-esplora", count: 1}],
      [{value: "not known", count: 2}],
    ]);
    expect(result.exceptions).toBe(1);
  });

  it("rest, where 1 and 2 count as one, on the two services of 3 and 4 against thirty, one of them no Fulcrum", () => {
    expect(result.agreementNote).toContain(
      "rests on 2 services outside clusters 1 and 2, against 30 within them",
    );
  });

  it("span releases from 1.11 to 2.1.1 in both of the first two", () => {
    for (const {versions} of result.clusters.slice(0, 2)) {
      const values = versions.map(({value}) => value);
      expect(values).toContain("Fulcrum 1.11.1");
      expect(values).toContain("Fulcrum 2.1.1");
    }
  });

  it("follow the program beyond chance once 1 and 2 count as one, and the version not clearly", () => {
    const [program, merged, version] = result.agreements;
    expect(program?.index).toBeLessThan(0.5);
    expect(merged?.index).toBeGreaterThan(merged?.chance95 ?? NaN);
    expect(merged?.pValue).toBeLessThan(0.05);
    expect(version?.pValue).toBeGreaterThan(0.05);
    expect(result.agreements.map(({services}) => services)).toEqual([32, 32, 30]);
  });

  it("give the same digits each time", () => {
    expect(original(files)).toEqual(result);
  });
});

describe("aliases", () => {
  it("each rest on a row of the lists: an address for the name, or the name declared at the other", () => {
    const rows = files.endpoints.split("\n").map((line) => line.split(","));
    for (const {hosts, sources} of aliases(files.aliases)) {
      const [a, b] = hosts;
      const supported = rows.some(
        ([, , host, , , , declared, ip]) =>
          (host === b && ip === a) || (host === a && declared?.split(";").includes(b)),
      );
      expect(supported, `${a} = ${b}`).toBe(true);
      expect(sources.every((source) => files.sources.includes(`"${source}"`))).toBe(true);
    }
  });

  it("are followed from one to the next: blockstream.info, electrum.blockstream.info and its address are one", () => {
    const [service] = services(
      listedRows(files.endpoints).filter(({cluster}) => cluster === "3"),
      aliases(files.aliases),
    );
    expect(service?.endpoints).toHaveLength(5);
    expect(service?.ties).toHaveLength(4);
  });

  it("tie nothing across clusters", () => {
    const rows = listedRows(files.endpoints);
    const clustersOf = (host: string) =>
      new Set(rows.filter((row) => row.host === host).map(({cluster}) => cluster));
    for (const {
      hosts: [a, b],
    } of aliases(files.aliases))
      expect(clustersOf(a)).toEqual(clustersOf(b));
  });
});

describe("listedRows", () => {
  it("names the row that is no endpoint", () => {
    expect(() => listedRows("endpoint,cluster\nnonsense,1\n")).toThrow(
      /^endpoints.csv: row 1: expected host:port/,
    );
  });
});
