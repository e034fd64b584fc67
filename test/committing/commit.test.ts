import {spawn} from "node:child_process";
import {appendFileSync, existsSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {once} from "node:events";
import {join} from "node:path";
import {setTimeout as delay} from "node:timers/promises";
import {afterAll, afterEach, beforeEach, describe, expect, it} from "vitest";
import {type Ended, run as runProgram} from "../observing/program.js";
import {addRun, bareRepository, clone, git, identity, pushedRuns, servers, subjects} from "./repository.js";
import {smallDisk} from "./smallDisk.js";

const COMMIT = "data-loaders/commit.ts";
let folder = "";
let bare = "";
let ours = "";

beforeEach(() => {
  ({folder, bare} = bareRepository());
  ours = clone(bare, join(folder, "ours"));
}, 60_000); // half a dozen calls of git, on machines that do other things too
afterEach(() => rmSync(folder, {recursive: true}));

function commit(repository: string, ...args: readonly string[]): Promise<Ended> {
  return runProgram(COMMIT, ["--archive", join(repository, "archive"), "--wait", "0", ...args], identity);
}

/** A hook of git that runs before a clone's pushes. */
function beforePush(repository: string, script: string): void {
  writeFileSync(join(repository, ".git", "hooks", "pre-push"), `#!/bin/sh\n${script}\n`, {mode: 0o755});
}

describe("npm run commit", () => {
  it("commits a new run with counts and changes, pushes it and prints the commit", async () => {
    const first = await addRun(ours, "2026-03-01T08:00:00Z");
    expect(await commit(ours)).toMatchObject({code: 0, stdout: git(bare, "rev-parse", "main")});
    const changed = [
      {
        ...servers[0],
        endpoint: "a.invalid:50001/tcp",
        program: "Fulcrum 2.1.1",
        answer: [[1, 1000]] as const,
      },
      {endpoint: "b.invalid:50002/ssl", answer: null},
      {endpoint: "c.invalid:50002/ssl", program: "electrs/0.11.0", answer: [[2, 1000]] as const},
      {endpoint: "new.invalid:50002/ssl", answer: null},
    ];
    const second = await addRun(ours, "2026-03-01T12:00:00Z", changed);
    expect((await commit(ours)).code).toBe(0);
    expect(pushedRuns(bare)).toEqual([first, second]);
    expect(git(bare, "log", "-1", "--format=%B", "main").trim().split("\n")).toEqual([
      "test 2026-03-01 12:00 UTC: 2 of 4 endpoints answered",
      "",
      "4 histograms in 1 sweep, 2 distinct; 2 failed, 0 not tried.",
      "Answered by network: not known 2 of 4.",
      "",
      "Since the run of 2026-03-01 08:00 UTC:",
      "answering again: 1 (c.invalid:50002/ssl)",
      "no longer answering: 1 (b.invalid:50002/ssl)",
      "another version reported by: 1",
      "not asked before: 1",
    ]);
  });

  it("does nothing if there is nothing to do", async () => {
    const {code, stdout} = await commit(ours);
    expect({code, stdout}).toEqual({code: 0, stdout: git(bare, "rev-parse", "main")});
    expect(subjects(bare)).toEqual(["begin"]);
  });

  it("loses no run and doubles none when another pusher is faster, twice", async () => {
    const theirs = clone(bare, join(folder, "theirs"));
    const run = await addRun(ours, "2026-03-01T12:00:00Z");
    const others = [
      await addRun(theirs, "2026-03-01T12:00:01Z"),
      await addRun(theirs, "2026-03-01T12:00:02Z"),
    ];
    git(theirs, "add", `archive/${others[0]}`);
    git(theirs, "commit", "--quiet", "-m", "theirs 1");
    git(theirs, "add", `archive/${others[1]}`);
    git(theirs, "commit", "--quiet", "-m", "theirs 2");
    // Ours has fetched and is about to push: the other one pushes first, one commit at a time.
    beforePush(
      ours,
      `cd '${theirs}' && unset GIT_DIR && if [ ! -e once ]; then touch once; git push -q origin HEAD~1:main; ` +
        `elif [ ! -e twice ]; then touch twice; git push -q origin HEAD:main; fi`,
    );
    const {code, stdout, stderr} = await commit(ours);
    expect(stderr.match(/trying again/g)).toHaveLength(2);
    expect({code, stdout}).toEqual({code: 0, stdout: git(bare, "rev-parse", "main")});
    expect(pushedRuns(bare)).toEqual([run, ...others]);
    expect(subjects(bare)).toEqual([
      "test 2026-03-01 12:00 UTC: 2 of 3 endpoints answered",
      "theirs 2",
      "theirs 1",
      "begin",
    ]);
  });

  it("killed between commit and push, pushes at the next call what it had committed, once", async () => {
    const run = await addRun(ours, "2026-03-01T12:00:00Z");
    const reached = join(folder, "reached");
    beforePush(ours, `touch '${reached}'; sleep 60`);
    const child = spawn(
      process.execPath,
      ["--import", "tsx", COMMIT, "--archive", join(ours, "archive")],
      {detached: true, stdio: "ignore", env: {...process.env, ...identity}}, // a process group of its own
    );
    const end = once(child, "exit");
    while (!existsSync(reached)) await delay(20);
    // The whole of it at once, as a machine that goes away: the program, git and the hook.
    process.kill(-(child.pid ?? 0), "SIGKILL");
    await end;
    expect(pushedRuns(bare)).toEqual([]);
    rmSync(join(ours, ".git", "hooks", "pre-push"));
    expect((await commit(ours)).code).toBe(0);
    expect(pushedRuns(bare)).toEqual([run]);
    expect(subjects(bare)).toHaveLength(2);
  });

  it("killed between staging and commit, commits at the next call", async () => {
    const run = await addRun(ours, "2026-03-01T12:00:00Z");
    git(ours, "add", "archive");
    expect((await commit(ours)).code).toBe(0);
    expect(pushedRuns(bare)).toEqual([run]);
  });

  it("keeps the commit and says so if the remote cannot be reached", async () => {
    await addRun(ours, "2026-03-01T12:00:00Z");
    git(ours, "remote", "set-url", "origin", join(folder, "nowhere.git"));
    const {code, stdout, stderr} = await commit(ours, "--tries", "2");
    expect({code, stdout}).toEqual({code: 5, stdout: ""});
    expect(stderr.trim().split("\n").at(-1)).toMatch(/^committed, but not pushed: git fetch: fatal: /);
    git(ours, "remote", "set-url", "origin", bare);
    expect((await commit(ours)).code).toBe(0);
    expect(pushedRuns(bare)).toHaveLength(1);
  });

  it("keeps the commit and says why if the remote takes no push, as from a token without rights", async () => {
    const run = await addRun(ours, "2026-03-01T12:00:00Z");
    const hook = join(bare, "hooks", "pre-receive");
    writeFileSync(hook, "#!/bin/sh\necho '::error::protected branch' >&2\nexit 1\n", {mode: 0o755});
    const {code, stdout, stderr} = await commit(ours, "--tries", "2");
    expect({code, stdout}).toEqual({code: 5, stdout: ""});
    expect(stderr.trim().split("\n").at(-1)).toMatch(
      /^committed, but not pushed: git push: .*\[remote rejected\].* \(pre-receive hook declined\)/,
    );
    expect(pushedRuns(bare)).toEqual([]);
    rmSync(hook);
    const next = await addRun(ours, "2026-03-01T16:00:00Z");
    expect((await commit(ours)).code).toBe(0);
    expect(pushedRuns(bare)).toEqual([run, next]);
    expect(subjects(bare)).toHaveLength(3);
  });

  it.each(["takes", "drops"])(
    "killed in the middle of a push that the other side %s, has the run there once after the next call",
    async (fate) => {
      const run = await addRun(ours, "2026-03-01T12:00:00Z");
      const [reached, done] = [join(folder, "reached"), join(folder, "done")];
      const hook = join(bare, "hooks", "pre-receive");
      writeFileSync(
        hook,
        `#!/bin/sh\ntouch '${reached}'; sleep 1; touch '${done}'; exit ${fate === "takes" ? 0 : 1}\n`,
        {mode: 0o755},
      );
      // The other side is a process of its own group, as it is on another machine.
      git(ours, "config", "remote.origin.receivepack", "setsid git-receive-pack");
      const child = spawn(process.execPath, ["--import", "tsx", COMMIT, "--archive", join(ours, "archive")], {
        detached: true,
        stdio: "ignore",
        env: {...process.env, ...identity},
      });
      const end = once(child, "exit");
      while (!existsSync(reached)) await delay(20);
      process.kill(-(child.pid ?? 0), "SIGKILL");
      await end;
      while (!existsSync(done)) await delay(20);
      // What comes after the hook takes a moment more.
      await expect.poll(() => pushedRuns(bare), {timeout: 10_000}).toEqual(fate === "takes" ? [run] : []);
      rmSync(hook);
      expect((await commit(ours)).code).toBe(0);
      expect(pushedRuns(bare)).toEqual([run]);
      expect(subjects(bare)).toHaveLength(2);
    },
    60_000,
  );

  it("refuses two runs of one name with different content, and keeps both", async () => {
    const theirs = clone(bare, join(folder, "theirs"));
    await addRun(theirs, "2026-03-01T12:00:00Z", servers.slice(1));
    expect((await commit(theirs)).code).toBe(0);
    const run = await addRun(ours, "2026-03-01T12:00:00Z");
    const {code, stderr} = await commit(ours);
    expect(code).toBe(4);
    expect(stderr.trim().split("\n").at(-1)).toMatch(/^refused: .*name is taken/);
    expect(git(ours, "status", "--porcelain")).toBe("");
    expect(git(ours, "ls-tree", "-r", "--name-only", "HEAD")).toContain(run);
    expect(subjects(bare)).toHaveLength(2);
  });
});

describe("what npm run commit refuses, without touching anything", () => {
  const refusals: [name: string, change: (run: string, committed: string) => void, reason: RegExp][] = [
    ["a file outside the archive", () => writeFileSync(join(ours, "note"), ""), /note changed as well/],
    ["a changed file elsewhere", () => appendFileSync(join(ours, "README.md"), "x"), /README\.md changed/],
    [
      "a stray file in the archive",
      () => writeFileSync(join(ours, "archive", "x"), ""),
      /archive\/x changed/,
    ],
    [
      "a committed run that differs",
      (_, committed) => appendFileSync(join(ours, "archive", committed, "reads.parquet"), "x"),
      /reads\.parquet changed/,
    ],
    [
      "a committed run that lacks a file",
      (_, committed) => rmSync(join(ours, "archive", committed, "reads.parquet")),
      /reads\.parquet changed/,
    ],
    [
      "a file added to a committed run",
      (_, committed) => writeFileSync(join(ours, "archive", committed, "more.parquet"), ""),
      /expected a new run/,
    ],
    [
      "a new run with a table that is cut short",
      (run) => writeFileSync(join(ours, "archive", run, "reads.parquet"), ""),
      /not what its manifest says/,
    ],
    [
      "a new run without a table",
      (run) => rmSync(join(ours, "archive", run, "reads.parquet")),
      /is not whole: reads\.parquet is missing/,
    ],
    [
      "a link in place of a table",
      (run) => {
        rmSync(join(ours, "archive", run, "reads.parquet"));
        symlinkSync("/etc/hostname", join(ours, "archive", run, "reads.parquet"));
      },
      /reads\.parquet is none of its files/,
    ],
    [
      "an unpushed commit of something else",
      () => {
        writeFileSync(join(ours, "draft"), "");
        git(ours, "add", "draft");
        git(ours, "commit", "--quiet", "-m", "not ready");
      },
      /draft in one of them/,
    ],
  ];

  it.each(refusals)("%s", async (_, change, reason) => {
    const committed = await addRun(ours, "2026-03-01T08:00:00Z");
    git(ours, "add", ".");
    git(ours, "commit", "--quiet", "-m", "first");
    git(ours, "push", "--quiet");
    change(await addRun(ours, "2026-03-01T12:00:00Z"), committed);
    const {code, stdout, stderr} = await commit(ours);
    expect({code, stdout}).toEqual({code: 4, stdout: ""});
    expect(stderr).toMatch(reason);
    expect(stderr.trim().split("\n").at(-1)).toMatch(/^refused: /);
    expect(subjects(bare)).toEqual(["first", "begin"]);
  });

  it("an archive that git ignores, or none", async () => {
    writeFileSync(join(ours, ".git", "info", "exclude"), "archive/vantage=*\n");
    expect(await commit(ours)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("which .gitignore names"),
    });
    expect(await commit(join(ours, "no"))).toMatchObject({code: 2});
    expect(await commit(join(folder, "bare.git"))).toMatchObject({code: 2});
  });
});

describe("npm run commit on a full disk", () => {
  const disk = smallDisk();
  afterAll(() => disk?.remove());

  it.skipIf(disk === null)(
    "fails with one line, commits nothing, and commits when there is room",
    async () => {
      if (disk === null) return;
      const small = clone(bare, join(disk.folder, "small"));
      const run = await addRun(small, "2026-03-01T12:00:00Z");
      for (const room of [0, 8_192, 16_384]) {
        disk.fill(room);
        const {code, stdout, stderr} = await commit(small);
        expect({room, code, stdout}).toEqual({room, code: 1, stdout: ""});
        expect(stderr.trim().split("\n")).toHaveLength(1);
        expect(stderr).toMatch(/space|unable to write/i);
        disk.empty();
        expect(git(small, "log", "--format=%s").trim()).toBe("begin");
      }
      expect((await commit(small)).code).toBe(0);
      expect(pushedRuns(bare)).toEqual([run]);
    },
  );
});
