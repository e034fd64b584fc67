import {readFileSync} from "node:fs";

/** Values from other programs; each file's note says which and how they were made. */
export function fixture<T>(name: string): T {
  const url = new URL(`../fixtures/statistics/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8")) as T;
}
