import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {parse} from "yaml";

export const root = join(import.meta.dirname, "..", "..");
export const folder = join(root, ".github", "workflows");

/** As much of a workflow as the tests look at. */
export interface Workflow {
  readonly on: unknown;
  readonly permissions?: unknown;
  readonly concurrency?: {readonly "cancel-in-progress"?: boolean};
  readonly defaults?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface Job {
  readonly "runs-on": string;
  readonly "timeout-minutes"?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export const names: readonly string[] = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));

export function textOf(name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

export function readWorkflow(name: string): Workflow {
  return parse(textOf(name)) as Workflow;
}

/** All steps of a workflow, with the name of their job. */
export function stepsOf({jobs}: Workflow): (Step & {readonly job: string})[] {
  return Object.entries(jobs).flatMap(([job, {steps}]) => steps.map((step) => ({...step, job})));
}
