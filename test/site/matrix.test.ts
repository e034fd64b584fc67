import {readdirSync, readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {join} from "node:path";
import type {Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import type {MatrixRun} from "../../src/report/matrixRun.js";
import type {RunList} from "../../src/report/runList.js";
import {builtPages, withoutBrowser} from "./inBrowser.js";
import {sampleSite} from "./sampleSite.js";

const NAME = /\.invalid:5000[12]\/(tcp|ssl)/g;
const [picker, choices] = ["Which run and round to look at", "What to show"].map(
  (name) => `form[aria-label="${name}"]`,
) as [string, string];

describe("data of the page of every pair", () => {
  it("has one file for each run of the list, and no more", async () => {
    const {dist} = await sampleSite();
    const list = JSON.parse(readFileSync(join(dist, "data", "runs.json"), "utf8")) as RunList;
    const files = readdirSync(join(dist, "data", "runs")).toSorted();
    expect(files).toEqual(list.runs.map(({name}) => `${name}.json`));
    const run = JSON.parse(readFileSync(join(dist, "data", "runs", files[0] ?? ""), "utf8")) as MatrixRun;
    const round = run.rounds[run.main];
    expect(round?.servers).toHaveLength(50);
    expect(round?.clusters.reduce((sum, {size}) => sum + size, 0)).toBe(50);
    expect(round?.setAside.map(([, why]) => why)).toEqual(["its histogram was empty"]);
  }, 180_000);
});

describe.skipIf(withoutBrowser)("the page of every pair", () => {
  const site = builtPages();
  const openMatrix = async (search = "", options: Parameters<typeof site.open>[1] = {}) => {
    const opened = await site.open(`${site.url}/matrix${search}`, options);
    await opened.page.locator(".pair-cells").waitFor();
    return opened;
  };
  /** The point of a cell by row and column, in px of the window. */
  const cellAt = async (page: Page, row: number, column: number, n: number) => {
    const cells = page.locator(".pair-cells");
    await cells.scrollIntoViewIfNeeded();
    const box = await cells.boundingBox();
    if (!box) throw new Error("cellAt: expected a matrix");
    return {x: box.x + ((column + 0.5) * box.width) / n, y: box.y + ((row + 0.5) * box.height) / n};
  };
  const finding = (page: Page) => page.locator(".pairs > h2").innerText();
  const pixels = (page: Page) =>
    page.locator(".pair-cells").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

  it("states how many pairs would print as 0.000, and how many of them cannot be one node", async () => {
    const {page, wrong} = await openMatrix();
    // 50 servers: 50 · 49 / 2 pairs
    expect(await finding(page)).toMatch(/^Of 1,225 pairs, \d[\d,]* would print as 0\.000; (\d|none)/);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("names both servers, value and null of the pair under the pointer, and hides them again", async () => {
    const {page, wrong} = await openMatrix();
    const at = await cellAt(page, 2, 45, 50);
    await page.mouse.move(at.x, at.y);
    const tooltip = page.locator(".tooltip");
    await tooltip.waitFor({state: "visible"});
    const text = await tooltip.innerText();
    expect(text.match(NAME)).toHaveLength(2);
    expect(text).toMatch(/identical|bits?\b/);
    expect(text).toMatch(/strangers: median|no null:/);
    await page.mouse.move(5, 5);
    await tooltip.waitFor({state: "hidden"});
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("opens the comparison of a pair at a click, and the server’s own page on the diagonal", async () => {
    const {page} = await openMatrix();
    const at = await cellAt(page, 2, 45, 50);
    await page.mouse.click(at.x, at.y);
    await page.waitForURL(/\/compare\?a=[\w~-]+_(tcp|ssl)&b=[\w~-]+_(tcp|ssl)$/);
    await page.goBack();
    await page.locator(".pair-cells").waitFor();
    const own = await cellAt(page, 3, 3, 50);
    await page.mouse.click(own.x, own.y);
    await page.waitForURL(/\/servers\/[\w~-]+_(tcp|ssl)$/);
    expect(new URL(page.url()).pathname).toMatch(
      /^\/servers\/server-with-a-long-name-\d+_electrum_invalid|^\/servers\/hostile/,
    );
    await page.context().close();
  });

  it("is moved through with keys, speaks the pair, and opens it with Enter", async () => {
    const {page, wrong} = await openMatrix();
    await page.locator(`${choices} button`).focus();
    const cells = page.locator(".pair-cells");
    for (let i = 0; i < 4 && !(await cells.evaluate((node) => node === document.activeElement)); i++)
      await page.keyboard.press("Tab");
    const spoken = page.locator(".matrix-box [role=status]");
    const said = () => spoken.textContent();
    const first = await said();
    expect(first?.match(NAME)).toHaveLength(2);
    await page.keyboard.press("ArrowRight");
    expect(await said()).not.toBe(first);
    await page.keyboard.press("ArrowLeft");
    expect(await said()).toBe(first);
    await page.keyboard.press("End");
    await page.keyboard.press("PageDown");
    expect(await page.locator(".tooltip").innerText()).toMatch(NAME);
    await page.keyboard.press("Escape");
    await page.locator(".tooltip").waitFor({state: "hidden"});
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/compare\?a=/);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("shows a pair at the first tap and opens it at the second", async () => {
    const {page} = await openMatrix("", {viewport: {width: 390, height: 800}, hasTouch: true});
    const cells = page.locator(".pair-cells");
    await cells.tap({position: {x: 200, y: 60}});
    expect(await page.locator(".tooltip").innerText()).toMatch(NAME);
    await cells.tap({position: {x: 200, y: 60}});
    await page.waitForURL(/\/compare\?a=/);
    await page.context().close();
  });

  it("goes through rounds and runs with slider and keys, and keeps them in its address", async () => {
    const {page, wrong} = await openMatrix();
    const round = page.locator(`${picker} select`);
    const chosen = () => round.evaluate((select: HTMLSelectElement) => select.selectedIndex);
    const before = await pixels(page);
    await page.locator(`${picker} button`, {hasText: "later"}).click();
    expect(await chosen()).toBe(1);
    await page.waitForURL(/\?round=1$/);
    await expect.poll(() => pixels(page)).not.toBe(before);

    await page.locator(".pair-cells").focus();
    await page.keyboard.press(".");
    expect(await chosen()).toBe(2);
    await page.keyboard.press("<");
    await page.waitForURL(/\?run=20260301T080000Z-test$/);
    expect(await page.locator(`${picker} .wide`).innerText()).toMatch(/^Run 1 of 2: 2026-03-01 08:00 UTC/);
    expect(await page.locator(`${picker} button`, {hasText: "earlier"}).isDisabled()).toBe(true);

    const slider = page.locator(`${picker} input[type=range]`);
    await slider.focus();
    await page.keyboard.press("End");
    await expect.poll(() => page.locator(`${picker} .wide`).innerText()).toMatch(/^Run 2 of 2/);
    await page.waitForURL(/\/matrix$/);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("finds clusters again at another threshold, and draws the same number on the curve", async () => {
    const {page, wrong} = await openMatrix();
    const sentence = page.locator(".clusters > p[role=status]");
    const usual = await sentence.innerText();
    expect(usual).toMatch(/^Linked at 0\.5 bits: \d+ clusters/);
    const slider = page.locator(`${choices} input[type=range]`);
    await slider.focus();
    await page.keyboard.press("End");
    await expect.poll(() => sentence.innerText()).toBe("Linked at 1 bits: 1 cluster of two servers or more.");
    expect(await page.locator(".threshold-chart h3").innerText()).toMatch(/^1 cluster,/);
    await page.waitForURL(/\?threshold=1$/);
    await page.keyboard.press("Home");
    await expect
      .poll(() => sentence.innerText())
      .toMatch(/^Linked at 0 bits: \d+ clusters? .* servers alone\.$/);
    await page.locator(`${choices} button`).click();
    await expect.poll(() => sentence.innerText()).toBe(usual);
    await page.waitForURL(/\/matrix$/);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("sets the threshold where the curve is clicked", async () => {
    const {page} = await openMatrix();
    const box = await page.locator(".threshold-chart svg").boundingBox();
    if (!box) throw new Error("expected a curve");
    await page.mouse.click(box.x + 60, box.y + 100);
    await page.waitForURL(/\?threshold=\d/);
    expect(await page.locator(".clusters > p[role=status]").innerText()).not.toMatch(/^Linked at 0\.5 bits/);
    await page.context().close();
  });

  it.each([
    ["agreement", "can be compared"],
    ["estimates", "can be compared"],
    ["bits", "can be weighed"],
    ["level", "no evidence|not comparable|cannot be one node"],
  ])("shows %s, and says that it is of all runs together", async (quantity, words) => {
    const {page, wrong} = await openMatrix();
    await page.locator(`${choices} select`).first().selectOption(quantity);
    await page.waitForURL(new RegExp(`\\?quantity=${quantity}$`));
    expect(await finding(page)).toMatch(new RegExp(words));
    expect(await page.locator(".pairs > figcaption").innerText()).toMatch(
      /^Of all runs of the archive together/,
    );
    expect(await page.locator(".pairs > figcaption").innerText()).toContain("What it cannot show.");
    if (quantity === "estimates")
      expect(await finding(page)).toMatch(/pairs, 0 can be compared/); // the sample servers give none
    else {
      const shown = await pixels(page);
      await page.locator(`${choices} select`).last().selectOption("name");
      await expect.poll(() => pixels(page)).not.toBe(shown);
    }
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it.each(["program", "name", "leaf"])("puts servers in the order by %s, and back", async (order) => {
    const {page} = await openMatrix();
    const before = await pixels(page);
    const select = page.locator(`${choices} select`).last();
    await select.selectOption(order);
    await page.waitForURL(new RegExp(`\\?order=${order}$`));
    await expect.poll(() => pixels(page)).not.toBe(before);
    await select.selectOption("cluster");
    await expect.poll(() => pixels(page)).toBe(before);
    await page.context().close();
  });

  it("shows the view that an address names", async () => {
    const {page, wrong} = await openMatrix(
      "?run=20260301T080000Z-test&round=2&quantity=level&order=program&threshold=5",
    );
    expect(await page.locator(`${picker} .wide`).innerText()).toMatch(/^Run 1 of 2/);
    expect(await page.locator(`${picker} select`).inputValue()).toMatch(/^3 of 3/);
    expect(await page.locator(`${choices} select`).first().inputValue()).toBe("level");
    expect(await page.locator(`${choices} select`).last().inputValue()).toBe("program");
    expect(await page.locator(`${choices} .wide`).innerText()).toBe("Linked at declared");
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("takes no notice of an address that names nothing", async () => {
    const {page, wrong} = await openMatrix(
      "?run=..%2F..%2Fx&round=-4&quantity=%3Cimg%20src%3Dx%3E&order=constructor&threshold=NaN",
    );
    expect(await page.locator(`${choices} .wide`).innerText()).toBe("Linked at 0.5 bits");
    expect(await page.locator(`${picker} .wide`).innerText()).toMatch(/^Run 2 of 2/);
    expect(await page.locator("#observablehq-main img").count()).toBe(0);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("compares two servers by their names, and lists all pairs of one", async () => {
    const {page} = await openMatrix();
    const [first, second] = [page.locator(".lookup input").first(), page.locator(".lookup input").last()];
    await first.fill("server-with-a-long-name-0.electrum.invalid:50001/tcp");
    await second.fill("name-0.electrum.invalid:50002");
    const answer = page.locator(".lookup-answer");
    expect(await answer.innerText()).toMatch(/^identical\. /);
    expect(await answer.locator("a").getAttribute("href")).toMatch(
      /\/compare\?a=server-with-a-long-name-0_electrum_invalid_50001_tcp&b=server-with-a-long-name-0_electrum_invalid_50002_ssl$/,
    );
    expect((await page.locator(".tooltip").innerText()).match(NAME)).toHaveLength(2);
    await page.locator("summary", {hasText: "All pairs of the first server"}).click();
    const rows = page.locator(".every-pair details table tbody tr");
    await rows.first().waitFor(); // `toggle` comes in a task of its own, after the click
    expect(await rows.count()).toBe(49);
    await second.fill("no-such-server");
    expect(await answer.innerText()).toMatch(/^No server of this name/);
    await page.context().close();
  });

  it("writes out who is in which cluster, under the names that clusters have everywhere", async () => {
    const {page} = await openMatrix();
    await page.locator("summary", {hasText: "Their members"}).click();
    const list = page.locator(".clusters").first();
    await list.locator("li").first().waitFor(); // `toggle` comes in a task of its own, after the click
    expect(await list.innerText()).toMatch(/C1: \d+ servers/);
    expect(await list.innerHTML()).toContain("&lt;img");
    expect(await list.locator("li").count()).toBe(50);
    await page.context().close();
  });

  it("draws in the colours of the theme, also when it changes", async () => {
    const {page} = await openMatrix("", {colorScheme: "light"});
    const light = await pixels(page);
    await page.emulateMedia({colorScheme: "dark"});
    await expect.poll(() => pixels(page)).not.toBe(light);
    await page.context().close();
  });

  it.each([390, 768, 1920])("fits into %d px", async (width) => {
    const {page} = await openMatrix("", {viewport: {width, height: 900}});
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.context().close();
  });

  it("has nothing serious for axe to find", async () => {
    const {page} = await openMatrix();
    await page.addScriptTag({path: createRequire(import.meta.url).resolve("axe-core/axe.min.js")});
    const found = await page.evaluate(async () => {
      const {axe} = window as unknown as {
        axe: {
          run(root: string): Promise<{violations: {id: string; impact: string; nodes: {html: string}[]}[]}>;
        };
      };
      const {violations} = await axe.run("#observablehq-main");
      return violations
        .filter(({impact}) => ["serious", "critical"].includes(impact))
        .map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html.slice(0, 120)).join(" | ")}`);
    });
    expect(found).toEqual([]);
    await page.context().close();
  });

  it("says so when a run’s file is not there, and goes on", async () => {
    const {page} = await openMatrix();
    await page.route(/20260301T080000Z/, (route) => route.fulfill({status: 500}));
    await page.reload();
    await page.locator(".pair-cells").waitFor();
    await page.locator(`${picker} input[type=range]`).focus();
    await page.keyboard.press("Home");
    await expect
      .poll(() => page.locator(".every-pair > p[role=status]").innerText())
      .toMatch(/could not be had/);
    await page.keyboard.press("End");
    await page.locator(".pair-cells").waitFor({state: "visible"});
    await page.context().close();
  });

  it("stands without a run", async () => {
    const {page, wrong} = await site.open(`${site.emptyUrl}/matrix?run=x&quantity=level`);
    expect(await page.locator(".every-pair").innerText()).toContain("the archive holds no run");
    expect(wrong).toEqual([]);
    await page.context().close();
  });
});
