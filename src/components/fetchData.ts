import {siteAddress} from "./siteAddress.js";

/**
 * A file of the site's data by its stable address below `data/`, for pages that learn only in the browser which
 * one they need. Where that address is not served (`npm run dev`), by the one that Framework gives to attachments.
 *
 * @returns null if there is no such file
 * @throws if it cannot be had for another reason
 */
export async function fetchData<T>(path: string): Promise<T | null> {
  for (const folder of ["data/", "_file/data/"]) {
    const response = await fetch(siteAddress(folder + path));
    if (response.ok && response.headers.get("content-type")?.includes("json"))
      return (await response.json()) as T;
    if (!response.ok && response.status !== 404)
      throw new Error(`${path}: expected the file, got ${response.status} ${response.statusText}`);
  }
  return null;
}
