import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {writeSnapshot} from "../../data-loaders/archive.js";
import {git, identity} from "../committing/repository.js";
import {run} from "../observing/program.js";
import {sampleSnapshot} from "../report/sampleSnapshot.js";
import {START, writeSample} from "../verifying/sampleRun.js";
import {checkedOut, type JobEnd, publishedTree, runJob} from "./runJob.js";
import {type Job, readWorkflow, root} from "./workflow.js";

/** Minutes, since it observes twice and builds the site, on machines that do other things too. */
const LONG = 300_000;

const DAY = 86_400_000;

/** Beside the real archive, which holds the public network alone. */
const ARCHIVE = "src/data/rehearsal";

let folder = "";
let bare = "";
const ends: JobEnd[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kinship-workflow-"));
  bare = publishedTree(root, folder, identity);
}, LONG);
afterAll(() => {
  for (const {temp} of ends) rmSync(temp, {recursive: true});
  rmSync(folder, {recursive: true}); // the links to the packages are removed, not what they lead to
}, LONG);

const checkout = (name: string): string => checkedOut(bare, join(folder, name));

function job(name: string): Job {
  const found = readWorkflow("observe.yml").jobs[name];
  if (!found) throw new RangeError(`expected a job ${name}`);
  return found;
}

async function observe(
  place: string,
  env: Readonly<Record<string, string>> = {},
  only?: readonly string[],
): Promise<JobEnd> {
  const end = await runJob(job("observe"), {
    folder: place,
    env: {
      ...identity,
      ARCHIVE,
      NETWORK: "lab",
      VANTAGE: "github",
      ROUNDS: "1",
      INTERVAL: "0",
      LISTEN: "",
      DISCOVER: "",
      SOURCES: "",
      GH_TOKEN: "none",
      KINSHIP_CACHE: join(folder, "cache"),
      ...env,
    },
    ...(only ? {only} : {}),
  });
  ends.push(end);
  return end;
}

function runsIn(commit: string): string[] {
  return git(bare, "ls-tree", "-r", "--name-only", commit)
    .split("\n")
    .filter((path) => path.startsWith(ARCHIVE) && path.endsWith("/manifest.json"));
}

/** In place of the observing program, or of another one, with git none the wiser. */
function pretend(place: string, script: string, program = "observe.ts"): void {
  writeFileSync(join(place, "data-loaders", program), script);
  git(place, "update-index", "--assume-unchanged", `data-loaders/${program}`);
}

/** The same program without the minutes that it waits between its tries to push. */
function impatient(place: string): void {
  const script = readFileSync(join(place, "data-loaders", "commit.ts"), "utf8");
  const quick = script.replace("default: 2,", "default: 0,");
  expect(quick).not.toBe(script);
  pretend(place, quick, "commit.ts");
}

/** What the remote does with a push before it takes it. */
function onReceive(script: string): void {
  writeFileSync(join(bare, "hooks", "pre-receive"), `#!/bin/sh\n${script}\n`, {mode: 0o755});
}

/** A checkout with a run of that day, observed by nobody. */
async function observed(name: string, day: number): Promise<{place: string; path: string}> {
  const place = checkout(name);
  mkdirSync(join(place, ARCHIVE), {recursive: true});
  pretend(place, "");
  return {place, path: await writeSample(join(place, ARCHIVE), {network: "lab", at: START + day * DAY})};
}

afterEach(() => rmSync(join(bare, "hooks", "pre-receive"), {force: true}));

// The scripts are written for the runner's GNU tools.
describe.skipIf(process.platform !== "linux")(
  "observe.yml, its scripts run in clones of a repository on disk",
  () => {
    it(
      "loses no run and doubles none when another run pushes first, and builds the site from the commit it pushed",
      async () => {
        const theirs = checkout("theirs");
        expect(await observe(theirs, {VANTAGE: "elsewhere"}, ["Observe"])).toMatchObject({failed: null});
        const ours = checkout("ours");
        // When ours is about to push, theirs does: once.
        writeFileSync(
          join(ours, ".git", "hooks", "pre-push"),
          `#!/bin/sh\nif [ ! -e ../raced ]; then touch ../raced; unset GIT_DIR; ` +
            `cd '${theirs}' && node --import tsx data-loaders/commit.ts --archive ${ARCHIVE} >/dev/null; fi\n`,
          {mode: 0o755},
        );
        const {failed, outputs, summary, log, temp} = await observe(ours);
        expect({failed, log}).toEqual({failed: null, log: expect.stringContaining("trying again")});

        const runs = runsIn("main");
        expect(runs.map((path) => path.split("/")[3])).toEqual(["vantage=elsewhere", "vantage=github"]);
        expect(git(bare, "log", "--format=%s", "main").trim().split("\n")).toEqual([
          expect.stringMatching(/^github, simulated .* endpoints answered$/),
          expect.stringMatching(/^elsewhere, simulated .* endpoints answered$/),
          "begin",
        ]);
        expect(outputs).toEqual({commit: git(bare, "rev-parse", "main").trim()});
        expect(summary).toMatch(/^```text\ngithub, simulated [^`]*\n```\n$/);

        const mine = runs[1] ?? "";
        const kept = join(temp, "snapshot", mine);
        expect(readFileSync(kept)).toEqual(readFileSync(join(ours, mine)));
        expect(readdirSync(join(kept, ".."))).toHaveLength(6);
        expect(existsSync(join(temp, "snapshot", runs[0] ?? ""))).toBe(false);

        const place = checkout("build");
        expect(git(place, "rev-parse", "HEAD").trim()).toBe(outputs["commit"]);
        const built = await runJob(job("build"), {
          folder: place,
          env: {KINSHIP_ARCHIVE: ARCHIVE, KINSHIP_CACHE: join(folder, "cache")},
        });
        ends.push(built);
        expect({failed: built.failed, log: built.log}).toEqual({failed: null, log: expect.any(String)});
        expect(existsSync(join(place, "dist", "index.html"))).toBe(true);
        expect(built.summary).toContain(
          "### The newest run\n\n- Simulated network&#58; nothing here is about a real server",
        );
        expect(built.summary).toContain("### What the archive shows\n");
      },
      LONG,
    );

    it(
      "keeps a run that nobody answered, and says so in one line",
      async () => {
        const place = checkout("silent");
        const {path, manifest, tables} = sampleSnapshot([{endpoint: "a.invalid:50001/tcp", answer: null}], {
          startedAt: "2026-03-01T12:00:00Z",
          network: "lab",
        });
        mkdirSync(join(place, ARCHIVE), {recursive: true});
        await writeSnapshot(join(place, ARCHIVE), path, manifest, tables);
        pretend(place, `process.stderr.write("no endpoint answered: x\\n"); process.exitCode = 3;`);
        const {failed, summary, log} = await observe(place);
        expect({failed, log}).toEqual({failed: null, log: expect.any(String)});
        expect(summary).toMatch(/^Observing ended with exit code 3: `no endpoint answered: x`\n\n```text\n/);
        expect(runsIn("main").filter((run) => run.includes(path))).toHaveLength(1);
      },
      LONG,
    );

    it(
      "commits nothing if observing failed, says why in one line, and takes no input for a command",
      async () => {
        const place = checkout("failing");
        const before = git(bare, "rev-parse", "main");
        const trap = join(folder, "trap");
        const {failed, summary, outputs} = await observe(place, {
          VANTAGE: `x"; touch ${trap}; $(touch ${trap})`,
        });
        expect({failed, outputs}).toEqual({failed: "Observe", outputs: {}});
        expect(summary).toMatch(/^Observing ended with exit code 2: `--vantage: expected [^\n]*`\n\n$/);
        expect(existsSync(trap)).toBe(false);
        expect(git(bare, "rev-parse", "main")).toBe(before);
      },
      LONG,
    );

    it(
      "killed between commit and push, leaves what was set aside: merged elsewhere, the run is there once",
      async () => {
        const place = checkout("killed");
        mkdirSync(join(place, ARCHIVE), {recursive: true});
        const path = await writeSample(join(place, ARCHIVE), {network: "lab"});
        pretend(place, "");
        // git, which runs the hook, and the program that runs git.
        writeFileSync(
          join(place, ".git", "hooks", "pre-push"),
          "#!/bin/sh\nkill -9 $(ps -o ppid= -p $PPID) $PPID\n",
          {mode: 0o755},
        );
        const {failed, outputs, summary, temp} = await observe(place);
        expect({failed, outputs}).toEqual({failed: "Commit", outputs: {}});
        expect(summary).toMatch(/^Committing ended with exit code 137: `/);
        expect(git(place, "log", "-1", "--format=%s")).toMatch(/^home, simulated 2026-11-22 04:17 UTC/);
        const has = (): string[] => runsIn("main").filter((run) => run.includes(path));
        expect(has()).toEqual([]);

        // The machine is gone with its clone; somebody takes the artifact.
        const other = checkout("artifact");
        const aside = join(temp, "snapshot", ARCHIVE);
        const merge = () =>
          run("data-loaders/merge.ts", ["--into", join(other, ARCHIVE), aside]).then(({stdout}) => stdout);
        const commit = () =>
          run("data-loaders/commit.ts", ["--archive", join(other, ARCHIVE), "--wait", "0"], identity);
        expect(await merge()).toContain("1 taken, 0 already there");
        expect((await commit()).code).toBe(0);
        expect(has()).toHaveLength(1);
        expect(await merge()).toContain("0 taken, 1 already there");
        expect((await commit()).code).toBe(0);
        expect(has()).toHaveLength(1);
      },
      LONG,
    );

    // As a token without rights, or a rule for the branch. What the remote says may be anything.
    it.each([
      ["in few words", 1, "echo 'no right to push' >&2"],
      [
        "in words that look like git's and like commands",
        2,
        "printf 'fatal: `x`\\n::error::x\\nerror: [remote rejected] \\033[31m$(touch trap)\\rcommitted, but not pushed: x\\n' >&2",
      ],
    ])(
      "refused by the remote %s, fails with git's reason in one line and loses nothing: the next push takes it along, once",
      async (_, day, script) => {
        const {place, path} = await observed(`rights-${day}`, day);
        impatient(place);
        onReceive(`${script}\nexit 1`);
        const before = git(bare, "rev-parse", "main");
        const {failed, outputs, summary, log, temp} = await observe(place);
        expect({failed, outputs}).toEqual({failed: "Commit", outputs: {}});
        expect(summary).toBe(
          "Committing ended with exit code 5: " +
            "`committed, but not pushed: git push: ! [remote rejected] HEAD -> main (pre-receive hook declined)`\n\n",
        );
        expect(log.match(/trying again/g)).toHaveLength(7);
        expect(git(bare, "rev-parse", "main")).toBe(before);
        for (const archive of [join(place, ARCHIVE), join(temp, "snapshot", ARCHIVE)])
          expect(readdirSync(join(archive, path))).toHaveLength(6);

        rmSync(join(bare, "hooks", "pre-receive"));
        const later = await writeSample(join(place, ARCHIVE), {
          network: "lab",
          at: START + (day + 0.5) * DAY,
        });
        for (const next of ["with a new run", "with nothing new"]) {
          expect({next, ...(await observe(place))}).toMatchObject({failed: null});
          expect(runsIn("main").filter((run) => run.includes(path) || run.includes(later))).toHaveLength(2);
          expect(git(bare, "rev-list", "--count", `${before.trim()}..main`).trim()).toBe("2");
        }
      },
      LONG,
    );

    it.each([
      ["and the remote with it", 3, "kill -9 $PPID", 0],
      ["though the remote takes it all the same", 4, "", 1],
    ])(
      "killed in the middle of a push, %s: the next run takes it along, once",
      async (_, day, remote, taken) => {
        const {place, path} = await observed(`cut-${day}`, day);
        // What is above the remote's side of the push, up to the program, whose name is in its command: git and it.
        onReceive(
          `p=$PPID; while [ "$p" -gt 1 ]; do p=$(ps -o ppid= -p $p | tr -d ' '); pids="$pids $p"; ` +
            `case "$(ps -o args= -p $p)" in *commit.ts*) kill -9 $pids; break; esac; done\n${remote}`,
        );
        const {failed, outputs, summary, temp} = await observe(place);
        expect({failed, outputs}).toEqual({failed: "Commit", outputs: {}});
        expect(summary).toMatch(/^Committing ended with exit code 137: `[^\n]*`\n\n$/);
        const has = (): number => runsIn("main").filter((run) => run.includes(path)).length;
        await expect.poll(has).toBe(taken);
        for (const archive of [join(place, ARCHIVE), join(temp, "snapshot", ARCHIVE)])
          expect(readdirSync(join(archive, path))).toHaveLength(6);

        rmSync(join(bare, "hooks", "pre-receive"));
        for (const next of ["the next run", "the one after it"]) {
          expect({next, ...(await observe(place))}).toMatchObject({failed: null});
          expect(has()).toBe(1);
        }
        expect(git(place, "rev-parse", "HEAD")).toBe(git(bare, "rev-parse", "main"));
      },
      LONG,
    );

    it(
      "sets aside what was observed even if it cannot be committed, and says why it cannot",
      async () => {
        const place = checkout("refused");
        mkdirSync(join(place, ARCHIVE), {recursive: true});
        const {path, manifest, tables} = sampleSnapshot([{endpoint: "a.invalid:50001/tcp", answer: []}], {
          startedAt: "2026-03-02T12:00:00Z",
          network: "lab",
        });
        await writeSnapshot(join(place, ARCHIVE), path, manifest, tables);
        pretend(place, "");
        writeFileSync(join(place, "README.md"), "changed\n");
        const {failed, summary, temp} = await observe(place);
        expect(failed).toBe("Commit");
        expect(summary).toBe(
          "Committing ended with exit code 4: `refused: expected new runs alone, got README.md changed as well`\n\n",
        );
        expect(existsSync(join(temp, "snapshot", ARCHIVE, path, "manifest.json"))).toBe(true);
      },
      LONG,
    );
  },
);
