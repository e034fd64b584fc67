import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {type AddressInfo, createServer, type Socket} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout as delay} from "node:timers/promises";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {problemText} from "../../data-loaders/verifying/problems.js";
import {verifyArchive} from "../../data-loaders/verifying/verifyArchive.js";
import {readArchive} from "../../src/data/archive.js";
import {threadRoster} from "../../data-loaders/roster.js";
import {formatEndpoint} from "../../src/observation/endpoint.js";
import {MAX_BINS} from "../../src/observation/histogram.js";
import {almostHonest, answerTo, listen, type Loopback, onRequest} from "../electrum/loopback.js";
import {ended, run, start} from "./program.js";

const OBSERVE = "data-loaders/observe.ts";
let folder = "";
let archive = "";
const servers: Loopback[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kinship-observe-"));
  archive = join(folder, "archive");
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  // Whatever servers did, what was written is what `npm run verify` takes for whole.
  const problems = existsSync(archive) ? await archiveProblems() : [];
  rmSync(folder, {recursive: true});
  if (problems.length > 0) throw new Error(problems.join("\n"));
});

/** Of what runs wrote: a killed one may leave a folder that no reader sees, and one test plants half a run. */
async function archiveProblems(): Promise<string[]> {
  const lines: string[] = [];
  await verifyArchive(archive, {}, (problem) => lines.push(problemText(problem)));
  return lines.filter((line) => !line.startsWith(".partial-") && !line.includes("/run=20260101T000000Z/"));
}

describe("npm run observe", () => {
  it("writes one snapshot, whose path is the only line on stdout", async () => {
    const honest = await serve(almostHonest(() => undefined));
    const list = listFile(honest);
    const {code, stdout} = await observe(list, "--rounds", "2", "--interval", "0.2");
    expect(code).toBe(0);
    expect(stdout).toBe(`${join(archive, (await readArchive(archive)).snapshots[0]?.path ?? "")}\n`);
    const {snapshots, problems} = await readArchive(archive);
    expect(problems).toEqual([]);
    expect(snapshots[0]?.manifest).toMatchObject({
      network: "mainnet",
      simulated: false,
      vantage: "local",
      counts: {
        endpoints: 1,
        answered: 1,
        failed: 0,
        not_tried: 0,
        sweeps: 2,
        reads: 2,
        distinct_histograms: 1,
      },
      own_side_suspected: false,
    });
    expect(snapshots[0]?.tables.endpoints[0]).toMatchObject({
      server_version: "Honest 1.0",
      source: "file list.txt",
    });
  });

  it("over a zoo of hostile servers ends in time, in little memory, with a row for each and the honest one unharmed", async () => {
    const flood = `{"jsonrpc":"2.0","method":"blockchain.headers.subscribe","params":[{}]}\n`.repeat(1_000);
    const histogram = (text: string) =>
      almostHonest(({method, id}) =>
        method === "mempool.get_fee_histogram" ? `{"id":${id},"result":${text}}\n` : undefined,
      );
    const zoo: [string, Parameters<typeof listen>[0]][] = [
      ["handshake timeout", () => undefined],
      ["handshake timeout", (socket) => void drip(socket)],
      ["handshake line-too-long", (socket) => void pour(socket, Buffer.alloc(65_536, 0x61))],
      ["handshake too-many-messages", (socket) => void pour(socket, Buffer.from(flood))],
      ["handshake closed", (socket) => socket.destroy()],
      ["handshake not-json", (socket) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n")],
      ["handshake nested-too-deep", (socket) => socket.write(`${"[".repeat(200_000)}\n`)],
      ["handshake not-utf8", (socket) => socket.write(Buffer.from([0xff, 0xfe, 0x0a]))],
      [
        "handshake wrong-shape",
        (socket) => onRequest(socket, ({id}) => socket.write(`{"id":${id},"result":{}}\n`)),
      ],
      [
        "handshake timeout",
        (socket) => onRequest(socket, () => socket.write('{"id":"1","result":["x","1.4"]}\n')),
      ],
      ["mempool.get_fee_histogram line-too-long", histogram(`[${"[1,1],".repeat(400_000)}[0,1]]`)],
      [
        "mempool.get_fee_histogram too-many-bins",
        histogram(`[${Array.from({length: MAX_BINS + 1}, (_, i) => `[${MAX_BINS + 1 - i},1]`).join(",")}]`),
      ],
      ["mempool.get_fee_histogram not-json", histogram("[[NaN,1]]")],
      ["mempool.get_fee_histogram out-of-range", histogram("[[-1,1]]")],
      ["mempool.get_fee_histogram out-of-range", histogram("[[1e400,1]]")],
      ["mempool.get_fee_histogram out-of-order", histogram("[[1,1],[2,1]]")],
      ["mempool.get_fee_histogram wrong-shape", histogram('{"__proto__":{"length":1}}')],
      [
        "mempool.get_fee_histogram server-error",
        almostHonest(({id, method}) =>
          method === "server.version" ? undefined : `{"id":${id},"error":"<script>\\u001b[2J"}\n`,
        ),
      ],
      [
        "answered",
        almostHonest((request) =>
          request.method === "server.banner"
            ? answerTo(request, {"server.banner": JSON.stringify("\u001b[2J<img onerror=1>".repeat(9_000))})
            : undefined,
        ),
      ],
      [
        "answered",
        almostHonest((request) =>
          request.method === "server.peers.subscribe"
            ? answerTo(request, {[request.method]: '[["10.0.0.1","10.0.0.1",["t1"]],["127.0.0.1","x",[]]]'})
            : undefined,
        ),
      ],
      ["answered", almostHonest(() => undefined)],
    ];
    const listening = await Promise.all(zoo.map(([, play]) => serve(play)));
    const list = listFile(...listening);
    const child = start(OBSERVE, [
      "--endpoints",
      list,
      "--archive",
      archive,
      "--allow-local",
      "--rounds",
      "3",
      "--interval",
      "0",
      "--timeout",
      "1",
      "--jitter",
      "0",
    ]);
    let peakBytes = 0;
    const watch = setInterval(() => (peakBytes = Math.max(peakBytes, residentBytes(child.pid))), 50);
    const began = performance.now();
    const {code, stderr} = await ended(child);
    clearInterval(watch);
    expect(code, stderr).toBe(0);
    // Timeout x (rounds + 2), and what it takes to start and end a process on a busy machine.
    expect(performance.now() - began).toBeLessThan(5_000 + 5_000);
    expect(peakBytes).toBeLessThan(300e6);
    const {endpoints, reads} = (await readArchive(archive)).snapshots[0]?.tables ?? {
      endpoints: [],
      reads: [],
    };
    expect(
      endpoints.map(({outcome, stage, reason}) => (outcome === "answered" ? outcome : `${stage} ${reason}`)),
    ).toEqual(zoo.map(([outcome]) => outcome));
    const honest = formatEndpoint(listening.at(-1)?.endpoint ?? {host: "", port: 0, transport: "tcp"});
    expect(
      reads.filter(({endpoint}) => endpoint === honest).map(({outcome, bins}) => [outcome, bins]),
    ).toEqual(Array.from({length: 3}, () => ["answered", 2]));
  });

  it("never connects to a special-purpose address unless it is allowed to", async () => {
    const honest = await serve(almostHonest(() => undefined));
    const {port} = honest.endpoint;
    const list = textFile(
      `127.0.0.1:${port}/tcp\nlocalhost:${port}/tcp\n[::1]:${port}/tcp\n[::ffff:127.0.0.1]:${port}/tcp\n10.0.0.1:1/tcp\n`,
    );
    const {code, stderr} = await run(OBSERVE, [
      "--endpoints",
      list,
      "--archive",
      archive,
      "--rounds",
      "1",
      "--timeout",
      "2",
    ]);
    expect(code).toBe(3);
    expect(stderr).toContain("no endpoint answered: our own side is the likely cause");
    const {manifest, tables} = (await readArchive(archive)).snapshots[0] ?? {};
    expect(new Set(tables?.endpoints.map(({stage, reason}) => `${stage} ${reason}`))).toEqual(
      new Set(["resolve special-purpose-address"]),
    );
    expect(manifest?.own_side_suspected).toBe(true);
    expect(honest.accepted()).toBe(0);
  });

  it("records onion services as not tried without a proxy", async () => {
    const honest = await serve(almostHonest(() => undefined));
    const list = textFile(`${formatEndpoint(honest.endpoint)}\nabcdefghijklmnop.onion:50001/tcp\n`);
    const {code} = await observe(list, "--rounds", "1");
    expect(code).toBe(0);
    expect((await readArchive(archive)).snapshots[0]?.tables.endpoints[1]).toMatchObject({
      outcome: "not-tried",
      reason: "no-proxy",
    });
  });

  it("killed at any moment leaves a whole snapshot or none, and nothing that a later run trips over", async () => {
    const honest = await serve(almostHonest(() => undefined));
    const list = listFile(honest);
    const args = [
      "--endpoints",
      list,
      "--archive",
      archive,
      "--allow-local",
      "--rounds",
      "1",
      "--jitter",
      "0",
    ];
    const began = performance.now();
    await run(OBSERVE, args);
    const whole = performance.now() - began;
    for (let i = 0; i < 10; i++) {
      const child = start(OBSERVE, args);
      const over = ended(child);
      // Most kills fall into the last part of a run, where it writes.
      await delay(whole * (0.55 + 0.05 * i));
      child.kill("SIGKILL");
      await over;
    }
    const {code, stdout} = await run(OBSERVE, args);
    expect(code).toBe(0);
    expect(existsSync(stdout.trim())).toBe(true);
    expect((await readArchive(archive)).problems).toEqual([]);
    expect(readdirSync(archive)).toEqual(["vantage=local"]);
  });
});

describe("bad input ends in one line on stderr, exit code 2, and changes nothing:", () => {
  it.each([
    ["an unknown option", ["--fast"], "Unknown option '--fast'; see --help"],
    ["a network that is none", ["--network", "testnet"], '--network: expected mainnet or lab, got "testnet"'],
    ["no round", ["--rounds", "0"], '--rounds: expected a whole number from 1 to 1000, got "0"'],
    [
      "a vantage that is no folder's name",
      ["--vantage", "../up"],
      "--vantage: expected lower-case letters, digits and hyphens",
    ],
    [
      "a list that is not there",
      ["--endpoints", "/no/list"],
      "--endpoints: expected a readable file, got /no/list (ENOENT)",
    ],
    [
      "a list with a malformed line",
      ["--endpoints", "LIST"],
      "list.txt:2: expected host:port/tcp or host:port/ssl",
    ],
    [
      "a source that is none",
      ["--sources", "thread,hearsay"],
      '--sources: expected some of thread,electrum,fulcrum,1209k, got "hearsay"',
    ],
    [
      "sources beside a list",
      ["--sources", "thread", "--endpoints", "LIST"],
      "--sources: expected neither --endpoints nor --network lab beside it",
    ],
    ["a pause of more than a minute", ["--jitter", "61"], "--jitter: expected a number from 0 to 60"],
    ["a proxy that is none", ["--proxy", "http://127.0.0.1:80"], "--proxy: expected"],
    ["an archive that is a file", ["--archive", "FILE"], "--archive: expected a folder that can be written"],
  ])("%s", async (_, args, message) => {
    const list = textFile("a.example:1/tcp\nb.example:1\n");
    const file = join(folder, "file");
    writeFileSync(file, "as it was");
    const given = args.map((arg) => (arg === "LIST" ? list : arg === "FILE" ? file : arg));
    const before = readdirSync(folder);
    const {code, stdout, stderr} = await run(
      OBSERVE,
      given.includes("--archive") ? given : ["--archive", archive, ...given],
    );
    expect({code, stdout}).toEqual({code: 2, stdout: ""});
    expect(stderr.trimEnd().split("\n")).toEqual([expect.stringContaining(message)]);
    expect(readdirSync(folder)).toEqual(before);
    expect(readFileSync(file, "utf8")).toBe("as it was");
  });

  it("an archive of the other network", async () => {
    const manifest = join(archive, "vantage=lab", "date=2026-01-01", "run=20260101T000000Z");
    mkdirSync(manifest, {recursive: true});
    writeFileSync(join(manifest, "manifest.json"), '{"network":"lab"}');
    const {code, stderr} = await run(OBSERVE, ["--archive", archive]);
    expect(code).toBe(2);
    expect(stderr).toContain("--archive: expected an archive of the network mainnet");
  });
});

describe("--dry-run", () => {
  it("prints whom it would ask and connects to nobody", async () => {
    const honest = await serve(almostHonest(() => undefined));
    const {code, stdout} = await run(OBSERVE, [
      "--endpoints",
      listFile(honest),
      "--archive",
      archive,
      "--allow-local",
      "--dry-run",
    ]);
    expect({code, stdout}).toEqual({code: 0, stdout: `${formatEndpoint(honest.endpoint)}\n`});
    expect(honest.accepted()).toBe(0);
    expect(existsSync(archive)).toBe(false);
  });

  it("without a list prints the committed ones: the thread's first, each endpoint once", async () => {
    const {code, stdout} = await run(OBSERVE, ["--archive", archive, "--dry-run"]);
    const names = stdout.trim().split("\n");
    expect(code).toBe(0);
    expect(names.slice(0, 59)).toEqual(threadRoster().map(({endpoint}) => formatEndpoint(endpoint)));
    expect(names.length).toBeGreaterThan(59);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("a port where nobody listens", () => {
  it("is refused", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const {port} = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const {code} = await observe(textFile(`127.0.0.1:${port}/ssl\n`), "--rounds", "1");
    expect(code).toBe(3);
    expect((await readArchive(archive)).snapshots[0]?.tables.endpoints[0]).toMatchObject({
      stage: "connect",
      reason: "refused",
    });
  });
});

async function serve(play: Parameters<typeof listen>[0]): Promise<Loopback> {
  const server = await listen(play);
  servers.push(server);
  return server;
}

function observe(list: string, ...args: string[]) {
  return run(OBSERVE, [
    "--endpoints",
    list,
    "--archive",
    archive,
    "--allow-local",
    "--timeout",
    "2",
    "--jitter",
    "0",
    ...args,
  ]);
}

function listFile(...listed: Loopback[]): string {
  return textFile(listed.map(({endpoint}) => `${formatEndpoint(endpoint)}\n`).join(""));
}

function textFile(text: string): string {
  const path = join(folder, "list.txt");
  writeFileSync(path, text);
  return path;
}

/** Bytes of memory that a process holds, from /proc. */
function residentBytes(pid: number | undefined): number {
  const path = `/proc/${pid}/status`;
  const kilobytes = existsSync(path) ? /VmRSS:\s+(\d+) kB/.exec(readFileSync(path, "utf8"))?.[1] : undefined;
  return Number(kilobytes ?? 0) * 1_024;
}

async function drip(socket: Socket): Promise<void> {
  while (!socket.destroyed) {
    socket.write("[");
    await delay(300);
  }
}

async function pour(socket: Socket, bytes: Buffer): Promise<void> {
  while (!socket.destroyed) {
    socket.write(bytes);
    await delay(1);
  }
}
