import {mkdirSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Ajv, type AnySchemaObject, type ValidateFunction} from "ajv";
import AjvDraft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {parse} from "yaml";
import {exportArchive} from "../../data-loaders/exporting/exportArchive.js";
import {exportedRuns} from "../../data-loaders/exporting/exportedRuns.js";
import {citationFile} from "../../data-loaders/release/metadata.js";
import {releaseFacts} from "../../data-loaders/release/releaseFacts.js";
import {dataPackage} from "../../src/report/dataPackage.js";
import {run} from "../observing/program.js";
import {sampleSnapshot} from "../report/sampleSnapshot.js";
import {sampleArchived, sampleSiteFacts} from "../report/sampleSite.js";
import {sampleTables, writeSample} from "../verifying/sampleRun.js";

// Objects of JSON, which the tests break on purpose.
// oxlint-disable-next-line typescript/no-explicit-any
type Json = any;

/** The schemas as others published them: see the README beside them. */
function schema(name: string): AnySchemaObject {
  return JSON.parse(readFileSync(join(import.meta.dirname, "..", "fixtures", "schemas", name), "utf8"));
}

const newer = addFormats.default(new Ajv({allErrors: true, allowUnionTypes: true}));
// Theirs are written for forms as well, with keywords and a format that say nothing of what is valid.
const older = addFormats
  .default(new AjvDraft04.default({allErrors: true, strict: false}))
  .addFormat("textarea", true);
const validCitation = newer.compile(schema("citation-file-format-1.2.0.json"));
const validPackage = older.compile(schema("data-package-1.json"));
const validTable = older.compile(schema("table-schema-1.json"));

/** Where the document breaks the schema; empty if it is valid. */
function faults(valid: ValidateFunction, document: Json): string[] {
  valid(document);
  return (valid.errors ?? []).map(({instancePath, message}) => `${instancePath} ${message}`);
}

/** The same of a descriptor and of the schema of each of its tables, which version 1's own does not look into. */
function packageFaults(descriptor: Json): string[] {
  const tables = (Array.isArray(descriptor.resources) ? descriptor.resources : []) as Json[];
  return [
    ...faults(validPackage, descriptor),
    ...tables.flatMap((table) => faults(validTable, table.schema)),
  ];
}

let folder = "";
const descriptors = new Map<string, Json>();
const citations = new Map<string, string>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kinship-schemas-"));
  const archive = join(folder, "archive");
  mkdirSync(archive);
  await writeSample(archive);
  const released = join(folder, "release");
  await run("data-loaders/release.ts", ["--archive", archive, "--month", "2026-11", "--to", released]);
  const {runs} = await exportedRuns(archive, {since: null, until: null});
  await exportArchive(archive, runs, join(folder, "export"));

  const json = (...path: string[]) => JSON.parse(readFileSync(join(folder, ...path), "utf8")) as Json;
  const onSite = (...snapshots: Parameters<typeof sampleArchived>[0]) =>
    JSON.parse(JSON.stringify(dataPackage(sampleArchived(snapshots), sampleSiteFacts))) as Json;
  const snapshot = sampleSnapshot([{endpoint: "a.invalid:50001/tcp", answer: [[1, 1000]]}], {network: "lab"});
  descriptors
    .set("a release", json("release", "datapackage.json"))
    .set("an export", json("export", "datapackage.json"))
    .set("the site", onSite(snapshot))
    .set("the site without a run", onSite());

  const facts = (doi: string | null) =>
    releaseFacts({name: "x", homepage: "https://x.invalid", authors: ["A", "B"], doi}, "2026-03", 0, [
      {run: snapshot.path, manifest: {...snapshot.manifest, tables: []}},
    ]);
  citations
    .set("the project", readFileSync(join(import.meta.dirname, "..", "..", "CITATION.cff"), "utf8"))
    .set("a release", readFileSync(join(released, "CITATION.cff"), "utf8"))
    .set("a release with a DOI", citationFile(facts("10.5281/zenodo.1234567")))
    .set("a release with what is no DOI", citationFile(facts("https://doi.org/10.5281/zenodo.1234567")));
});
afterAll(() => rmSync(folder, {recursive: true}));

/** A copy, broken. */
function broken(document: Json, breakIt: (copy: Json) => void): Json {
  const copy = structuredClone(document);
  breakIt(copy);
  return copy;
}

describe("CITATION.cff, by the schema of the Citation File Format 1.2.0,", () => {
  // Most programs that read these files read YAML 1.1, in which a bare date is no string.
  describe.each(["1.1", "1.2"] as const)("read as YAML %s,", (version) => {
    it.each(["the project", "a release", "a release with a DOI"])("is valid for %s", (name) => {
      const citation = parse(citations.get(name) ?? "", {version});
      expect(citation.title).toEqual(expect.any(String));
      expect(faults(validCitation, citation)).toEqual([]);
    });
  });

  it("is not valid with an address for a DOI", () => {
    const citation = parse(citations.get("a release with what is no DOI") ?? "");
    expect(faults(validCitation, citation)).toContainEqual(
      expect.stringMatching(/^\/identifiers\/0\/value must match pattern/),
    );
  });

  it.each<[string, (citation: Json) => void, string | RegExp]>([
    ["no title", (citation) => delete citation.title, " must have required property 'title'"],
    ["no message", (citation) => delete citation.message, " must have required property 'message'"],
    ["no authors", (citation) => (citation.authors = []), "/authors must NOT have fewer than 1 items"],
    ["an author twice", ({authors}) => authors.push(authors[0]), /^\/authors must NOT have duplicate items/],
    ["a number for a title", (citation) => (citation.title = 7), "/title must be string"],
    ["a type that is none", (citation) => (citation.type = "data"), /^\/type must be equal to one of/],
    ["a licence of no list", (citation) => (citation.license = "CC0"), /^\/license must be equal to one of/],
    [
      "a day that is none",
      (citation) => (citation["date-released"] = "2026-02-30"),
      /must match format "date"/,
    ],
    ["an address without a scheme", (citation) => (citation.url = "x.invalid"), /^\/url must match pattern/],
    ["a DOI with blanks", (citation) => (citation.doi = "10.5281/ze nodo"), /^\/doi must match pattern/],
    [
      "an ORCID that is none",
      (citation) => (citation.authors = [{name: "A", orcid: "https://orcid.org/1-2"}]),
      /^\/authors\/0\/orcid must match pattern/,
    ],
    [
      "another version",
      (citation) => (citation["cff-version"] = "1.3.0"),
      /^\/cff-version must match pattern/,
    ],
    ["a field of ours", (citation) => (citation.simulated = true), " must NOT have additional properties"],
  ])("is not valid with %s", (_, breakIt, fault) => {
    const citation = broken(parse(citations.get("a release") ?? ""), breakIt);
    expect(faults(validCitation, citation)).toContainEqual(
      typeof fault === "string" ? fault : expect.stringMatching(fault),
    );
  });
});

const packages = ["a release", "an export", "the site", "the site without a run"];

describe("datapackage.json, by the schemas of Data Package and Table Schema 1,", () => {
  it.each(packages)("is valid for %s", (name) => {
    const descriptor = descriptors.get(name);
    expect(descriptor.resources).toHaveLength(5);
    expect(packageFaults(descriptor)).toEqual([]);
  });

  it.each<[string, (descriptor: Json) => void, string | RegExp]>([
    ["no resources", (descriptor) => delete descriptor.resources, " must have required property 'resources'"],
    ["no resource", (descriptor) => (descriptor.resources = []), /^\/resources must NOT have fewer than 1/],
    ["a name in capitals", (descriptor) => (descriptor.name = "Kinship"), /^\/name must match pattern/],
    ["a number for a title", (descriptor) => (descriptor.title = 7), "/title must be string"],
    [
      "no address for a homepage",
      (descriptor) => (descriptor.homepage = "here"),
      /^\/homepage must match format/,
    ],
    ["a day for a time", (descriptor) => (descriptor.created = "2026-03-31"), /^\/created must match format/],
    [
      "a contributor without a name",
      ({contributors: [one]}) => delete one.title,
      /^\/contributors\/0 must have/,
    ],
    [
      "a licence with blanks",
      ({licenses: [one]}) => (one.name = "CC0 1.0"),
      /^\/licenses\/0\/name must match/,
    ],
    ["a table without a name", ({resources: [one]}) => delete one.name, /^\/resources\/0 must have/],
    [
      "a table with two places",
      ({resources: [one]}) => (one.data = []),
      /^\/resources\/0 must match exactly one/,
    ],
    ["a size in words", ({resources: [one]}) => (one.bytes = "1 kB"), "/resources/0/bytes must be integer"],
    [
      "a hash that is none",
      ({resources: [one]}) => (one.hash = "sha256:x"),
      /^\/resources\/0\/hash must match/,
    ],
    [
      "a media type that is none",
      ({resources: [one]}) => (one.mediatype = "parquet"),
      /mediatype must match/,
    ],
    ["no columns", ({resources: [one]}) => (one.schema.fields = []), /^\/fields must NOT have fewer than 1/],
    [
      "a column without a name",
      ({resources: [one]}) => delete one.schema.fields[0].name,
      /^\/fields\/0 must have/,
    ],
    [
      "a type of Parquet's",
      ({resources: [one]}) => (one.schema.fields[0].type = "int32"),
      /^\/fields\/0\/type must/,
    ],
    [
      "a condition in words",
      ({resources: [one]}) => (one.schema.fields[0].constraints = {required: "yes"}),
      "/fields/0/constraints/required must be boolean",
    ],
    [
      "a number for null",
      ({resources: [one]}) => (one.schema.missingValues = [0]),
      /^\/missingValues\/0 must be string/,
    ],
  ])("is not valid with %s", (_, breakIt, fault) => {
    expect(packageFaults(broken(descriptors.get("an export"), breakIt))).toContainEqual(
      typeof fault === "string" ? fault : expect.stringMatching(fault),
    );
  });
});

describe("datapackage.json, by what Data Package 2.0 says beyond version 1's schemas,", () => {
  const tablesOf = (name: string) => descriptors.get(name).resources as Json[];

  it.each(packages)("declares 2.0 and says who did what for %s", (name) => {
    const {$schema, profile, contributors} = descriptors.get(name);
    expect($schema).toBe("https://datapackage.org/profiles/2.0/datapackage.json");
    expect(profile).toBeUndefined(); // Version 1's word for it.
    for (const {role, roles} of contributors) {
      expect(role).toBeUndefined(); // Likewise.
      expect(roles).toEqual(["creator"]);
    }
  });

  it.each(packages)(
    "has tables, each with a name of its own and columns with names of their own, for %s",
    (name) => {
      expect(tablesOf(name).map(({type}) => type)).toEqual(Array.from({length: 5}, () => "table"));
      const names = tablesOf(name).map((table) => table.name as string);
      expect(new Set(names).size).toBe(names.length);
      for (const {schema} of tablesOf(name)) {
        const columns = schema.fields.map((field: Json) => field.name as string);
        expect(new Set(columns).size).toBe(columns.length);
      }
    },
  );

  // By default it would stand for null, which `failures` must not be: it is empty where nothing failed.
  it.each(packages)("takes an empty text for a text for %s", (name) => {
    expect(sampleTables().endpoints.map(({failures}) => failures)).toContain("");
    const [endpoints] = tablesOf(name);
    expect(endpoints.schema.fields).toContainEqual(
      expect.objectContaining({name: "failures", constraints: {required: true}}),
    );
    for (const {schema} of tablesOf(name)) expect(schema.missingValues).toEqual([]);
  });

  // By default every file would have to have all columns. "A column that was added later is null in older snapshots."
  it.each(packages)("lets a file lack a column for %s", (name) => {
    for (const {schema} of tablesOf(name)) expect(schema.fieldsMatch).toBe("superset");
  });

  it("names the algorithm of a hash in lower case, and sizes in bytes", () => {
    for (const {hash, bytes} of tablesOf("an export")) {
      expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(bytes).toBeGreaterThan(0);
    }
  });
});
