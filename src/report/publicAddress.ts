/**
 * Where the site is public, with a slash at its end: what feed, sitemap and citations need, since they are read elsewhere.
 *
 * @param homepage of package.json; a repository on GitHub has its pages at `https://OWNER.github.io/REPO/`
 * @param given `KINSHIP_SITE`: takes precedence, for copies of the site at an address of their own
 * @throws {RangeError} if it is no http or https address
 */
export function publicAddress(homepage: string, given: string | undefined): string {
  const {protocol, host, pathname, origin} = parsed(given || homepage);
  const [owner, repository] = pathname.split("/").filter((part) => part !== "");
  if (!given && protocol === "https:" && host === "github.com" && owner && repository) {
    const pages = `https://${owner.toLowerCase()}.github.io/`;
    return new URL(pages).host === repository.toLowerCase() ? pages : `${pages}${repository}/`;
  }
  return `${origin}${pathname}${pathname.endsWith("/") ? "" : "/"}`;
}

function parsed(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !["http:", "https:"].includes(url.protocol))
    throw new RangeError(`publicAddress: expected an address like https://…, got ${JSON.stringify(address)}`);
  return url;
}

/** The address of a page, from its file in the built site: `servers/x.html`, or `data/index.html` for a folder's own. */
export function pageAddress(site: string, file: string): string {
  const path = file.replace(/(^|\/)index\.html$/, "$1").replace(/\.html$/, "");
  return site + path.split("/").map(encodeURIComponent).join("/");
}
