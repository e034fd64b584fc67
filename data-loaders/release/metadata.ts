import {stringify} from "yaml";
import {dataResources, PACKAGE_PROFILE} from "../../src/observation/dataResources.js";
import type {ReleaseFacts} from "./releaseFacts.js";

/** How to cite the release. @see Citation File Format 1.2.0 */
export function citationFile({project, title, description, version, date}: ReleaseFacts): string {
  const citation = {
    "cff-version": "1.2.0",
    message: "If you use these data, please cite them as below.",
    type: "dataset",
    title,
    abstract: description,
    authors: project.authors.map((name) => ({name})),
    version,
    "date-released": date,
    license: "CC0-1.0",
    "repository-code": project.homepage,
    url: project.homepage,
    ...(project.doi === null
      ? {}
      : {
          identifiers: [
            {type: "doi", value: project.doi, description: "All releases; each one's own is shown there."},
          ],
        }),
  };
  // Quotes what a reader of YAML 1.1 would take for something else: the format wants the date to be a string.
  return stringify(citation, {schema: "yaml-1.1"});
}

/** The same for Zenodo, in the words of its deposit metadata. */
export function zenodoFile({project, title, description, version, date}: ReleaseFacts): string {
  return json({
    title,
    upload_type: "dataset",
    description,
    creators: project.authors.map((name) => ({name})),
    version,
    publication_date: date,
    access_right: "open",
    license: "cc-zero", // Zenodo's name of CC0 1.0
    keywords: ["Bitcoin", "Electrum", "mempool", "network measurement"],
    related_identifiers: [
      {identifier: project.homepage, relation: "isSupplementTo", resource_type: "software"},
      ...(project.doi === null
        ? []
        : [{identifier: project.doi, relation: "isVersionOf", resource_type: "dataset"}]),
    ],
  });
}

/**
 * The descriptor of the release's tables; its paths are those in the tar, unpacked beside it.
 *
 * @see https://datapackage.org/standard/data-package/
 */
export function dataPackageFile(facts: ReleaseFacts): string {
  const {project, title, description, version, created, simulated, runs} = facts;
  return json({
    $schema: PACKAGE_PROFILE,
    name: project.name,
    title,
    description,
    homepage: project.homepage,
    version,
    created,
    licenses: [
      {
        name: "CC0-1.0",
        path: "https://creativecommons.org/publicdomain/zero/1.0/",
        title: "CC0 1.0 Universal",
      },
    ],
    contributors: project.authors.map((author) => ({title: author, roles: ["creator"]})),
    simulated,
    resources: dataResources(runs.map(({run}) => run)),
  });
}

/** What the release's page says. Made of counts and names of ours. */
export function notesFile({description, runs, file, project}: ReleaseFacts): string {
  const names = runs.map(({manifest}) => manifest.run).toSorted(); // times sort as text
  const answered = runs.map(({manifest}) => manifest.counts.answered).toSorted((a, b) => a - b);
  const [least, most] = [answered[0], answered.at(-1)];
  return [
    description,
    "",
    `- First run ${names[0]}, last run ${names.at(-1)}.`,
    `- Endpoints that answered in a run: ${least === most ? least : `${least} to ${most}`}.`,
    `- \`${file}\` holds the runs, \`datapackage.json\` says what each column means, \`SHA256SUMS\` checks them all.`,
    `- \`CITATION.cff\` says how to cite them${project.doi === null ? ". They have no DOI yet." : `; ${project.doi} stands for all releases.`}`,
    "",
    "Data: CC0 1.0.",
    "",
  ].join("\n");
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
