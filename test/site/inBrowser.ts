import type {Browser, BrowserContextOptions} from "playwright-core";
import {afterAll, beforeAll} from "vitest";
import {chromiumPath, launch, openPage} from "./browser.js";
import {sampleSite} from "./sampleSite.js";
import {serveSite} from "./siteServer.js";

/** What tests of the built pages work with. */
export interface Pages {
  /** the site of the sample archive, or of one without a run: its address without a slash at the end */
  readonly url: string;
  readonly emptyUrl: string;
  open(url: string, options?: BrowserContextOptions): ReturnType<typeof openPage>;
}

/**
 * Whether tests of the built pages are left out, for want of a Chromium: `describe.skipIf(withoutBrowser)`. In CI a missing
 * browser is a failure, so that green never means unseen.
 */
export const withoutBrowser = chromiumPath() === null && !process.env["CI"];

/** Called within a `describe`: builds the sample site, serves it, and opens its pages in Chromium. */
export function builtPages(): Pages {
  let browser: Browser | undefined;
  let servers: Awaited<ReturnType<typeof serveSite>>[] = [];
  beforeAll(async () => {
    const chromium = chromiumPath();
    if (chromium === null) throw new Error("expected Chromium: install it, or name one in CHROMIUM");
    const {dist, emptyDist} = await sampleSite();
    browser = await launch(chromium);
    servers = [await serveSite(dist), await serveSite(emptyDist)];
  }, 180_000);
  afterAll(async () => {
    await Promise.all([browser?.close(), ...servers.map((server) => server.close())]);
  });
  return {
    get url() {
      return servers[0]?.url ?? "";
    },
    get emptyUrl() {
      return servers[1]?.url ?? "";
    },
    open: async (url, options) => {
      if (!browser) throw new Error("open: expected a browser, got none");
      return openPage(browser, url, options);
    },
  };
}
