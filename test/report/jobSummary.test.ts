import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {assert, property, string} from "fast-check";
import {describe, expect, it} from "vitest";
import {failedSources} from "../../src/report/failedSources.js";
import {run} from "../observing/program.js";
import {escapedMarkdown, jobSummary, SUMMARY_LINES} from "../../src/report/jobSummary.js";

describe("escapedMarkdown", () => {
  it("leaves nothing that Markdown, HTML or a workflow command is made of", () => {
    assert(
      property(string({unit: "binary"}), (text) => {
        const rest = escapedMarkdown(text).replace(/&#\d{2,3};/g, "");
        expect(rest).not.toMatch(/[!-/:-@[-`{-~]|\n|\r/);
      }),
    );
  });

  it("shows the same text to a reader: references stand for the characters that were there", () => {
    expect(escapedMarkdown("Fulcrum (2.1): 5").replace(/&#(\d+);/g, (_, c) => String.fromCharCode(c))).toBe(
      "Fulcrum (2.1): 5",
    );
  });

  it.each([
    ["<img src=x onerror=alert(1)>", "<"],
    ["[home](https://example.invalid)", "["],
    ["::set-output name=x::y", ":"],
    ["@someone `code` *strong* _soft_ #1", "@"],
  ])("writes %s as text", (text, character) => {
    expect(escapedMarkdown(text)).not.toContain(character);
  });

  it("shows what would turn the text round, or could not be seen, as ?", () => {
    expect(escapedMarkdown("a\u202Eb\u200Bc\u0007d\u2028e")).toBe("a&#63;b&#63;c&#63;d e");
  });
});

describe("jobSummary", () => {
  it("is a heading and a list, a line for each sentence, without empty ones", () => {
    expect(jobSummary("Found", ["One", "", "Two"])).toBe("### Found\n\n- One\n\n- Two\n");
  });

  it("ends a long list with how many lines are left out", () => {
    const lines = Array.from({length: SUMMARY_LINES + 2}, (_, i) => `line ${i}`);
    expect(jobSummary("Found", lines)).toMatch(/- and 2 lines more, on the site\n$/);
  });
});

describe("failedSources", () => {
  it("says of each list that failed why, and nothing of lists that did not, nor of other options", () => {
    expect(
      failedSources({
        rounds: 4,
        proxy: "failed: this is no list",
        "source:thread": "roster/thread-135.txt, fixed; n=59",
        "source:electrum": "https://a.invalid/s.json sha256:ab at 2026-11-22T00:00:00.000Z; n=4 added=3",
        "source:1209k":
          "failed: https://b.invalid expected status 200, got 503; committed copy of then; n=1 added=1",
      }),
    ).toEqual([
      "List 1209k failed, so its last copy was used if there is one: https://b.invalid expected status 200, got 503; committed copy of then; n=1 added=1",
    ]);
  });
});

describe("npm run job-summary", () => {
  it("begins with the lists that failed, and lets no text of theirs be anything but text", async () => {
    const site = mkdtempSync(join(tmpdir(), "kinship-summary-"));
    try {
      const path = "vantage=test/date=2026-03-01/run=20260301T120000Z";
      const options = {
        "source:x": "failed: <script>\n::set-output name=a::b\n[home](https://c.invalid) \u202e",
      };
      mkdirSync(join(site, "data", "snapshots", path), {recursive: true});
      const files = {
        "findings.json": JSON.stringify({sentences: ["Found."]}),
        "summary.txt": "Newest.\n",
        "index.json": JSON.stringify({generated_from: {path, ended_at: ""}}),
        [`snapshots/${path}/manifest.json`]: JSON.stringify({options}),
      };
      for (const [name, text] of Object.entries(files)) writeFileSync(join(site, "data", name), text);
      const {code, stdout} = await run("src/data/jobSummary.ts", [], {
        KINSHIP_OUTPUT: site,
        GITHUB_STEP_SUMMARY: "",
      });
      expect(code).toBe(0);
      const lines = stdout.split("\n").filter((line) => line !== "");
      expect(lines.map((line) => line.slice(0, 15))).toEqual([
        "### The newest ",
        "- List x failed",
        "- Newest&#46;",
        "### What the ar",
        "- Found&#46;",
      ]);
      expect(stdout).not.toMatch(/[<[(]|::|\u202e/);
    } finally {
      rmSync(site, {recursive: true});
    }
  });
});
