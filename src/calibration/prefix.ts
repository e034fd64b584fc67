import type {Server, Window} from "../evidence/window.js";

/** The first runs of a window: what would have been known by then. */
export function firstRuns({runs, servers}: Window, count: number): Window {
  const within = <Item extends {readonly run: number}>(items: readonly Item[]) =>
    items.filter(({run}) => run < count);
  return {
    runs: runs.slice(0, count),
    servers: servers.map((server): Server => ({
      endpoint: server.endpoint,
      rows: within(server.rows),
      readings: within(server.readings),
      estimates: within(server.estimates),
      tips: within(server.tips),
    })),
  };
}
