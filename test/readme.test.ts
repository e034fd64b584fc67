import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {dictionaryMarkdown} from "../src/observation/dictionary.js";

const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const {scripts} = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

describe("README.md", () => {
  it("holds the data dictionary as the schema has it (npm run dictionary renews it)", () => {
    expect(readme).toContain(dictionaryMarkdown());
  });

  it("names only commands that package.json has", () => {
    const named = [...readme.matchAll(/npm run ([a-z-]+)/g)].map(([, name]) => name ?? "");
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("names only files and folders that are there", () => {
    const named = [...readme.matchAll(/`((?:src|data-loaders|test)\/[\w./-]+)`/g)].map(
      ([, path]) => path ?? "",
    );
    expect(named.filter((path) => !existsSync(join(root, path)) && !path.includes("snapshots"))).toEqual([]);
  });

  it("is called by CI with its own test command", () => {
    expect(readFileSync(join(root, ".ci", "run"), "utf8")).toMatch(/^npm ci.*\nnpm test$/m);
    expect(readme).toContain("npm ci && npm test");
  });
});
