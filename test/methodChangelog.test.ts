import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {CALIBRATION_SCHEMA} from "../src/calibration/calibration.js";
import {SCHEMA_VERSION, tables} from "../src/observation/schema.js";
import {changelogMarkdown} from "../src/report/methodChangelog.js";
import {FINDINGS_SCHEMA} from "../src/report/findings.js";
import {INDEX_SCHEMA, PARTITIONS_SCHEMA} from "../src/report/machineFiles.js";
import {methodLog, type MethodChange} from "../src/report/methodLog.js";
import {PAIRS_SCHEMA} from "../src/report/pairFile.js";
import {SERVER_SCHEMA} from "../src/report/serverFacts.js";

const file = readFileSync(join(import.meta.dirname, "..", ".github", "CHANGELOG.md"), "utf8");

/** Number and SHA-256 of the columns of the first day's schema, as `table.column`, sorted, joined by line ends. */
const FIRST_COLUMNS = {
  count: 80,
  sha256: "012d784ee359845ee8ade7b3f67ab2af60a9aede16d93169c67c47561aab4bfa",
};

describe(".github/CHANGELOG.md", () => {
  it("is the log that the method page shows (npm run changelog renews it)", () => {
    expect(file).toBe(changelogMarkdown(methodLog));
  });

  it.each([
    FINDINGS_SCHEMA,
    CALIBRATION_SCHEMA,
    INDEX_SCHEMA,
    PARTITIONS_SCHEMA,
    SERVER_SCHEMA,
    PAIRS_SCHEMA,
    `schema version ${SCHEMA_VERSION} (electrum-kinship-snapshot)`,
  ])("says when %s came", (schema) => {
    expect(file).toContain(schema);
  });

  it("names every column that came or went since the first day", () => {
    const columns = Object.entries(tables).flatMap(([table, of]) =>
      Object.keys(of).map((column) => `${table}.${column}`),
    );
    const named = new Set(file.match(/\b[a-z]+\.[a-z_0-9]+\b/g));
    const first = columns.filter((column) => !named.has(column)).toSorted();
    const sha256 = createHash("sha256").update(first.join("\n")).digest("hex");
    expect({count: first.length, sha256}).toEqual(FIRST_COLUMNS);
  });
});

describe("changelogMarkdown", () => {
  const change = (date: string, kind: MethodChange["kind"], what: string): MethodChange => ({
    date,
    kind,
    part: "method",
    what,
    why: "Reason.",
  });

  it("has the newest day first, and in a day what was added before what was mended", () => {
    const text = changelogMarkdown([
      change("2026-01-01", "Fixed", "Old."),
      change("2026-01-02", "Fixed", "Mended."),
      change("2026-01-02", "Added", "New."),
    ]);
    expect(text.slice(text.indexOf("## "))).toBe(
      "## 2026-01-02\n\n### Added\n\n- **Method.** New. *Why:* Reason.\n\n### Fixed\n\n- **Method.** Mended. *Why:* Reason.\n\n" +
        "## 2026-01-01\n\n### Fixed\n\n- **Method.** Old. *Why:* Reason.\n",
    );
  });
});

describe("the log of changes", () => {
  it("is in the order of its days", () => {
    const days = methodLog.map(({date}) => date);
    expect(days).toEqual(days.toSorted());
  });
});
