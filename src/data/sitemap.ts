import {create} from "xmlbuilder2";
import {pageAddress} from "../report/publicAddress.js";

/** Pages that no search engine should send anybody to. */
const unlisted: ReadonlySet<string> = new Set(["404.html"]);

/**
 * All pages of a built site, for search engines.
 *
 * @param pages paths of its files that end in .html
 * @param site where it is public, with a slash at its end
 * @param modified UTC ms: end of the newest run; null without one
 * @see https://www.sitemaps.org/protocol.html
 */
export function sitemap(pages: readonly string[], site: string, modified: number | null): string {
  const urls = create({version: "1.0", encoding: "UTF-8"}).ele(
    "http://www.sitemaps.org/schemas/sitemap/0.9",
    "urlset",
  );
  for (const page of pages.filter((path) => !unlisted.has(path)).toSorted()) {
    const url = urls.ele("url");
    url.ele("loc").txt(pageAddress(site, page));
    if (modified !== null) url.ele("lastmod").txt(new Date(modified).toISOString());
  }
  return `${urls.end({prettyPrint: true})}\n`;
}

/** Everything may be read by everybody. */
export function robots(site: string): string {
  return `User-agent: *\nAllow: /\n\nSitemap: ${site}sitemap.xml\n`;
}
