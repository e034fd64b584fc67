import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {parquetReadObjects} from "hyparquet";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {git, identity} from "../committing/repository.js";
import {almostHonest, answerTo, honestResults, listen, type Loopback} from "../electrum/loopback.js";
import {checkedOut, commandsIn, type JobEnd, publishedTree, runJob} from "./runJob.js";
import {readWorkflow, root} from "./workflow.js";

/** A minute or so, since it clones and observes, on machines that do other things too. */
const LONG = 300_000;

const ARCHIVE = "src/data/rehearsal";

/** The word by which a trick that worked would be seen. */
const CAUGHT = "caught-8c1f";

/** What a server may say of itself, to be taken for a command by a shell, by the runner, by Markdown or by HTML. */
const tricks = (trap: string): readonly string[] => [
  `::set-output name=commit::${CAUGHT}`,
  `x\n::add-mask::${CAUGHT}\n::error::${CAUGHT}`,
  `x\r::warning title=${CAUGHT}::${CAUGHT}`,
  `##[error]${CAUGHT}`,
  `%0A::error::${CAUGHT}`,
  `\u001b[2K\u001b[1G::error::${CAUGHT}`,
  `$(touch ${trap})\`touch ${trap}\`; touch ${trap} #'; touch ${trap} #"; touch ${trap}`,
  `EOF\nPATH=/${CAUGHT}\nNODE_OPTIONS=--require=/${CAUGHT}`,
  `commit=${CAUGHT}\ncommit<<EOF\n${CAUGHT}\nEOF`,
  `\`\`\`\n### ${CAUGHT}\n![x](https://${CAUGHT}.invalid/x)\n<script>${CAUGHT}</script>`,
];

/** Says the trick wherever a server has the word; `null`: refuses everything with it. */
function trickster(trick: string, refuses: boolean): Promise<Loopback> {
  const text = JSON.stringify(trick);
  const features = `{"hosts":{${text}:{"tcp_port":1}},"server_version":${text},"genesis_hash":${text},"protocol_max":${text}}`;
  const results: Readonly<Record<string, string>> = {
    ...honestResults,
    "server.version": `[${text},"1.4"]`,
    "server.banner": text,
    "server.donation_address": text,
    "server.features": features,
    "server.peers.subscribe": `[[${text},${text},["v1.4",${text}]]]`,
  };
  return listen(
    almostHonest((request) =>
      refuses || request.method === "blockchain.relayfee"
        ? `{"jsonrpc":"2.0","id":${request.id},"error":{"code":1,"message":${text}}}\n`
        : answerTo(request, results),
    ),
  );
}

// The scripts are written for the runner's GNU tools.
describe.skipIf(process.platform !== "linux")(
  "observe.yml, where servers say what might be a command,",
  () => {
    const servers: Loopback[] = [];
    let folder = "";
    let bare = "";
    let place = "";
    let observed: JobEnd;
    let summarized: JobEnd;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "kinship-hostile-"));
      bare = publishedTree(root, folder, identity);
      place = checkedOut(bare, join(folder, "clone"));
      for (const trick of tricks(join(folder, "trap")))
        servers.push(await trickster(trick, false), await trickster(trick, true));
      const list = join(folder, "endpoints.txt");
      writeFileSync(list, servers.map(({endpoint}) => `127.0.0.1:${endpoint.port}/tcp\n`).join(""));
      // The observing program itself, which asks these servers instead of the lists.
      const theirs = JSON.stringify([
        "--endpoints",
        list,
        "--allow-local",
        "--jitter",
        "0",
        "--timeout",
        "10",
      ]);
      writeFileSync(
        join(place, "data-loaders", "observe.ts"),
        `import {spawnSync} from "node:child_process";
const program = ["--import", "tsx", ${JSON.stringify(join(root, "data-loaders", "observe.ts"))}];
const {status} = spawnSync(process.execPath, [...program, ...process.argv.slice(2), ...${theirs}], {stdio: "inherit"});
process.exitCode = status ?? 1;
`,
      );
      git(place, "update-index", "--assume-unchanged", "data-loaders/observe.ts");
      const {jobs} = readWorkflow("observe.yml");
      const {observe, build} = jobs;
      if (!observe || !build) throw new RangeError("expected the jobs observe and build");
      observed = await runJob(observe, {
        folder: place,
        env: {
          ...identity,
          ARCHIVE,
          NETWORK: "mainnet",
          VANTAGE: "github",
          ROUNDS: "1",
          INTERVAL: "0",
          LISTEN: "0",
          DISCOVER: "",
          SOURCES: "",
          GH_TOKEN: "none",
        },
      });
      summarized = await runJob(build, {
        folder: place,
        env: {KINSHIP_ARCHIVE: ARCHIVE, KINSHIP_CACHE: join(folder, "cache")},
        only: ["Build", "Say what was found"],
      });
    }, LONG);

    afterAll(async () => {
      for (const server of servers) await server.close();
      for (const {temp} of [observed, summarized]) rmSync(temp, {recursive: true});
      rmSync(folder, {recursive: true}); // the link to the packages is removed, not what it leads to
    }, LONG);

    const both = (): readonly JobEnd[] => [observed, summarized];

    it("ends well, and keeps word for word what they said", async () => {
      expect(both().map(({failed, log}) => ({failed, log}))).toEqual(
        both().map(() => ({failed: null, log: expect.any(String)})),
      );
      const path = git(bare, "ls-tree", "-r", "--name-only", "main", ARCHIVE)
        .split("\n")
        .find((name) => name.endsWith("/endpoints.parquet"));
      const {buffer, byteOffset, length} = readFileSync(join(place, path ?? ""));
      const rows = await parquetReadObjects({
        file: buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer,
        columns: ["banner", "detail"],
      });
      const banners = rows.map((row) => row["banner"]);
      const said = tricks(join(folder, "trap"));
      expect(banners.filter((banner) => said.includes(String(banner)))).toHaveLength(said.length);
      // Those that refuse are told by what they said, too.
      expect(rows.filter((row) => String(row["detail"]).includes(CAUGHT)).length).toBeGreaterThan(5);
    });

    it("says nothing to the runner that it would take for a command", () => {
      for (const {log} of both()) expect(commandsIn(log)).toEqual([]);
      // Not because nothing was said.
      expect(observed.log).toContain("::stop-commands::");
    });

    it("sets nothing but the commit, and runs nothing of theirs", () => {
      expect(observed.outputs).toEqual({commit: git(bare, "rev-parse", "main").trim()});
      expect(summarized.outputs).toEqual({});
      for (const {environment} of both()) expect(environment).toBe("");
      expect(git(folder, "-C", place, "status", "--porcelain")).toBe("");
      expect(() => readFileSync(join(folder, "trap"))).toThrow("ENOENT");
    });

    it("writes neither markup of theirs nor lines of theirs into the summary or the commit", () => {
      const message = git(bare, "log", "-1", "--format=%B", "main");
      expect(message).not.toContain(CAUGHT);
      expect(observed.summary).not.toContain(CAUGHT);
      expect(message).toMatch(/^github [^\n]* endpoints answered\n/);
      // What they call their programs is shown, each character as itself.
      expect(summarized.summary).toContain(CAUGHT.replace("-", "&#45;"));
      for (const line of summarized.summary.split("\n")) expect(line).toMatch(/^(### |- |$)/);
      expect(summarized.summary).not.toMatch(/[<>`]|!\[|### caught/);
      expect(summarized.summary).not.toContain("\u001b");
    });
  },
);

describe("commandsIn", () => {
  it("finds what the runner would, outside of what is stopped", () => {
    expect(
      commandsIn(
        "a\n  ::error::1\nb ::error::no\r::warning::2\n::stop-commands::w0\n::error::no\n::w::\n::w0::\nx ##[error]3\n",
      ),
    ).toEqual(["  ::error::1", "::warning::2", "x ##[error]3"]);
  });
});
