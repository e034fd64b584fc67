/** What is known of a site besides its archive: what it is, where it is public, and which bytes it was built from. */
export interface SiteFacts {
  /** name of the project, as in package.json */
  readonly title: string;
  readonly description: string;
  /** of the code */
  readonly version: string;
  /** address of the repository */
  readonly homepage: string;
  /** where the site is public, with a slash at its end */
  readonly address: string;
  readonly checksums: ArchiveChecksums;
}

/** Checksums that name the state of an archive, SHA-256 in hex. */
export interface ArchiveChecksums {
  /** of each run's manifest.json, by the run's path */
  readonly manifests: ReadonlyMap<string, string>;
  /**
   * of all of them: of the lines that `sha256sum` prints for every manifest.json, sorted by path. A manifest holds the
   * checksums of its tables, so this one names every byte of the archive.
   */
  readonly archive: string;
}

/** Prints the checksum of an archive's state, in the archive's folder; as `ArchiveChecksums.archive` has it. */
export const CHECKSUM_COMMAND =
  "find vantage=* -name manifest.json | LC_ALL=C sort | xargs sha256sum | sha256sum";
