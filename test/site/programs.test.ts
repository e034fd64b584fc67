import type {BrowserContextOptions, Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import {builtPages, withoutBrowser} from "./inBrowser.js";

describe.skipIf(withoutBrowser)("the page on programs", () => {
  const site = builtPages();
  const open = (options?: BrowserContextOptions) => site.open(`${site.url}/programs`, options);
  const look = async (page: Page) => ({
    title: await page.locator(".program-matrix h3").innerText(),
    summary: await page.locator(".program-summary").innerText(),
    cells: await page.locator(".program-matrix tbody td").allInnerTexts(),
    fulcrum: await page.locator(".program-grid section").nth(4).locator("path.program-b").getAttribute("d"),
  });

  it("prints every pair once, and outlines those on one node", async () => {
    const {page, wrong} = await open();
    const {cells, title} = await look(page);
    expect(cells.filter((text) => /^[01]\.\d{3}$/.test(text))).toHaveLength((16 * 15) / 2);
    expect(await page.locator(".program-matrix td.one-node").count()).toBe(2 * ((8 * 7) / 2));
    expect(title).toMatch(
      /^Two different nodes behind .+ print 0\.000; one node behind .+ prints [01]\.\d{3}$/,
    );
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("a slider moved with the keyboard changes numbers, charts and sentences, and keeps the focus", async () => {
    const {page, wrong} = await open();
    const before = await look(page);
    const slider = page.getByRole("slider", {name: "Relay minimum of node B"});
    await slider.focus();
    await page.keyboard.press("End");
    expect(await slider.getAttribute("aria-valuetext")).toBe("5 sat/vB");
    const after = await look(page);
    expect(after.title).not.toBe(before.title);
    expect(after.summary).not.toBe(before.summary);
    expect(after.cells).not.toEqual(before.cells);
    expect(after.fulcrum).not.toBe(before.fulcrum);
    expect(await slider.evaluate((node) => node === document.activeElement)).toBe(true);
    expect(await page.getByRole("button", {name: "Well kept strangers"}).getAttribute("aria-pressed")).toBe(
      "false",
    );
    await page.keyboard.press("Home");
    expect(await look(page)).toEqual(before);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("on one node every pair is outlined and node B has nothing to set", async () => {
    const {page, wrong} = await open();
    await page.getByRole("button", {name: "Same node"}).click();
    expect(await page.locator(".program-matrix td.one-node").count()).toBe((16 * 15) / 2);
    expect(await page.getByRole("slider", {name: "Transactions that node B misses"}).isDisabled()).toBe(true);
    expect((await look(page)).title).toMatch(/^One and the same node prints 0\.000 behind /);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("another market and another order keep every pair, and tables show all numbers", async () => {
    const {page, wrong} = await open({viewport: {width: 390, height: 800}});
    const before = await look(page);
    await page.getByRole("radio", {name: "program by program"}).check();
    const reordered = await look(page);
    expect(reordered.cells).not.toEqual(before.cells);
    expect(reordered.cells.toSorted()).toEqual(before.cells.toSorted());
    await page.getByText("All pairs as a table").click();
    const table = page.getByRole("table", {name: /every pair of servers/});
    await table.waitFor();
    expect(await table.locator("tbody tr").count()).toBe((16 * 15) / 2);
    const nearest = await table.locator("tbody tr").first().innerText();
    await page.getByRole("button", {name: "Another market"}).click();
    expect(await table.locator("tbody tr").first().innerText()).not.toBe(nearest);
    expect(wrong).toEqual([]);
    await page.context().close();
  });
});
