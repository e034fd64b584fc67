import {execFile} from "node:child_process";
import {createHash} from "node:crypto";
import {readdirSync, readFileSync, statSync} from "node:fs";
import {join} from "node:path";
import {promisify} from "node:util";
import {DuckDBInstance} from "@duckdb/node-api";
import type {Page} from "playwright-core";
import {beforeAll, describe, expect, it} from "vitest";
import {create} from "xmlbuilder2";
import {readArchive} from "../../src/data/archive.js";
import type {ArchiveIndex} from "../../src/report/archiveIndex.js";
import type {DataPackage} from "../../src/report/dataPackage.js";
import type {DataPage} from "../../src/report/dataPage.js";
import {pageAddress} from "../../src/report/publicAddress.js";
import {readingExamples} from "../../src/report/readingExamples.js";
import type {Partitions} from "../../src/report/partitions.js";
import {filesOf} from "./builtSite.js";
import {builtPages, withoutBrowser} from "./inBrowser.js";
import {sampleSite} from "./sampleSite.js";
import {serveSite} from "./siteServer.js";

const root = join(import.meta.dirname, "..", "..");
const ADDRESS = "https://electrum-kinship.github.io/electrum-kinship/";
let dist = "";
let emptyDist = "";
let archive = "";

beforeAll(async () => {
  ({dist, emptyDist, archive} = await sampleSite());
}, 240_000);

function read<T>(name: string, folder = dist): T {
  return JSON.parse(readFileSync(join(folder, "data", name), "utf8")) as T;
}

function example(tool: string, address: string): string {
  return readingExamples(address, "").find((one) => one.tool === tool)?.code ?? "";
}

describe("files at stable addresses", () => {
  it("hold every table that the index names, with its size and its hash", () => {
    const {snapshots, tables, file, manifest} = read<ArchiveIndex>("index.json");
    const content = (pattern: string, path: string, table = "") =>
      readFileSync(join(dist, "data", pattern.replace("{path}", path).replace("{table}", table)));
    const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
    expect(snapshots).toHaveLength(2);
    for (const snapshot of snapshots) {
      expect(sha256(content(manifest, snapshot.path))).toBe(snapshot.manifest_sha256);
      for (const [i, table] of tables.entries()) {
        const bytes = content(file, snapshot.path, table);
        expect([bytes.length, sha256(bytes)]).toEqual([snapshot.bytes[i], snapshot.sha256[i]]);
      }
    }
  });

  it("name the archive's state by the checksum that the page's command prints", async () => {
    const {checksum} = read<DataPage>("data.json");
    expect(read<ArchiveIndex>("index.json").sha256).toBe(checksum.sha256);
    const {stdout} = await promisify(execFile)("sh", ["-c", checksum.command], {cwd: archive});
    expect(stdout).toBe(`${checksum.sha256}  -\n`);
  });

  it("are those of the data package, of which each path leads to a file", () => {
    const {resources} = read<DataPackage>("datapackage.json");
    const paths = resources.flatMap(({path}) => path ?? []);
    expect(paths).toHaveLength(10);
    for (const path of paths) expect(statSync(join(dist, "data", path)).size).toBeGreaterThan(0);
  });

  it("have places for as many runs as there are", () => {
    const {runs, servers} = read<Partitions>("partitions.json");
    expect(servers.length).toBeGreaterThan(40);
    for (const {places} of servers)
      expect(places.reduce<number>((sum, value, i) => sum + (i % 2 === 1 ? Number(value) : 0), 0)).toBe(
        runs.length,
      );
  });

  it("list every page in the sitemap, and the sitemap in robots.txt", () => {
    const {urlset} = create(readFileSync(join(dist, "sitemap.xml"), "utf8")).toObject() as unknown as {
      urlset: {url: {loc: string; lastmod: string}[]};
    };
    const pages = filesOf(dist, ".html").filter((page) => page !== "404.html");
    expect(urlset.url.map(({loc}) => loc).toSorted()).toEqual(
      pages.map((page) => pageAddress(ADDRESS, page)).toSorted(),
    );
    expect(new Set(urlset.url.map(({lastmod}) => lastmod))).toEqual(new Set(["2026-03-01T12:03:00.000Z"]));
    expect(readFileSync(join(dist, "robots.txt"), "utf8")).toContain(`${ADDRESS}sitemap.xml`);
  });

  it("are told by every page: where it is public, and the feed", () => {
    for (const page of filesOf(dist, ".html")) {
      const html = readFileSync(join(dist, page), "utf8");
      expect(html).toContain(`<link rel="canonical" href="${pageAddress(ADDRESS, page)}">`);
      expect(html).toContain(
        `type="application/atom+xml" title="electrum-kinship" href="${ADDRESS}feed.xml"`,
      );
    }
  });

  it("stand without a run", () => {
    expect(read<ArchiveIndex>("index.json", emptyDist)).toMatchObject({snapshots: [], network: null});
    expect(read<Partitions>("partitions.json", emptyDist)).toMatchObject({servers: []});
    expect(readFileSync(join(emptyDist, "feed.xml"), "utf8")).not.toContain("<entry>");
    expect(readdirSync(emptyDist)).toEqual(expect.arrayContaining(["sitemap.xml", "robots.txt"]));
  });
});

describe("the examples of the data page", () => {
  it("are those of this site's address", () => {
    expect(read<DataPage>("data.json").examples.map(({code}) => code)).toEqual(
      readingExamples(ADDRESS, "https://github.com/electrum-kinship/electrum-kinship").map(({code}) => code),
    );
  });

  it("run in DuckDB, which counts what the archive holds", async () => {
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const statements = example("DuckDB", `${dist}/`)
      .split(/;\n?/)
      .filter((statement) => statement.trim() !== "");
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) rows = (await connection.runAndReadAll(statement)).getRowObjects();
    connection.closeSync();
    const {snapshots} = await readArchive(archive);
    expect(rows.map(({run, asked, answered}) => [run, Number(asked), Number(answered)])).toEqual(
      snapshots.map(({manifest}) => [manifest.run, manifest.counts.endpoints, manifest.counts.answered]),
    );
  });

  it("run in JavaScript over HTTP, and read the archive", async () => {
    const site = await serveSite(dist);
    try {
      const run = async (tool: string) => {
        const args = ["--input-type=module", "--eval", example(tool, `${site.url}/`)];
        return (await promisify(execFile)(process.execPath, args, {cwd: root})).stdout.trim().split("\n");
      };
      const {snapshots} = await readArchive(archive);
      const stated = (snapshots.at(-1)?.tables.endpoints ?? []).filter(({relay_fee}) => relay_fee !== null);
      expect(await run("JavaScript")).toEqual(
        stated.map(({endpoint, relay_fee}) => `${endpoint} ${(relay_fee ?? 0) / 1000} sat/vB`),
      );
      const unfolded = await run("Partitions");
      expect(unfolded).toHaveLength(read<Partitions>("partitions.json").servers.length);
      for (const line of unfolded) expect(line).toMatch(/ true (\d+|null)$/);
    } finally {
      await site.close();
    }
  });
});

describe.skipIf(withoutBrowser)("the pages on data, method and ethics", () => {
  const site = builtPages();

  it("list the snapshots with links that lead to files", async () => {
    const {page, wrong} = await site.open(`${site.url}/data/`);
    expect(await page.locator(".snapshots tbody tr").count()).toBe(2);
    expect(await page.locator(".snapshots td").first().innerText()).toBe("2026-03-01 12:00");
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it.each(["/data/", "/method", "/ethics"])("have no link that leads nowhere: %s", async (path) => {
    const {page} = await site.open(`${site.url}${path}`);
    const links = await page
      .locator("#observablehq-main a[href]")
      .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
    const own = [...new Set(links.filter((link) => link.startsWith(site.url)))];
    expect(own.length).toBeGreaterThan(2);
    for (const link of own) {
      const response = await page.request.get(link);
      expect(response.status(), link).toBe(200);
      const {hash} = new URL(link);
      if (hash !== "") expect(await response.text(), link).toContain(`id="${hash.slice(1)}"`);
    }
    await page.context().close();
  });

  it("show the other snapshots on demand", async () => {
    const {page, wrong} = await site.open(`${site.url}/data/`);
    const short = read<DataPage>("data.json");
    // As if there were more snapshots than the page's own data holds.
    await page.route(/\/_file\/data\/data\.[0-9a-f]+\.json$/, (route) =>
      route.fulfill({json: {...short, snapshots: short.snapshots.slice(0, 1)}}),
    );
    await page.reload();
    const rows = page.locator(".snapshots tbody tr");
    const button = page.getByRole("button", {name: "Show all 2 snapshots"});
    await button.waitFor();
    expect(await rows.count()).toBe(1);
    await button.click();
    await button.waitFor({state: "detached"});
    expect(await rows.count()).toBe(2);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("copy an example", async () => {
    const {page} = await site.open(`${site.url}/data/`, {permissions: ["clipboard-read", "clipboard-write"]});
    await page.getByRole("button", {name: "Copy: example for DuckDB"}).click();
    await page.getByText("Copied.").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(example("DuckDB", ADDRESS));
    await page.context().close();
  });

  it("open the dictionary by keyboard", async () => {
    const {page} = await site.open(`${site.url}/data/`);
    const fold = page.locator(".folds details").first();
    await fold.locator("summary").focus();
    await page.keyboard.press("Enter");
    expect(await fold.locator("td").first().innerText()).toBe("endpoint");
    await page.context().close();
  });

  it("print the constants by part, and the log of changes, the newest first", async () => {
    const {page} = await site.open(`${site.url}/method`);
    for (const caption of ["comparison", "rules out one node", "agreement", "levels", "published"])
      expect(await page.locator("caption", {hasText: caption}).count(), caption).toBeGreaterThan(0);
    const days = await page
      .getByRole("region", {name: "Changes of the method"})
      .locator("td:first-child")
      .allInnerTexts();
    expect(days.length).toBeGreaterThan(5);
    expect(days).toEqual(days.toSorted().toReversed());
    await page.context().close();
  });

  it("have a feed that a browser reads as XML", async () => {
    const {page} = await site.open(`${site.url}/ethics`);
    const titles = await page.evaluate(async () => {
      const text = await (await fetch("./feed.xml")).text();
      const feed = new DOMParser().parseFromString(text, "application/xml");
      if (feed.querySelector("parsererror")) throw new Error("expected XML");
      return [...feed.querySelectorAll("entry > title")].map((title) => title.textContent);
    });
    expect(titles).toHaveLength(1);
    expect(titles[0]).toMatch(/^Simulated: First run of this vantage point: \d+ clusters$/);
    await page.context().close();
  });

  it.each(["/data/", "/ethics"])("say on %s that there is no run yet", async (path) => {
    const {page, wrong} = await site.open(`${site.emptyUrl}${path}`);
    expect(await page.locator(".run-text").innerText()).toMatch(
      /no snapshot yet|No run is in the archive yet/,
    );
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  const looks = ["/data/", "/method", "/ethics"].flatMap((path) =>
    (["light", "dark"] as const).map((colorScheme) => ({path, colorScheme})),
  );
  it.each(looks)("have nothing serious for axe: $path, $colorScheme", async ({path, colorScheme}) => {
    const {page} = await site.open(`${site.url}${path}`, {colorScheme, viewport: {width: 390, height: 900}});
    expect(await serious(page)).toEqual([]);
    await page.context().close();
  });
});

/** What axe-core finds serious or critical in a page's main part. */
async function serious(page: Page): Promise<unknown[]> {
  await page.addScriptTag({path: join(root, "node_modules", "axe-core", "axe.min.js")});
  return page.evaluate(async () => {
    const {axe} = window as unknown as {
      axe: {run(of: string): Promise<{violations: {id: string; impact: string; nodes: {html: string}[]}[]}>};
    };
    const {violations} = await axe.run("#observablehq-main");
    return violations
      .filter(({impact}) => impact === "serious" || impact === "critical")
      .map(({id, nodes}) => [id, nodes.map(({html}) => html).slice(0, 3)]);
  });
}
