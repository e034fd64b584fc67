import {spawnSync} from "node:child_process";
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {names, readWorkflow, root, stepsOf, textOf} from "./workflow.js";

/** actionlint, compiled to WebAssembly: syntax, expressions, contexts, needs, permissions, untrusted text in scripts. */
function lint(folder: string): {status: number | null; output: string} {
  const linter = join(root, "node_modules", "@tktco", "node-actionlint", "bin", "node-actionlint.js");
  const {status, stdout, stderr} = spawnSync(process.execPath, [linter, ".github/workflows/*.yml"], {
    cwd: folder,
    encoding: "utf8",
  });
  return {status, output: `${stdout}${stderr}`};
}

describe("the workflows", () => {
  it("are the three that are meant, and pass actionlint", () => {
    expect(names.toSorted()).toEqual(["check.yml", "observe.yml", "release.yml"]);
    const {status, output} = lint(root);
    expect({status, output}).toEqual({status: 0, output: expect.stringContaining("3 workflow file")});
  });

  it("would not pass it with a key that is none", () => {
    const folder = mkdtempSync(join(tmpdir(), "kinship-lint-"));
    try {
      mkdirSync(join(folder, ".github", "workflows"), {recursive: true});
      writeFileSync(
        join(folder, ".github", "workflows", "wrong.yml"),
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo\n        sell: bash\n",
      );
      const {status, output} = lint(folder);
      expect(status).not.toBe(0);
      expect(output).toContain("sell");
    } finally {
      rmSync(folder, {recursive: true});
    }
  });
});

describe.each(names)("%s", (name) => {
  const text = textOf(name);
  const workflow = readWorkflow(name);
  const steps = stepsOf(workflow);

  it("pins every action by its commit, with the version beside it", () => {
    const uses = text.split("\n").filter((line) => /\buses:/.test(line));
    expect(uses).toHaveLength(steps.filter((step) => step.uses !== undefined).length);
    for (const line of uses) expect(line).toMatch(/uses: actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("pins an action to one commit wherever it is used", () => {
    const pins = names.flatMap((other) =>
      stepsOf(readWorkflow(other)).flatMap(({uses}) => (uses === undefined ? [] : [uses])),
    );
    expect(new Set(pins).size).toBe(new Set(pins.map((pin) => pin.split("@")[0])).size);
  });

  it("grants nothing at the top, and each job what it says", () => {
    expect(workflow.permissions).toEqual({});
    for (const job of Object.values(workflow.jobs)) expect(job.permissions).toBeTypeOf("object");
  });

  it("lets no job write more than one job may", () => {
    const allowed: Record<string, Record<string, string[]>> = {
      "observe.yml": {
        observe: ["contents"],
        deploy: ["pages", "id-token"],
        "keep-scheduled": ["actions"],
      },
      "release.yml": {release: ["contents"]},
    };
    for (const [job, {permissions = {}}] of Object.entries(workflow.jobs)) {
      const writes = Object.keys(permissions).filter((scope) => permissions[scope] !== "read");
      expect({job, writes}).toEqual({job, writes: allowed[name]?.[job] ?? []});
    }
  });

  it("puts no expression into a script, so no text from outside can be part of one", () => {
    for (const {run} of steps) expect(run ?? "").not.toContain("${{");
  });

  it("runs scripts in a shell that ends with the first command that fails, in a pipe too", () => {
    expect(workflow.defaults).toEqual({run: {shell: "bash"}});
  });

  it("leaves no token in a checkout", () => {
    for (const step of steps.filter(({uses}) => uses?.startsWith("actions/checkout@")))
      expect(step.with).toMatchObject({"persist-credentials": false});
  });

  it("gives the token to the steps that need it alone", () => {
    const holders = steps.filter(({env = {}}) =>
      Object.values(env).some((value) => String(value).includes("token")),
    );
    expect(holders.map((step) => step.name)).toEqual(
      {
        "check.yml": [],
        "observe.yml": ["Commit", "Switch the schedules on"],
        "release.yml": ["Make and publish"],
      }[name],
    );
    for (const {env = {}} of Object.values(workflow.jobs)) expect(JSON.stringify(env)).not.toContain("token");
  });

  it("runs what a stranger's text may come out of by step.sh alone", () => {
    for (const {run} of steps)
      for (const line of (run ?? "")
        .split("\n")
        .filter((text) => /\b(node|npm|npx)\b/.test(text.replace(/#.*/, ""))))
        expect(/\.github\/step\.sh "/.test(line) || /^\s+node --import tsx/.test(line)).toBe(true);
  });

  it("names only files that are there", () => {
    for (const {run} of steps)
      for (const [path] of (run ?? "").matchAll(/(?:data-loaders|src|\.github)\/[\w/.-]+\.(?:ts|sh)/g))
        expect(existsSync(join(root, path))).toBe(true);
  });

  it("ends every job after a time", () => {
    for (const job of Object.values(workflow.jobs)) expect(job["timeout-minutes"]).toBeLessThanOrEqual(60);
  });

  it("is not started by what strangers may do with more rights than they have", () => {
    expect(text).not.toMatch(/pull_request_target|workflow_run|issue_comment/);
  });

  it("runs at an odd minute if it runs on a clock, and is then never cancelled", () => {
    const minutes = [...text.matchAll(/cron: "(\d+) /g)].map(([, minute]) => Number(minute));
    for (const minute of minutes) expect(minute % 2).toBe(1);
    if (minutes.length > 0) expect(workflow.concurrency).toMatchObject({"cancel-in-progress": false});
  });
});

describe("step.sh", () => {
  function step(script: string): {status: number | null; stdout: string; summary: string} {
    const folder = mkdtempSync(join(tmpdir(), "kinship-step-"));
    const summary = join(folder, "summary");
    try {
      const {status, stdout} = spawnSync(join(root, ".github", "step.sh"), ["Trying", "bash", "-c", script], {
        encoding: "utf8",
        env: {...process.env, RUNNER_TEMP: folder, GITHUB_STEP_SUMMARY: summary},
      });
      const written = existsSync(summary) ? spawnSync("cat", [summary], {encoding: "utf8"}).stdout : "";
      return {status, stdout, summary: written};
    } finally {
      rmSync(folder, {recursive: true});
    }
  }

  it("lets no line of a command's output be a command to the runner", () => {
    const {status, stdout, summary} = step("echo '::add-mask::x'; echo '::error::y' >&2");
    const lines = stdout.trim().split("\n");
    const [, word] = /^::stop-commands::([0-9a-f]{32})$/.exec(lines[0] ?? "") ?? [];
    expect(word).toBeDefined();
    expect(lines.at(-1)).toBe(`::${word}::`);
    expect(lines.slice(1, -1).filter(Boolean).toSorted()).toEqual(["::add-mask::x", "::error::y"]);
    expect({status, summary}).toEqual({status: 0, summary: ""});
  });

  it("takes another word each time", () => {
    expect(step("true").stdout).not.toBe(step("true").stdout);
  });

  it("says in one line why a command failed, and ends with its code", () => {
    const {status, summary} = step(
      "echo asked; echo '--archive: expected a folder, got x' >&2; echo bye; exit 2",
    );
    expect({status, summary}).toEqual({
      status: 2,
      summary: "Trying ended with exit code 2: `--archive: expected a folder, got x`\n\n",
    });
  });

  it("says it as plain text, whatever it is", () => {
    expect(step("printf 'Error: `</code>` \\033[2J \\342\\200\\256 ::set-env::\\n'; exit 1").summary).toBe(
      "Trying ended with exit code 1: `Error: </code> [2J  ::set-env::`\n\n",
    );
  });

  it("says so if there is no reason", () => {
    expect(step("exit 7").summary).toBe("Trying ended with exit code 7: `no reason given`\n\n");
  });
});
