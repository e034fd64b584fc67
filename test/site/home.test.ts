import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {join} from "node:path";
import type {Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import type {Home} from "../../src/report/home.js";
import {filesOf} from "./builtSite.js";
import {builtPages, withoutBrowser} from "./inBrowser.js";
import {sampleSite} from "./sampleSite.js";

const hour = 3_600_000;
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

describe.skipIf(withoutBrowser)("the home page", () => {
  const site = builtPages();

  it("says what the data say, each finding with what it is held against and a link", async () => {
    const {page} = await site.open(`${site.url}/`);
    const data = await homeData();
    const shown = await page.locator(".findings li").allInnerTexts();
    expect(shown).toHaveLength(data.sentences.length);
    expect(shown.length).toBeLessThanOrEqual(5);
    for (const [i, {text, evidence}] of data.sentences.entries())
      expect(shown[i]).toBe(`${text} ${evidence}`);
    expect(await page.locator(".findings li .chance").count()).toBeGreaterThan(3);
    await page.context().close();
  });

  it.each([
    {width: 1280, height: 900},
    {width: 390, height: 844},
  ])("has at most one screen of text before the picture at $width px", async (viewport) => {
    const {page} = await site.open(`${site.url}/`, {viewport});
    // Of real data there is no banner, and no warning while runs come.
    await page.addStyleTag({content: ".banner, .stale {display: none !important}"});
    const top = await page
      .locator(".signature")
      .evaluate((node) => node.getBoundingClientRect().top + scrollY);
    expect(top).toBeLessThanOrEqual(viewport.height);
    await page.context().close();
  });

  it("tells the age of the newest run by the reader’s clock, and warns when three runs are missing", async () => {
    const {newest, staleAfterMs} = await homeData();
    expect(staleAfterMs).toBe(12 * hour);
    for (const [age, text, warns] of [
      [7.5 * hour, "7 hours ago", false],
      [13 * hour, "13 hours ago", true],
    ] as const) {
      const {page} = await site.open("about:blank");
      await page.clock.setFixedTime((newest ?? 0) + age);
      await page.goto(`${site.url}/`);
      const line = page.locator(".run-age");
      await line.waitFor();
      expect(await line.innerText()).toContain(text);
      expect(await line.innerText()).toMatch(
        warns ? /more than 12 hours: collection may have stopped/ : /UTC\)\.$/,
      );
      await page.context().close();
    }
  });

  it("draws each pair twice and names the two in either triangle", async () => {
    const {page, wrong} = await site.open(`${site.url}/`);
    const {signature} = await homeData();
    expect(await page.locator(".signature h2").innerText()).toBe(signature?.title);
    const texts: string[] = [];
    for (const [row, column] of [
      [5, 2],
      [2, 5],
    ] as const) {
      await hover(page, row, column);
      texts.push(...(await page.locator(".tooltip").innerText()).split("\n").toSorted());
    }
    expect(texts.slice(0, texts.length / 2)).toEqual(texts.slice(texts.length / 2));
    expect(texts.join("\n")).toContain(signature?.servers[5]?.endpoint);
    expect(texts.join("\n")).toContain(signature?.servers[2]?.endpoint);
    expect(texts.join("\n")).toMatch(/Divergence: /);
    expect(texts.join("\n")).toMatch(
      /cannot be one node|no evidence|not comparable|candidate|supported|declared/,
    );
    await page.mouse.move(5, 5);
    await page.locator(".tooltip").waitFor({state: "hidden"});
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("opens the comparison of a pair at a click", async () => {
    const {page} = await site.open(`${site.url}/`);
    const {signature} = await homeData();
    const {x, y} = await hover(page, 5, 2);
    await page.mouse.click(x, y);
    await page.waitForURL(/compare/);
    const {searchParams} = new URL(page.url());
    expect([searchParams.get("a"), searchParams.get("b")]).toEqual([
      signature?.servers[5]?.id,
      signature?.servers[2]?.id,
    ]);
    await page.context().close();
  });

  it("moves through the pairs with the arrow keys and opens one with Enter", async () => {
    const {page} = await site.open(`${site.url}/`);
    const tooltip = page.locator(".tooltip");
    await page.locator(".findings li a").last().focus();
    await page.keyboard.press("Tab");
    await tooltip.waitFor({state: "visible"});
    const first = await tooltip.innerText();
    await page.keyboard.press("ArrowRight");
    expect(await tooltip.innerText()).not.toBe(first);
    await page.keyboard.press("ArrowLeft");
    expect(await tooltip.innerText()).toBe(first);
    await page.keyboard.press("Escape");
    await tooltip.waitFor({state: "hidden"});
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/compare/);
    await page.context().close();
  });

  it("shows a pair at the first tap and opens it at the second", async () => {
    const {page} = await site.open(`${site.url}/`, {viewport: {width: 390, height: 800}, hasTouch: true});
    const matrix = page.locator(".signature .matrix-box > svg");
    await matrix.scrollIntoViewIfNeeded();
    await matrix.tap({position: {x: 200, y: 60}});
    expect(await page.locator(".tooltip").innerText()).toMatch(/\.invalid:5000/);
    expect(page.url()).not.toContain("compare");
    await matrix.tap({position: {x: 200, y: 60}});
    await page.waitForURL(/compare/);
    await page.context().close();
  });

  it("has the picture in numbers, on demand", async () => {
    const {page} = await site.open(`${site.url}/`);
    const {signature} = await homeData();
    const table = page.locator(".numbers table");
    expect(await table.isVisible()).toBe(false);
    await page.locator(".numbers summary").click();
    await table.waitFor();
    const cells = (await table.locator("td.numeric").allInnerTexts()).map((text) =>
      Number(text.replace(",", "")),
    );
    expect(cells.reduce((sum, each) => sum + each, 0)).toBe(signature?.counts.pairs);
    await page.context().close();
  });

  it("leads to the servers with what was typed", async () => {
    const {page} = await site.open(`${site.url}/`);
    await page.locator(".search input").fill("name-3.electrum");
    await page.keyboard.press("Enter");
    await page.waitForURL(/servers/);
    expect(new URL(page.url()).pathname).toBe("/servers/");
    expect(new URL(page.url()).searchParams.get("q")).toBe("name-3.electrum");
    await page.context().close();
  });

  it("says so, and draws nothing, while there is no run", async () => {
    const {page} = await site.open(`${site.emptyUrl}/`);
    expect(await page.locator(".findings").innerText()).toMatch(/holds no run yet[^]*There is no run yet\./);
    expect(await page.locator(".signature, .table-box").count()).toBe(0);
    await page.context().close();
  });

  it("draws three hundred servers", async () => {
    const {dist} = await sampleSite();
    const module = filesOf(join(dist, "_import"), ".js").find((file) => file.includes("signaturePicture"));
    const {page, wrong} = await site.open(`${site.url}/`);
    // As text, since the test runner rewrites imports in functions.
    await page.evaluate(`import("/_import/${module}").then((module) => Object.assign(globalThis, module))`);
    const ms = await page.evaluate(
      ({n}) => {
        const {signaturePicture} = globalThis as unknown as {
          signaturePicture: (data: unknown, options: {width: number}) => HTMLElement;
        };
        const pairs = (n * (n - 1)) / 2;
        const letters = "x.-csd";
        const data = {
          title: "Many",
          servers: Array.from({length: n}, (_, i) => ({
            id: `s${i}`,
            endpoint: `s${i}.invalid:1/tcp`,
            program: "P",
          })),
          clusters: [{name: "C1", size: n}],
          steps: [1e-6, 0.0005, 0.01, 0.1, 0.5],
          zeroBelow: 0.0005,
          divergences: Array.from({length: pairs}, (_, i) => (i * 7 + (i >> 3)) % 8).join(""),
          levels: Array.from({length: pairs}, (_, i) => letters[(i * 5 + (i >> 4)) % 6]).join(""),
          counts: {pairs, zero: 0, identical: 0, excluded: 0, zeroExcluded: 0, oneProgram: {}, table: []},
        };
        const start = performance.now();
        const picture = signaturePicture(data, {width: 900});
        document.querySelector("#observablehq-main")?.prepend(picture);
        picture.getBoundingClientRect();
        return performance.now() - start;
      },
      {n: 300},
    );
    expect(ms).toBeLessThan(3000); // far above what it takes, so that only a hang fails
    const drawn = await page.evaluate(() =>
      [...document.querySelectorAll(".signature:first-of-type .matrix-box svg > path")].reduce(
        (sum, path) => sum + (path.getAttribute("d")?.length ?? 0),
        0,
      ),
    );
    expect(drawn).toBeGreaterThan(500_000);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it.each(["light", "dark"] as const)("has nothing serious that axe finds, %s", async (colorScheme) => {
    const {page} = await site.open(`${site.url}/`, {colorScheme});
    await page.addScriptTag({path: axe});
    const found = await page.evaluate(async () => {
      const {axe} = globalThis as unknown as {
        axe: {
          run: (root: string) => Promise<{
            violations: {id: string; impact: string; nodes: {html: string; failureSummary: string}[]}[];
          }>;
        };
      };
      return (await axe.run("#observablehq-main")).violations;
    });
    const serious = found.filter(({impact}) => impact === "serious" || impact === "critical");
    expect(
      serious.map(({id, nodes}) => [id, nodes.map(({failureSummary, html}) => `${html}: ${failureSummary}`)]),
    ).toEqual([]);
    await page.context().close();
  });

  async function homeData(): Promise<Home> {
    const {dist} = await sampleSite();
    return JSON.parse(readFileSync(join(dist, "data", "home.json"), "utf8")) as Home;
  }

  /** Puts the pointer on a cell; rows and columns from 0. */
  async function hover(page: Page, row: number, column: number): Promise<{x: number; y: number}> {
    const ground = page.locator(".signature .matrix-ground");
    await ground.scrollIntoViewIfNeeded();
    const box = await ground.boundingBox();
    const {signature} = await homeData();
    if (!box || !signature) throw new Error("hover: expected a picture");
    const cell = box.width / signature.servers.length;
    const [x, y] = [box.x + (column + 0.5) * cell, box.y + (row + 0.5) * cell];
    await page.mouse.move(x, y);
    await page.locator(".tooltip").waitFor({state: "visible"});
    return {x, y};
  }
});
