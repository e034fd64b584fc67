import {readFileSync} from "node:fs";
import {join} from "node:path";
import axe, {type AxeResults} from "axe-core";
import {beforeAll, describe, expect, it} from "vitest";
import type {Calibration} from "../../src/calibration/calibration.js";
import {filesOf, importsIn} from "./builtSite.js";
import {builtPages, withoutBrowser} from "./inBrowser.js";
import {HOSTILE_PROGRAM} from "./sampleArchive.js";
import {sampleSite} from "./sampleSite.js";

const pages = [
  "/",
  "/clusters",
  "/original",
  "/method",
  "/validation",
  "/programs",
  "/servers/",
  "/matrix",
  "/signals",
  "/compare",
  "/coverage",
  "/data/",
  "/ethics",
];
/** Those that say something else without a run. */
const observed = pages.filter((path) => !["/validation", "/programs"].includes(path));
let dist = "";
let log = "";

beforeAll(async () => {
  ({dist, log} = await sampleSite());
}, 120_000);

describe("the built site", () => {
  it("is built without a broken link or a failed module", () => {
    expect(log).not.toMatch(/broken link|unable to|error/i);
    expect(log).toMatch(/^built \d+ pages from 2 snapshots/m);
  });

  it("imports nothing but its own files", () => {
    const imports = importsIn(dist);
    expect(imports.length).toBeGreaterThan(50);
    expect(imports.filter(({address}) => !/^\.{0,2}\//.test(address))).toEqual([]);
  });

  it("has its data at stable addresses", () => {
    const [study = "", original = "", constants = "", summary = ""] = [
      "study.json",
      "original.json",
      "constants.json",
      "summary.txt",
    ].map((name) => readFileSync(join(dist, "data", name), "utf8"));
    expect(JSON.parse(study)).toMatchObject({standing: {network: "lab"}});
    expect(JSON.parse(original)).toMatchObject({services: 42});
    expect(JSON.parse(constants)).toMatchObject({standing: {simulated: true}});
    expect(summary).toMatch(/^Simulated network/);
  });

  it("has a title, a description and no script of others in every page", () => {
    for (const page of filesOf(dist, ".html")) {
      const html = readFileSync(join(dist, page), "utf8");
      expect(html).toMatch(/<title>[^<]+<\/title>/);
      expect(html).toMatch(/<meta name="description" content="[^"]{20,}">/);
      // Where the page is public, and the feed, are said in full for whoever reads a copy; no browser asks for them.
      const loaded = html.replace(/<link rel="(?:canonical|alternate)"[^>]*>/g, "");
      expect(loaded).not.toMatch(/<(?:script|link|img|iframe)[^>]+(?:src|href)="(?:https?:)?\/\//);
    }
  });

  it("accuses nobody, in pages, modules and data", () => {
    const files = [
      ...filesOf(dist, ".html"),
      ...filesOf(join(dist, "_import"), ".js").map((file) => `_import/${file}`),
      "data/study.json",
      "data/original.json",
    ];
    const accusing = files.filter((file) =>
      /\b(spy|spies|honeypot|malicious|chainalysis)\b/i.test(readFileSync(join(dist, file), "utf8")),
    );
    expect(accusing).toEqual([]);
  });
});

describe.skipIf(withoutBrowser)("the site in a browser", () => {
  const site = builtPages();
  const looks = [1280, 390].flatMap((width) =>
    (["light", "dark"] as const).map((colorScheme) => ({width, colorScheme})),
  );

  const views = pages.flatMap((path) => looks.map(({width, colorScheme}) => ({path, width, colorScheme})));

  it.each(views)(
    "shows $path at $width px, $colorScheme, without a fault",
    async ({path, width, colorScheme}) => {
      const {page, wrong} = await site.open(`${site.url}${path}`, {
        viewport: {width, height: 900},
        colorScheme,
      });
      expect(wrong).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await page.locator(".observablehq--error").count()).toBe(0);
      await page.context().close();
    },
  );

  it.each(
    pages.flatMap((path) =>
      looks
        .slice(0, 1)
        .concat(looks.slice(-1))
        .map((look) => ({path, ...look})),
    ),
  )(
    "has nothing moderate or worse on $path for axe to find at $width px, $colorScheme, with everything unfolded",
    async ({path, width, colorScheme}) => {
      const {page} = await site.open(`${site.url}${path}`, {viewport: {width, height: 900}, colorScheme});
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      await page.addScriptTag({content: axe.source});
      const found = await page.evaluate(async () => {
        const {violations} = await (globalThis as unknown as {axe: {run(): Promise<AxeResults>}}).axe.run();
        // Framework lays the check box that folds its list of pages beside the landmarks; its style sheet wants it there.
        const isToggle = (html: string) => html.startsWith('<input id="observablehq-sidebar-toggle"');
        return violations
          .filter(({impact}) => impact !== "minor")
          .map(({id, nodes}) => [id, nodes.filter(({html}) => id !== "region" || !isToggle(html))] as const)
          .filter(([, nodes]) => nodes.length > 0)
          .map(([id, nodes]) => `${id}: ${nodes.map(({html}) => html.slice(0, 120)).join(" | ")}`);
      });
      expect(found).toEqual([]);
      await page.context().close();
    },
  );

  it.each(pages)("says on %s that data is simulated", async (path) => {
    const {page} = await site.open(`${site.url}${path}`);
    expect(await page.locator(".banner").innerText()).toMatch(/simulated/i);
    await page.context().close();
  });

  it.each(observed)("without a run, %s still stands and says what to run", async (path) => {
    const {page, wrong} = await site.open(`${site.emptyUrl}${path}`);
    expect(wrong).toEqual([]);
    expect(await page.locator(".banner").innerText()).toContain("npm run study");
    await page.context().close();
  });

  it("answers a wrong address with a page that leads home", async () => {
    const {page} = await site.open(`${site.url}/no/such/page`);
    expect(await page.locator("h1").innerText()).toBe("There is no such page");
    expect(await page.locator("main p a").getAttribute("href")).toBe("./");
    await page.context().close();
  });

  it("shows what a server sends as text, whatever it is", async () => {
    const {page, wrong} = await site.open(`${site.url}/`);
    expect(await page.title()).not.toContain("owned");
    expect(await page.locator("#observablehq-main img").count()).toBe(0);
    expect(await page.locator("#observablehq-main").innerHTML()).toContain("&lt;img");
    expect(HOSTILE_PROGRAM).toContain("<img");
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("writes charts, legends and captions in one typeface", async () => {
    const faces = new Set<string>();
    for (const path of ["/original", "/clusters", "/validation", "/signals"]) {
      const {page} = await site.open(`${site.url}${path}`);
      await page.locator("figure svg text").first().waitFor();
      const found = await page.$$eval("figure svg text, figure [class*=swatch], figcaption", (nodes) =>
        nodes.map((node) => getComputedStyle(node).fontFamily),
      );
      for (const face of found) faces.add(face);
      await page.context().close();
    }
    expect([...faces]).toHaveLength(1);
  });

  it("tells of fleets what was measured, as far as nodes that differ most go", async () => {
    const {page} = await site.open(`${site.url}/validation`);
    const box = page.locator(".table-box").filter({hasText: "Fleet found in"});
    const shown = await box
      .locator("tbody tr")
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll("td, th")].map((cell) => cell.textContent)),
      );
    const {conditions, fleetFound} = JSON.parse(
      readFileSync(join("src", "data", "calibration.json"), "utf8"),
    ) as Calibration;
    const most = Math.max(...conditions.map(({missShare}) => missShare));
    expect(shown).toEqual(
      conditions
        .filter(({missShare}) => missShare === most)
        .flatMap(({regime, histories, endpoints, performance}) =>
          performance
            .filter(({runs}) => runs >= 6)
            .map(({runs, networks, fleet: {found, candidate, pairs, supported}}) =>
              [
                regime,
                "1%",
                histories,
                endpoints,
                runs,
                networks,
                found,
                `${candidate} of ${pairs}`,
                supported,
              ].map(String),
            ),
        ),
    );
    expect(await box.innerText()).toContain(
      `found is ${fleetFound.candidate} of 15 pairs candidate or better, and ${fleetFound.supported} supported`,
    );
    await page.context().close();
  });

  it("shows at the edge of a table that it goes on there", async () => {
    const {page} = await site.open(`${site.url}/validation`, {viewport: {width: 390, height: 800}});
    const wide = await page.$$eval(".table-box", (boxes) =>
      boxes
        .filter((box) => box.scrollWidth > box.clientWidth + 1)
        .map((box) => getComputedStyle(box).backgroundAttachment),
    );
    expect(wide.length).toBeGreaterThan(3);
    expect(new Set(wide)).toEqual(new Set(["local, local, scroll, scroll"]));
    await page.context().close();
  });

  it("gives a banner of thousands of characters a window of its own, which keys can scroll", async () => {
    const {page} = await site.open(`${site.url}/servers/hostile_invalid_50001_tcp`, {
      viewport: {width: 390, height: 800},
    });
    const banner = page.locator(".facts .long").first();
    await banner.focus();
    expect(await banner.evaluate((node) => node === document.activeElement)).toBe(true);
    const [shown, all] = await banner.evaluate((node) => [node.clientHeight, node.scrollHeight]);
    expect(shown).toBeLessThan(400);
    expect(all).toBeGreaterThan(shown ?? Infinity);
    await page.context().close();
  });

  it("has no link within the site that leads nowhere", async () => {
    const seen = new Map<string, string>();
    for (const path of pages) {
      const {page} = await site.open(`${site.url}${path}`);
      const hrefs = await page.$$eval("a[href]", (links) =>
        links.map((link) => (link as HTMLAnchorElement).href),
      );
      for (const href of hrefs.filter((href) => href.startsWith(site.url) && !seen.has(href))) {
        const {pathname, hash} = new URL(href);
        const response = await page.request.get(site.url + pathname);
        const anchored =
          hash === "" || (await response.text()).includes(`id="${decodeURIComponent(hash.slice(1))}"`);
        seen.set(href, response.status() === 200 && anchored ? "found" : `${response.status()}, no ${hash}`);
      }
      await page.context().close();
    }
    expect([...seen].filter(([, found]) => found !== "found")).toEqual([]);
    expect(seen.size).toBeGreaterThan(8);
  }, 120_000);
});
