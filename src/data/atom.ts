import {create} from "xmlbuilder2";
import type {FeedEntry} from "../report/feedEntries.js";
import type {SiteFacts} from "../report/siteFacts.js";

/**
 * An Atom feed (RFC 4287). Whatever an archive holds comes out as text: names are printable ASCII in the entries, and the
 * library escapes what means something in XML.
 *
 * @param entries the newest first
 * @param updated UTC ms: end of the newest run; null without one
 */
export function atomFeed(
  entries: readonly FeedEntry[],
  {title, description, address, homepage}: Omit<SiteFacts, "checksums">,
  updated: number | null,
): string {
  const feed = create({version: "1.0", encoding: "UTF-8"}).ele("http://www.w3.org/2005/Atom", "feed");
  feed.ele("id").txt(`${address}feed.xml`);
  feed.ele("title").txt(title);
  feed.ele("subtitle").txt(description);
  feed.ele("link", {rel: "self", type: "application/atom+xml", href: `${address}feed.xml`});
  feed.ele("link", {rel: "alternate", type: "text/html", href: address});
  feed.ele("author").ele("name").txt(`The ${title} authors`).up().ele("uri").txt(homepage);
  feed.ele("rights").txt("CC0 1.0");
  // The standard wants a time even of a feed without an entry.
  feed.ele("updated").txt(new Date(updated ?? 0).toISOString());
  for (const entry of entries) {
    const one = feed.ele("entry");
    one.ele("id").txt(entry.id);
    one.ele("title").txt(escaped(entry.title));
    one.ele("updated").txt(new Date(entry.updated).toISOString());
    one.ele("link", {rel: "alternate", type: "text/html", href: entry.link});
    const text = one.ele("content", {type: "xhtml"}).ele("http://www.w3.org/1999/xhtml", "div");
    for (const paragraph of entry.paragraphs) text.ele("p").txt(escaped(paragraph));
  }
  return `${feed.end({prettyPrint: true})}\n`;
}

/** The library leaves alone what looks like an entity, even one that XML does not know: a name may hold `&none;`. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;");
}
