import {type ChildProcess, spawn} from "node:child_process";
import {join} from "node:path";

const root = join(import.meta.dirname, "..", "..");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** largest resident set that was seen, bytes; 0 where /proc is not there */
  readonly peakBytes: number;
}

/** Starts one of the project's programs as `npm run` does. */
export function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", program, ...args], {
    cwd: root,
    env: {...process.env, ...env},
    stdio: ["ignore", "pipe", "pipe"],
  });
}

export async function ended(child: ChildProcess, peak: () => number = () => 0): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return {code, stdout, stderr, peakBytes: peak()};
}

export function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return ended(start(program, args, env));
}
