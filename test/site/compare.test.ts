import {describe, expect, it} from "vitest";
import {serverId} from "../../src/report/serverIds.js";
import {builtPages, withoutBrowser} from "./inBrowser.js";
import {LONGEST_ENDPOINT} from "./sampleArchive.js";

const A = "server-with-a-long-name-8.electrum.invalid:50001/tcp";
const B = "server-with-a-long-name-8.electrum.invalid:50002/ssl";
const OTHER = "server-with-a-long-name-1.electrum.invalid:50001/tcp";
const phone = {viewport: {width: 390, height: 844}};
const pathOf = (a: string, b: string) => `/compare?a=${serverId(a)}&b=${serverId(b)}`;

describe.skipIf(withoutBrowser)("two servers compared", () => {
  const site = builtPages();
  const open = (path: string, options = {}) => site.open(`${site.url}${path}`, options);

  it("shows level, every signal with its value or why there is none, and both histograms", async () => {
    const {page, wrong} = await open(pathOf(A, B));
    await page.locator(".verdict").waitFor();
    expect(await page.locator(".verdict").innerText()).toContain("declared");
    const rows = await page.locator(".signals tbody tr").allInnerTexts();
    expect(rows).toHaveLength(25); // eleven of the node, fourteen of host and operator
    const exact = rows.find((row) => row.startsWith("exact agreement")) ?? "";
    expect(exact).toMatch(/node\s+1\s/); // twins: every cut point agrees
    expect(rows.some((row) => /not comparable because \w/.test(row))).toBe(true);
    expect(await page.locator(".chart svg[role=img]").count()).toBe(2);
    expect(await page.locator(".chart h3").allInnerTexts()).toEqual([
      expect.stringMatching(/^All \d+ labels with their vbytes are the same$/),
      expect.stringMatching(/^At (\d+) of \1 feerates that both cut at, they agree to the vbyte$/),
    ]);
    await page.locator(".chart summary").first().click();
    expect(await page.locator(".chart table").first().innerText()).toContain(A);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("is the same whichever is named first", async () => {
    const [first, second] = [await open(pathOf(A, OTHER)), await open(pathOf(OTHER, A))];
    const rows = await Promise.all(
      [first, second].map(async ({page}) => {
        await page.locator(".verdict").waitFor();
        return page.locator(".signals tbody tr").allInnerTexts();
      }),
    );
    expect(rows[0]).toEqual(rows[1]);
    expect(rows[0]).toHaveLength(25);
    await first.page.context().close();
    await second.page.context().close();
  });

  it("opens what a signal compares, with the keyboard", async () => {
    const {page} = await open(pathOf(A, B));
    const summary = page.locator(".signals summary").first();
    await summary.focus();
    await page.keyboard.press("Enter");
    expect(await page.locator(".signals details[open]").innerText()).toContain("Innocent ways to agree:");
    await page.context().close();
  });

  it("compares two that are named by a part, and writes them into the address", async () => {
    const {page, wrong} = await open("/compare");
    const [first, second] = [
      page.getByLabel("Compare", {exact: true}),
      page.getByLabel("with", {exact: true}),
    ];
    await first.first().fill("name-8.electrum.invalid:50001");
    await page.keyboard.press("Tab");
    await second.fill("name-1.electrum.invalid:50001");
    await page.keyboard.press("Enter");
    await page.locator(".verdict").waitFor();
    expect(await page.locator(".verdict h2").innerText()).toBe(`${A} and ${OTHER}`);
    expect(new URL(page.url()).search).toBe(`?a=${serverId(A)}&b=${serverId(OTHER)}`);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it.each([
    ["one server twice", pathOf(A, A), "one and the same endpoint"],
    [
      "an unknown one",
      `/compare?a=${serverId(A)}&b=${encodeURIComponent("<img src=x>")}`,
      "There is no server “<img src=x>”",
    ],
    ["a silent one", pathOf(A, "silent.invalid:50002/ssl"), "silent.invalid:50002/ssl never answered"],
    ["a part of many", `/compare?a=electrum.invalid&b=${serverId(A)}`, "is part of 48 names"],
    ["one alone", `/compare?a=${serverId(A)}`, "Name a second server"],
    ["none", "/compare", "Name two servers"],
  ])("says plainly why there is nothing to see: %s", async (_, path, text) => {
    const {page, wrong} = await open(path);
    expect(await page.locator(".nothing-compared [role=status]").innerText()).toContain(text);
    expect(await page.locator(".verdict").count()).toBe(0);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("offers pairs to begin with, and they lead to a comparison", async () => {
    const {page, wrong} = await open("/compare");
    const examples = page.locator(".nothing-compared li a");
    expect(await examples.count()).toBeGreaterThan(0);
    await examples.first().click();
    await page.locator(".verdict").waitFor();
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("says in words what rules out one node", async () => {
    const {page} = await open(pathOf("server-with-a-long-name-0.electrum.invalid:50001/tcp", A));
    const verdict = await page.locator(".verdict").innerText();
    expect(verdict).toContain("These two cannot be one node: relay minimum ");
    await page.context().close();
  });

  it.each([pathOf(A, B), pathOf(LONGEST_ENDPOINT, "hostile.invalid:50001/tcp"), "/compare"])(
    "fits a phone: %s",
    async (path) => {
      const {page, wrong} = await open(path, {...phone, colorScheme: "dark"});
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      expect(await page.title()).not.toContain("owned");
      expect(wrong).toEqual([]);
      await page.context().close();
    },
  );

  it("stands without a run", async () => {
    const {page, wrong} = await site.open(`${site.emptyUrl}/compare`);
    expect(await page.locator(".nothing-compared").innerText()).toContain("Name two servers");
    expect(wrong).toEqual([]);
    await page.context().close();
  });
});
