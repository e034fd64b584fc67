import {createHash} from "node:crypto";
import {createServer, type IncomingMessage, type Server, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import {afterEach, describe, expect, it} from "vitest";
import {fetchList} from "../../data-loaders/roster/fetchList.js";

type Play = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A web server on loopback, and a `fetch` that reaches it in place of any https host: certificates are the platform's matter. */
async function serve(play: Play): Promise<{reach: typeof fetch; requests: string[]}> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.headers.host} ${request.url} ${request.headers["user-agent"]}`);
    play(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const {port} = server.address() as AddressInfo;
  const reach = (url: string | URL | Request, init?: RequestInit) =>
    fetch(`http://127.0.0.1:${port}${new URL(String(url)).pathname}`, init);
  return {reach: reach as typeof fetch, requests};
}

const LIST = "https://list.invalid/servers.json";

async function get(play: Play, more: {maxBytes?: number; timeoutMs?: number; url?: string} = {}) {
  const {reach, requests} = await serve(play);
  const {url = LIST, ...options} = more;
  const read = await fetchList(url, {maxBytes: 1_000, userAgent: "kinship-test", fetch: reach, ...options});
  return {read, requests};
}

describe("fetchList", () => {
  it("gives the text and the hash of its bytes, and says who asks", async () => {
    const {read, requests} = await get((_, response) => response.end("{“é”}"));
    expect(read).toEqual({
      text: "{“é”}",
      sha256: createHash("sha256").update("{“é”}").digest("hex"),
    });
    expect(requests).toEqual([expect.stringMatching(/ \/servers\.json kinship-test$/)]);
  });

  it("asks once, also when it fails", async () => {
    const {read, requests} = await get((_, response) => response.writeHead(503).end("busy"));
    expect(read).toEqual({error: "expected status 200, got 503"});
    expect(requests).toHaveLength(1);
  });

  it("follows redirects over https", async () => {
    const {read, requests} = await get((request, response) =>
      request.url === "/servers.json"
        ? response.writeHead(302, {location: "/moved"}).end()
        : response.end("here"),
    );
    expect(read).toMatchObject({text: "here"});
    expect(requests).toHaveLength(2);
  });

  it.each(["http://list.invalid/", "file:///etc/passwd", "data:text/plain,x"])(
    "does not follow one to %s",
    async (location) => {
      const {read, requests} = await get((_, response) => response.writeHead(301, {location}).end());
      expect(read).toEqual({error: `expected an https address, got ${new URL(location).protocol}`});
      expect(requests).toHaveLength(1);
    },
  );

  it("does not ask over http in the first place", async () => {
    const {read, requests} = await get((_, response) => response.end("x"), {url: "http://list.invalid/"});
    expect(read).toEqual({error: "expected an https address, got http:"});
    expect(requests).toEqual([]);
  });

  it("ends a circle of redirects", async () => {
    const {read, requests} = await get((_, response) => response.writeHead(302, {location: LIST}).end());
    expect(read).toEqual({error: "expected at most 3 redirects, got more"});
    expect(requests).toHaveLength(4);
  });

  it("takes as many bytes as are allowed, and not one more, whatever length is announced", async () => {
    expect((await get((_, response) => response.end("x".repeat(1_000)))).read).toMatchObject({
      text: "x".repeat(1_000),
    });
    const endless = await get((_, response) => {
      const pour = (): void => {
        while (!response.destroyed && response.write("x".repeat(500))) continue;
      };
      response.on("drain", pour).on("error", () => undefined);
      pour();
    });
    expect(endless.read).toEqual({error: "expected at most 1000 bytes, got more"});
  });

  it("gives up at its deadline, silent or dripping", async () => {
    const began = performance.now();
    for (const play of [
      () => undefined,
      (_: IncomingMessage, response: ServerResponse) => void response.write("["),
    ])
      expect((await get(play, {timeoutMs: 100})).read).toEqual({error: "no whole answer within 100 ms"});
    expect(performance.now() - began).toBeLessThan(1_500);
  });

  it("tells of a connection that breaks", async () => {
    const {read} = await get((_, response) => response.destroy());
    expect(read).toEqual({error: expect.stringMatching(/^not fetched \([A-Z_]+\)$/) as string});
  });
});
