import {type Check, check} from "./check.js";

/** An answer of GitHub's REST interface. */
export interface GithubAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Asks GitHub for a path such as `/repos/OWNER/NAME/pages`; null: there is no way to ask, or no answer. */
export type AskGithub = (path: string) => Promise<GithubAnswer | null>;

const WORKFLOW = "observe.yml";

/**
 * Whether the schedule runs and the site is published.
 *
 * @param repository `OWNER/NAME`; null if it is not known
 * @see https://docs.github.com/en/rest/actions/workflows and https://docs.github.com/en/rest/pages/pages
 */
export async function githubChecks(repository: string | null, ask: AskGithub): Promise<Check[]> {
  if (repository === null) return [scheduleCheck(null), pagesCheck(null)];
  const [workflow, pages] = await Promise.all([
    ask(`/repos/${repository}/actions/workflows/${WORKFLOW}`),
    ask(`/repos/${repository}/pages`),
  ]);
  return [scheduleCheck(workflow), pagesCheck(pages)];
}

export function scheduleCheck(answer: GithubAnswer | null): Check {
  const name = "schedule";
  const look =
    "Look at the repository's Actions page, workflow observe; GITHUB_TOKEN or gh lets this program look.";
  if (answer === null) return check(name, "unknown", "GitHub was not asked", look);
  if (answer.status === 404)
    return check(
      name,
      "fail",
      `no workflow ${WORKFLOW}`,
      "Enable Actions on the repository's Actions page: they are off in forks.",
    );
  const state = answer.status === 200 ? memberOf(answer.body, "state") : null;
  if (state === "active") return check(name, "ok", "enabled");
  if (typeof state !== "string") return check(name, "unknown", `GitHub answered ${answer.status}`, look);
  return check(
    name,
    "fail",
    state,
    state === "disabled_inactivity"
      ? "GitHub stops schedules after 60 days without a commit: enable the workflow on the Actions page."
      : "Enable the workflow on the repository's Actions page: schedules are off in forks.",
  );
}

export function pagesCheck(answer: GithubAnswer | null): Check {
  const name = "Pages";
  const look = "Look at the repository's Settings, Pages: the source must be GitHub Actions.";
  if (answer === null) return check(name, "unknown", "GitHub was not asked", look);
  if (answer.status === 404)
    return check(
      name,
      "fail",
      "not enabled",
      "In the repository's Settings, Pages, choose GitHub Actions as the source.",
    );
  if (answer.status !== 200) return check(name, "unknown", `GitHub answered ${answer.status}`, look);
  const source = memberOf(answer.body, "build_type");
  return source === "workflow"
    ? check(name, "ok", "enabled, from Actions")
    : check(
        name,
        "fail",
        `built from ${String(source)}`,
        "In the repository's Settings, Pages, choose GitHub Actions as the source.",
      );
}

/** `OWNER/NAME` from the address of a git remote; null if it is not GitHub's. */
export function githubRepository(address: string): string | null {
  const [, name] =
    /^(?:https:\/\/(?:[^@/]*@)?|ssh:\/\/git@|git@)github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(
      address.trim(),
    ) ?? [];
  return name ?? null;
}

function memberOf(body: unknown, key: string): unknown {
  return typeof body === "object" && body !== null && Object.hasOwn(body, key)
    ? (body as Record<string, unknown>)[key]
    : null;
}
