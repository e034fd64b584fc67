import type {ArchiveIndex} from "./archiveIndex.js";
import {count} from "./format.js";

/** How to cite exactly this state of the archive. */
export interface Citation {
  readonly text: string;
  readonly bibtex: string;
}

/** @param address of the site, with a slash at its end */
export function citation(
  {
    project,
    generated_from,
    sha256,
    totals,
    simulated,
  }: Pick<ArchiveIndex, "project" | "generated_from" | "sha256" | "totals" | "simulated">,
  address: string,
): Citation | null {
  if (!generated_from) return null; // nothing to cite
  const day = generated_from.ended_at.slice(0, 10);
  const authors = `The ${project.name} authors`;
  const title = `${project.name}: fee histograms and other public answers of ${simulated ? "simulated " : ""}Electrum servers`;
  const state = `${count(totals.snapshots, "snapshot")} up to ${generated_from.ended_at}, archive SHA-256 ${sha256}`;
  return {
    text: `${authors} (${day.slice(0, 4)}). ${title} [data set, version ${project.version}; ${state}]. ${address}data/`,
    bibtex: [
      `@misc{${project.name}-${day},`,
      `  author = {{${authors}}},`,
      `  title = {{${title}}},`,
      `  year = {${day.slice(0, 4)}},`,
      `  version = {${project.version}},`,
      `  howpublished = {\\url{${address}data/}},`,
      `  note = {${state}}`,
      "}",
    ].join("\n"),
  };
}
