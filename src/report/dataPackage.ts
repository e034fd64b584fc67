import {type DataResource, dataResources, PACKAGE_PROFILE} from "../observation/dataResources.js";
import type {Archived} from "./archived.js";
import type {SiteFacts} from "./siteFacts.js";

/** A Frictionless Data Package, as far as this project describes its archive by one. */
export interface DataPackage {
  readonly $schema: typeof PACKAGE_PROFILE;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly homepage: string;
  readonly version: string;
  /** ISO 8601: end of the newest run; not there without a run */
  readonly created?: string;
  readonly licenses: readonly {readonly name: string; readonly path: string; readonly title: string}[];
  readonly contributors: readonly {readonly title: string; readonly roles: readonly string[]}[];
  /** true: nothing in it is about a real server */
  readonly simulated: boolean;
  readonly resources: readonly DataResource[];
}

/** @see https://datapackage.org/standard/data-package/ */
export function dataPackage({runs, newest, standing}: Archived, site: SiteFacts): DataPackage {
  return {
    $schema: PACKAGE_PROFILE,
    name: site.title,
    title: standing.simulated ? `${site.title}, simulated network` : site.title,
    description: site.description,
    homepage: site.address,
    version: site.version,
    ...(newest ? {created: newest.manifest.ended_at} : {}),
    licenses: [
      {
        name: "CC0-1.0",
        path: "https://creativecommons.org/publicdomain/zero/1.0/",
        title: "CC0 1.0 Universal",
      },
    ],
    contributors: [{title: `The ${site.title} authors`, roles: ["creator"]}],
    simulated: standing.simulated,
    resources: dataResources(runs.map(({path}) => `snapshots/${path}`)),
  };
}
