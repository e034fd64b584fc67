import {readFileSync} from "node:fs";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {join, normalize} from "node:path";
import {gzipSync} from "node:zlib";

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript",
  css: "text/css",
  json: "application/json",
  txt: "text/plain; charset=utf-8",
  xml: "application/xml",
};

/**
 * A folder on a loopback port, addressed as GitHub Pages does: `/x` is x.html, what is not there is 404.html.
 *
 * @param gzip whether files are sent compressed, for measurements over a slow line
 */
export async function serveSite(
  folder: string,
  {gzip = false}: {gzip?: boolean} = {},
): Promise<{url: string; close(): Promise<void>}> {
  const server = createServer(({url = "/"}, response) => {
    const path = normalize(decodeURIComponent(new URL(url, "http://localhost").pathname));
    const candidates = path.endsWith("/") ? [`${path}index.html`] : [path, `${path}.html`];
    for (const candidate of candidates)
      try {
        const content = readFileSync(join(folder, candidate));
        response.setHeader(
          "content-type",
          types[candidate.split(".").at(-1) ?? ""] ?? "application/octet-stream",
        );
        if (gzip) response.setHeader("content-encoding", "gzip");
        response.end(gzip ? gzipSync(content) : content);
        return;
      } catch {
        // not this one: the next, or 404 below
      }
    response.statusCode = 404;
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(readFileSync(join(folder, "404.html")));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
