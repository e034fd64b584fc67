import {mkdirSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {parse} from "yaml";
import {writeSnapshot} from "../../data-loaders/archive.js";
import {run} from "../observing/program.js";
import {sampleSnapshot} from "../report/sampleSnapshot.js";
import {citationFaults, type Json, packageFaults} from "./formats.js";

const root = join(import.meta.dirname, "..", "..");

/** YAML has dates; the schema is of text. */
const citation = (text: string) => parse(text, {schema: "core"}) as Json;

describe("what the study publishes, by the formats' own schemas,", () => {
  let folder = "";
  const read = (...path: string[]) => readFileSync(join(folder, ...path), "utf8");

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kinship-schemas-"));
    const archive = join(folder, "archive");
    mkdirSync(archive);
    for (const startedAt of ["2026-03-01T00:00:00Z", "2026-03-31T20:00:00Z"]) {
      const {path, manifest, tables} = sampleSnapshot(
        [{endpoint: "a.invalid:50001/tcp", program: "Fulcrum 2.1.0", answer: [[1, 1000]]}],
        {startedAt},
      );
      await writeSnapshot(archive, path, manifest, tables);
    }
    for (const [program, ...args] of [
      ["release", "--month", "2026-03", "--to", join(folder, "release")],
      ["export", "--to", join(folder, "export")],
    ] as const) {
      const {code, stderr} = await run(`data-loaders/${program}.ts`, ["--archive", archive, ...args]);
      if (code !== 0) throw new Error(`${program}: ${stderr}`);
    }
  }, 60_000);
  afterAll(() => rmSync(folder, {recursive: true}));

  it("is valid: the project's citation and a release's", () => {
    for (const text of [readFileSync(join(root, "CITATION.cff"), "utf8"), read("release", "CITATION.cff")])
      expect(citationFaults(citation(text))).toEqual([]);
  });

  it("is valid: the Data Packages of a release and an export", () => {
    for (const folderName of ["release", "export"])
      expect(packageFaults(JSON.parse(read(folderName, "datapackage.json")) as Json)).toEqual([]);
  });

  it.each<[string, (cff: Json) => void]>([
    ["no title", (cff) => delete cff["title"]],
    ["no author", (cff) => (cff["authors"] = [])],
    ["a licence that SPDX does not know", (cff) => (cff["license"] = "CC-0")],
    ["a date that is none", (cff) => (cff["date-released"] = "2026-02-30")],
    ["a DOI with its resolver", (cff) => (cff["doi"] = "https://doi.org/10.5281/zenodo.1")],
    ["a word of another format", (cff) => (cff["keyword"] = "x")],
    ["a type that is neither", (cff) => (cff["type"] = "data")],
  ])("would be refused with %s", (_, spoil) => {
    const spoilt = citation(read("release", "CITATION.cff"));
    spoil(spoilt);
    expect(citationFaults(spoilt)).not.toEqual([]);
  });

  it.each<[string, (descriptor: Json, first: Json) => void]>([
    ["no resource", (descriptor) => (descriptor["resources"] = [])],
    ["a resource without a name", (_, first) => delete first["name"]],
    ["a resource without path or data", (_, first) => delete first["path"]],
    ["a path that is none", (_, first) => (first["path"] = 7)],
    ["a home page that is no address", (descriptor) => (descriptor["homepage"] = "electrum kinship")],
    ["a time of creation that is none", (descriptor) => (descriptor["created"] = "yesterday")],
    ["an empty list of licences", (descriptor) => (descriptor["licenses"] = [])],
    ["a column without a name", (_, first) => (first["schema"] = {fields: [{type: "string"}]})],
    ["a column of no type", (_, first) => (first["schema"] = {fields: [{name: "x", type: "int64"}]})],
  ])("would be refused with %s", (_, spoil) => {
    for (const folderName of ["release", "export"]) {
      const spoilt = JSON.parse(read(folderName, "datapackage.json")) as {resources: Json[]};
      spoil(spoilt as unknown as Json, spoilt.resources[0] ?? {});
      expect(packageFaults(spoilt as unknown as Json)).not.toEqual([]);
    }
  });
});
