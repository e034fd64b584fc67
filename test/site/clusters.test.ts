import {mkdirSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser, BrowserContextOptions, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {writeSnapshot} from "../../data-loaders/archive.js";
import type {ClusterHistory} from "../../src/report/clusterHistory.js";
import {type Bins, sampleSnapshot, type SampleServer} from "../report/sampleSnapshot.js";
import {chromiumPath, launch} from "./browser.js";
import {buildSite} from "./builtSite.js";
import {serveSite} from "./siteServer.js";

const folder = mkdtempSync(join(tmpdir(), "kinship-clusters-"));
const archive = join(folder, "archive");
const dist = join(folder, "dist");
const RUNS = 30;

/** Three conventions of labels that share none with one another: three clusters. */
const conventions: readonly Bins[] = [
  [
    [4, 100_000],
    [2, 300_000],
  ],
  [
    [9, 100_000],
    [3, 300_000],
  ],
  [
    [5.5, 100_000],
    [1.1, 300_000],
  ],
];

/** What changes: server 5 upgrades into the first cluster and back again and again; server 1 is silent for two runs. */
function serversOf(run: number): readonly SampleServer[] {
  return Array.from({length: 9}, (_, i): SampleServer => {
    const upgraded = i === 5 && run % 2 === 1;
    const home = upgraded ? 0 : Math.floor(i / 3);
    return {
      endpoint: `server-${i}.electrum.invalid:50001/tcp`,
      answer: i === 1 && (run === 3 || run === 4) ? null : (conventions[home] ?? null),
      program: upgraded ? `<img/src=x/onerror=document.title="owned"> 2.0` : "Fulcrum 1.9.8",
    };
  });
}

beforeAll(async () => {
  mkdirSync(archive);
  for (let run = 0; run < RUNS; run++) {
    const startedAt = new Date(Date.UTC(2026, 2, 1, 4 * run)).toISOString();
    const snapshot = sampleSnapshot(serversOf(run), {startedAt, network: "lab"});
    await writeSnapshot(archive, snapshot.path, snapshot.manifest, snapshot.tables);
  }
  buildSite(archive, dist);
}, 120_000);
afterAll(() => rmSync(folder, {recursive: true, force: true}));

describe("the history of the clusters", () => {
  it("lies at its stable address", () => {
    const history = JSON.parse(readFileSync(join(dist, "data", "history.json"), "utf8")) as ClusterHistory;
    expect(history.startedAt).toHaveLength(RUNS);
    expect(history.lives.map(({cluster, runs}) => [cluster, runs])).toEqual([
      [1, RUNS],
      [2, RUNS],
      [3, RUNS],
    ]);
    expect(history.allMoves).toBe(RUNS - 1);
    expect(history.events.allOutages).toBe(1);
  });
});

const chromium = chromiumPath();

// In CI a missing browser is a failure, so that green never means unseen.
describe.skipIf(chromium === null && !process.env["CI"])("the page of clusters in a browser", () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serveSite>>;

  beforeAll(async () => {
    if (chromium === null) throw new Error("expected Chromium: install it, or name one in CHROMIUM");
    [browser, site] = await Promise.all([launch(chromium), serveSite(dist)]);
  });
  afterAll(async () => {
    await Promise.all([browser?.close(), site?.close()]);
  });

  async function open(options: BrowserContextOptions = {}): Promise<{page: Page; wrong: string[]}> {
    const page = await (await browser.newContext(options)).newPage();
    const wrong: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) wrong.push(message.text());
    });
    page.on("pageerror", (error) => wrong.push(error.message));
    await page.goto(`${site.url}/clusters`);
    await page.locator(".ribbons svg").waitFor();
    await page.locator(".agreement svg").first().waitFor();
    return {page, wrong};
  }

  /** Asks for every table; each is made a moment after the click. */
  async function openTables(page: Page): Promise<void> {
    for (const summary of await page.locator(".on-demand summary").all()) await summary.click();
    await page.waitForFunction(() =>
      [...document.querySelectorAll(".on-demand")].every((one) => one.querySelector("table") !== null),
    );
  }

  const looks = [1280, 390].flatMap((width) =>
    (["light", "dark"] as const).map((colorScheme) => ({width, colorScheme})),
  );

  it.each(looks)("fits $width px, $colorScheme, without a fault", async ({width, colorScheme}) => {
    const {page, wrong} = await open({viewport: {width, height: 900}, colorScheme});
    await page.locator(".matrix svg").first().waitFor();
    expect(wrong).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await page.locator(".observablehq--error").count()).toBe(0);
    await page.context().close();
  });

  it("names every cluster beside its ribbon, in a colour of its own", async () => {
    const {page} = await open();
    const labels = await page.locator(".ribbon-labels text").allTextContents();
    expect(new Set(labels)).toEqual(new Set(["C1", "C2", "C3"]));
    const colours = await page
      .locator(".ribbons path.ribbon")
      .evaluateAll((paths) => paths.map((path) => getComputedStyle(path).fill));
    expect(new Set(colours).size).toBe(3);
    await page.context().close();
  });

  it("names the members of a ribbon that is pointed at, and of another run with the arrow keys", async () => {
    const {page, wrong} = await open();
    const svg = page.locator(".ribbons svg");
    await svg.scrollIntoViewIfNeeded();
    const box = await svg.boundingBox();
    expect(box).not.toBeNull();
    if (!box) return;
    await page.mouse.move(box.x + box.width - 48, box.y + 14);
    const members = page.locator(".ribbon-members");
    await members.locator("li").first().waitFor();
    expect(await members.locator("strong").innerText()).toBe("C1");
    expect(await members.locator("li").count()).toBe(4);
    expect(await members.innerText()).toContain("server-5.electrum.invalid:50001/tcp");
    await page.mouse.move(5, 5);
    await svg.focus();
    await page.keyboard.press("ArrowLeft");
    expect(await members.innerText()).toContain("in the run of 2026-03-05 16:00 UTC: 3 servers");
    await page.keyboard.press("ArrowDown");
    expect(await members.locator("strong").innerText()).toBe("C2");
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("has one place for one moment in ribbons, events and agreement", async () => {
    const {page} = await open();
    const place = async (chart: string) => {
      const tick = page.locator(`${chart} text`, {hasText: /^Mar 3$/}).first();
      const box = await tick.boundingBox();
      return box ? box.x + box.width / 2 : NaN;
    };
    const [ribbons, events, agreement] = [
      await place(".ribbons"),
      await place(".events"),
      await place(".agreement"),
    ];
    expect(Math.abs(ribbons - events)).toBeLessThan(1);
    expect(Math.abs(ribbons - agreement)).toBeLessThan(2);
    await page.context().close();
  });

  it("lists the newest changes of membership with what else was new, and all of them when asked", async () => {
    const {page} = await open();
    const rows = page.locator(".moves tbody tr");
    expect(await rows.count()).toBe(20);
    expect(await rows.first().innerText()).toMatch(
      /2026-03-05 20:00 UTC\s+server-5.*\s+C2\s+C1\s+version: Fulcrum 1\.9\.8 → </,
    );
    await page.locator(".moves button").click();
    expect(await rows.count()).toBe(RUNS - 1);
    expect(await page.locator(".moves button").count()).toBe(0);
    await page.context().close();
  });

  it("gives each chart's data as a table when it is asked for", async () => {
    const {page} = await open();
    const all = page.locator(".on-demand");
    expect(await all.locator("table").count()).toBe(0);
    await openTables(page);
    const outages = page.locator(".on-demand", {hasText: "Outages as a table"});
    expect(await outages.locator("tbody tr").innerText()).toMatch(
      /2026-03-01 12:00 UTC\s+2026-03-01 16:00 UTC\s+server-1.*timeout\s+answered again/,
    );
    await page.context().close();
  });

  it("prints no stability without what chance gives", async () => {
    const {page} = await open();
    const heads = await page
      .locator("table", {hasText: "Mean Jaccard index"})
      .first()
      .locator("th")
      .allInnerTexts();
    expect(heads).toContain("By chance");
    expect(await page.locator(".run-text").first().innerText()).toMatch(
      /adjusted Rand index .* where shuffled labels give/,
    );
    await page.context().close();
  });

  it("names both servers of a cell of the co-association matrix, with its share and chance", async () => {
    const {page} = await open();
    const svg = page.locator(".matrix .matrix-box svg");
    await svg.focus();
    await page.keyboard.press("ArrowRight");
    const text = await page.locator(".matrix .tooltip").innerText();
    expect(text.match(/server-\d/g)).toHaveLength(2);
    expect(text).toMatch(/in \d+% of the runs that compared both; by chance \d+%/);
    await page.keyboard.press("Escape");
    await page.locator(".matrix .tooltip").waitFor({state: "hidden"});
    await page.context().close();
  });

  it("shows what a server sends as text", async () => {
    const {page} = await open();
    await openTables(page);
    expect(await page.title()).not.toContain("owned");
    expect(await page.locator("#observablehq-main img").count()).toBe(0);
    expect(await page.locator(".on-demand", {hasText: "Changes as a table"}).innerHTML()).toContain(
      "&lt;img",
    );
    await page.context().close();
  });
});
