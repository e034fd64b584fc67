import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import * as fc from "fast-check";
import {afterAll, describe, expect, it} from "vitest";
import {jsonChunks, writeJson} from "../../src/data/writeJson.js";

const folder = mkdtempSync(join(tmpdir(), "kinship-json-"));
afterAll(() => rmSync(folder, {recursive: true}));

function written(value: object): string {
  const path = join(folder, "value.json");
  writeJson(path, value);
  return readFileSync(path, "utf8");
}

describe("writeJson", () => {
  it("writes what JSON.stringify makes, to the byte", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string(),
          fc.oneof(
            fc.constant(undefined),
            fc.jsonValue(),
            fc.array(fc.oneof(fc.jsonValue(), fc.constant(undefined))),
          ),
        ),
        (value) => {
          expect(written(value)).toBe(JSON.stringify(value));
          for (const space of [1, 2])
            expect([...jsonChunks(value, space)].join("")).toBe(JSON.stringify(value, null, space));
        },
      ),
      {numRuns: 200},
    );
  });

  it("writes lists that are longer than what it gathers at a time, letters of several bytes whole", () => {
    const value = {
      schema: "x/1",
      pairs: Array.from({length: 3_000}, (_, i) => ({i, text: "ä€😀".repeat(150)})),
    };
    expect(written(value)).toBe(JSON.stringify(value));
    expect([...jsonChunks(value, 1)].join("")).toBe(JSON.stringify(value, null, 1));
  });

  it.each([{}, {a: []}, {a: undefined, b: 1}, {a: [undefined, null]}])("writes %j", (value) => {
    expect(written(value)).toBe(JSON.stringify(value));
    expect([...jsonChunks(value, 1)].join("")).toBe(JSON.stringify(value, null, 1));
  });
});
