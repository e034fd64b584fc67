import type {MatrixRun} from "../report/matrixRun.js";
import {fetchData} from "./fetchData.js";

/** Runs kept while one goes back and forth; a run of 300 servers is about 2 MB in memory. */
const KEPT = 24;

/** Fetches runs by name, each once, the last used ones kept. */
export function runFiles(
  fetchFile: (path: string) => Promise<MatrixRun | null> = fetchData,
): (name: string) => Promise<MatrixRun | null> {
  const known = new Map<string, Promise<MatrixRun | null>>();
  return (name) => {
    const found = known.get(name) ?? fetchFile(`runs/${name}.json`);
    known.delete(name); // to the end of the queue
    known.set(name, found);
    found.catch(() => known.delete(name)); // to be tried again
    for (const oldest of known.keys()) {
      if (known.size <= KEPT) break;
      known.delete(oldest);
    }
    return found;
  };
}
