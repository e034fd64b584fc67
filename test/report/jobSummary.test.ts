import {assert, property, string} from "fast-check";
import {describe, expect, it} from "vitest";
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
