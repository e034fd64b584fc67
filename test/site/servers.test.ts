import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {serverId} from "../../src/report/serverIds.js";
import {builtPages, withoutBrowser} from "./inBrowser.js";
import {HOSTILE_ROW, LONGEST_ENDPOINT} from "./sampleArchive.js";
import {sampleSite} from "./sampleSite.js";

const TWIN = "server-with-a-long-name-8.electrum.invalid:50001/tcp";
const HOSTILE = "hostile.invalid:50001/tcp";
const SILENT = "silent.invalid:50002/ssl";
const phone = {viewport: {width: 390, height: 844}};

describe.skipIf(withoutBrowser)("the list of servers", () => {
  const site = builtPages();
  const open = (path: string, options = {}) => site.open(`${site.url}${path}`, options);
  const visible = "tbody tr:not([hidden])";

  it("finds by part of a name, by address and by port, and keeps the search in the address", async () => {
    const {page, wrong} = await open("/servers/");
    expect(await page.locator(visible).count()).toBe(52);
    const box = page.getByLabel("Is my server here?");
    for (const [query, count, answer] of [
      ["hostile", 1, "Yes: one server has “hostile”"],
      ["203.0.113", 1, "Yes: one server has"],
      ["50002", 26, "Yes: 26 servers have"],
    ] as const) {
      await box.fill(query);
      expect(await page.locator(visible).count()).toBe(count);
      expect(await page.getByRole("status").innerText()).toContain(answer);
      await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe(query);
    }
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("answers what the address asks, and plainly when a server is not here", async () => {
    const {page, wrong} = await open(`/servers/?q=${encodeURIComponent("<b>nobody</b>.example")}`);
    expect(await page.getByRole("status").innerText()).toBe(
      "No: no server in this archive has “<b>nobody</b>.example” in its name, port or address.",
    );
    expect(await page.locator(visible).count()).toBe(0);
    const note = page.locator(".search-absent");
    expect(await note.innerText()).toContain("Opting out");
    expect(await note.locator("a").getAttribute("href")).toMatch(/\/ethics$/);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("filters by program, level and whether a server answered", async () => {
    const {page} = await open("/servers/");
    await page.getByLabel("Newest run").selectOption("silent");
    expect(await page.locator(visible).allInnerTexts()).toEqual([expect.stringContaining(SILENT)]);
    await page.getByLabel("Newest run").selectOption("all");
    await page.getByLabel("Program").selectOption("ElectrumX");
    expect(await page.locator(visible).count()).toBe(12);
    await page.getByLabel("Level of any pair").selectOption("declared");
    const chips = await page.locator(`${visible} .level-declared`).count();
    expect(chips).toBeGreaterThan(0);
    expect(await page.locator(visible).count()).toBe(chips);
    await page.context().close();
  });

  it("sorts by a heading, with the keyboard, both ways, what is missing last", async () => {
    const {page} = await open("/servers/");
    const relay = page.getByRole("button", {name: /Relay minimum/});
    const column = () => page.locator(`${visible} td:nth-child(3)`).allInnerTexts();
    await relay.focus();
    await page.keyboard.press("Enter");
    expect(await page.locator('th[aria-sort="ascending"]').innerText()).toContain("Relay minimum");
    const up = await column();
    expect([up[0], up.at(-1)]).toEqual(["0.1", "–"]);
    await page.keyboard.press("Enter");
    const down = await column();
    expect([down[0], down.at(-1)]).toEqual(["1", "–"]);
    await page.context().close();
  });

  it("keeps search, filters and order in the address, over a reload and on the way back", async () => {
    const {page, wrong} = await open("/servers/?q=electrum&sort=nothing");
    await page.getByLabel("Program").selectOption("ElectrumX");
    await page.getByRole("button", {name: "Answered"}).click();
    await page.getByRole("button", {name: "Answered"}).click();
    expect(new URL(page.url()).search).toBe("?q=electrum&program=ElectrumX&sort=answered");
    await page.getByLabel("Newest run").selectOption("answered");
    await page.getByRole("button", {name: "Last seen"}).click();
    const view = new URL(page.url()).searchParams;
    expect(Object.fromEntries(view)).toEqual({
      q: "electrum",
      program: "ElectrumX",
      newest: "yes",
      sort: "-last",
    });
    const shown = await page.locator(visible).allInnerTexts();
    expect(shown).toHaveLength(12);
    const same = async () => {
      expect(await page.locator(visible).allInnerTexts()).toEqual(shown);
      expect(await page.locator('th[aria-sort="descending"]').innerText()).toContain("Last seen");
      expect(await page.getByLabel("Is my server here?").inputValue()).toBe("electrum");
      expect(await page.getByLabel("Program").inputValue()).toBe("ElectrumX");
    };
    await page.reload();
    await page.locator(visible).first().waitFor();
    await same();
    // Typed, and left for a link at once: what was typed is there on the way back.
    const some = /name-\d+\.electrum/.exec(shown[0] ?? "")?.[0] ?? "";
    await page.getByLabel("Is my server here?").fill(some);
    await page.locator(`${visible} a`).first().click();
    await page.waitForURL("**/servers/server*");
    await page.waitForLoadState("networkidle"); // requests that leaving breaks off would count as failed
    await page.goBack();
    await page.locator(visible).first().waitFor();
    expect(new URL(page.url()).searchParams.get("q")).toBe(some);
    expect(await page.locator(visible).count()).toBe(2);
    await page.getByLabel("Is my server here?").fill("");
    await page.getByLabel("Program").selectOption("");
    await page.getByLabel("Newest run").selectOption("");
    await page.getByRole("button", {name: /^Server$/}).click();
    expect(new URL(page.url()).search).toBe("");
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("takes from an address what it knows, and leaves the rest", async () => {
    const hostile = "<img src=x onerror=alert(1)>";
    const {page, wrong} = await open(
      `/servers/?${new URLSearchParams({
        program: hostile,
        network: "__proto__",
        cluster: "C999",
        level: "constructor",
        newest: "no' or 1=1",
        sort: "--answered",
      })}&sort=relay&program=ElectrumX&q=${"a".repeat(5000)}`,
    );
    expect(
      await page.locator("select").evaluateAll((all) => all.map((each) => (each as HTMLSelectElement).value)),
    ).toEqual(["", "", "", "", ""]);
    expect(await page.locator('th[aria-sort="ascending"]').innerText()).toContain("Server");
    expect((await page.getByLabel("Is my server here?").inputValue()).length).toBe(300);
    expect(await page.locator("main img").count()).toBe(0);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("fits a window of 1280 px beside the list of pages", async () => {
    const {page} = await open("/servers/", {viewport: {width: 1280, height: 900}});
    const [inside, box] = await page
      .locator(".table-box.servers")
      .evaluate((table) => [table.scrollWidth, table.clientWidth] as const);
    expect(inside).toBeLessThanOrEqual(box);
    await page.context().close();
  });

  it("leaves a phone room to read a name", async () => {
    const {page} = await open("/servers/", phone);
    const cell = await page.locator(`${visible} th`).first().boundingBox();
    // Of 390 px: a letter a line takes some 20.
    expect(cell?.width).toBeGreaterThan(150);
    const program = await page.locator(`${visible} .program`).first().boundingBox();
    expect(program?.width).toBeGreaterThan(80);
    await page.context().close();
  });

  it("leads to the server's page", async () => {
    const {page, wrong} = await open("/servers/?q=name-8.electrum+50001");
    await page.locator(`${visible} a`).click();
    await page.waitForURL(`**/servers/${serverId(TWIN)}`);
    await page.locator(".summary").waitFor();
    expect(await page.title()).toBe(`${TWIN} | electrum-kinship`);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("stands without a run", async () => {
    const {page, wrong} = await site.open(`${site.emptyUrl}/servers/`);
    expect(await page.getByRole("status").innerText()).toBe("0 servers in this archive.");
    expect(wrong).toEqual([]);
    await page.context().close();
  });
});

describe.skipIf(withoutBrowser)("the page of a server", () => {
  const site = builtPages();
  const open = (endpoint: string, options = {}) =>
    site.open(`${site.url}/servers/${serverId(endpoint)}`, options);

  it("says whether it is in a cluster, since when and why, and shows what that rests on", async () => {
    const {page, wrong} = await open(TWIN);
    expect(await page.locator("h1").innerText()).toBe(TWIN);
    const {dist} = await sampleSite();
    const {summary} = JSON.parse(
      readFileSync(join(dist, "data", "servers", `${serverId(TWIN)}.json`), "utf8"),
    );
    expect(await page.locator(".summary").innerText()).toBe(summary.join(" "));
    expect(summary.join(" ")).toMatch(/it has been in cluster C\d+ \(\d+ servers\)/);
    expect(await page.locator(".chart svg[role=img]").count()).toBe(2);
    const compare = page.getByRole("link", {name: /^compare with /}).first();
    expect(await compare.getAttribute("href")).toContain(`/compare?a=${serverId(TWIN)}&b=`);
    expect(await page.locator("main").innerText()).toContain("opt-out.txt");
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("says where a silent server ended, and draws nothing", async () => {
    const {page, wrong} = await open(SILENT);
    expect(await page.locator(".summary").innerText()).toContain("has answered in none of the 2 runs");
    expect(await page.locator(".chart").count()).toBe(0);
    expect(await page.locator("main").innerText()).toContain("It never sent a fee histogram.");
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("shows all that a server wrote as text, and nothing of it acts", async () => {
    const {page, wrong} = await open(HOSTILE);
    await page.locator(".summary").waitFor();
    const text = await page.locator("main").innerText();
    expect(text).toContain(`<script>document.title="owned"</script>\\u{202e} detrever`);
    expect(text).toContain(HOSTILE_ROW.cert_names);
    expect(text).not.toMatch(/[\u200b\u202a-\u202e\u2066-\u2069]/);
    expect(await page.title()).toBe(`${HOSTILE} | electrum-kinship`);
    expect(await page.locator("main :is(img, b, script:not([type=module]))").count()).toBe(0);
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it.each([TWIN, HOSTILE, SILENT, LONGEST_ENDPOINT])("fits a phone: %s", async (endpoint) => {
    const {page, wrong} = await open(endpoint, {...phone, colorScheme: "dark"});
    await page.locator(".summary").waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("has its name as title and a description of its own in the page itself, for those who run no script", async () => {
    const {dist} = await sampleSite();
    const html = readFileSync(join(dist, "servers", `${serverId(TWIN)}.html`), "utf8");
    expect(html).toContain(`<title>${TWIN} | electrum-kinship</title>`);
    expect(html).toMatch(new RegExp(`<meta name="description" content="${TWIN} answered in 2 of 2 runs`));
    const hostile = readFileSync(join(dist, "servers", `${serverId(HOSTILE)}.html`), "utf8");
    expect(hostile).not.toContain("owned");
  });

  it("is found by the site's own search", async () => {
    const {page, wrong} = await site.open(`${site.url}/`);
    await page.keyboard.press("Alt+k");
    await page.locator("#observablehq-search input").fill("silent.invalid");
    const hit = page.locator("#observablehq-search-results a").first();
    await hit.waitFor();
    expect(await hit.innerText()).toContain(SILENT);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("is not there for an unknown id, and the page that is leads on", async () => {
    const {page} = await site.open(`${site.url}/servers/nobody_example_1_tcp`);
    expect(await page.locator("h1").innerText()).toBe("There is no such page");
    expect(await page.locator('main a[href$="servers/"]').count()).toBe(1);
    await page.context().close();
  });
});
