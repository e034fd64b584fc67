import type {Archived} from "./archived.js";
import {serverId} from "./serverIds.js";

/** One line of the table of servers. */
export interface ListedServer {
  /** in addresses of its page and its files */
  readonly id: string;
  readonly endpoint: string;
}

/** Every endpoint that any run asked, in alphabetical order. */
export function serverList({runs}: Pick<Archived, "runs">): ListedServer[] {
  const endpoints = new Set(runs.flatMap((run) => run.endpoints.map(({endpoint}) => endpoint)));
  return [...endpoints].toSorted().map((endpoint) => ({id: serverId(endpoint), endpoint}));
}
