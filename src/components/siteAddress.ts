/** The site's own address, wherever it is served: modules lie two folders below it. */
const home = new URL("../../", import.meta.url);

/** The address of one of the site's pages or files, from whatever page: `servers/x`, `data/findings.json`. */
export function siteAddress(path: string): string {
  return new URL(path, home).href;
}
