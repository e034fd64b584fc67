import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {publicAddress} from "../report/publicAddress.js";
import type {ArchiveChecksums, SiteFacts} from "../report/siteFacts.js";

/** What package.json says of the project. Loaders and builds run in the project's root. */
export function readProject(): Omit<SiteFacts, "checksums"> {
  const {name, description, version, homepage} = JSON.parse(readFileSync("package.json", "utf8")) as Record<
    "name" | "description" | "version" | "homepage",
    string
  >;
  return {
    title: name,
    description,
    version,
    homepage,
    address: publicAddress(homepage, process.env["KINSHIP_SITE"]),
  };
}

/** The checksums that name the state of an archive. @param paths of its runs */
export function archiveChecksums(archive: string, paths: readonly string[]): ArchiveChecksums {
  const manifests = new Map(
    paths.map((path) => [path, sha256(readFileSync(join(archive, path, "manifest.json")))]),
  );
  const lines = [...manifests]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, hash]) => `${hash}  ${path}/manifest.json\n`);
  return {manifests, archive: sha256(lines.join(""))};
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
