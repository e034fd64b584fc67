import {readFileSync} from "node:fs";
import {type AnySchemaObject, Ajv, type ValidateFunction} from "ajv";
import AjvDraft04Module from "ajv-draft-04";
import addFormatsModule from "ajv-formats";

// Both are CommonJS, whose default is a member here.
const [AjvDraft04, addFormats] = [AjvDraft04Module.default, addFormatsModule.default];

export type Json = Record<string, unknown>;

function validator(name: string): ValidateFunction {
  const schema = JSON.parse(
    readFileSync(new URL(`../fixtures/schemas/${name}.json`, import.meta.url), "utf8"),
  ) as AnySchemaObject;
  // The schemas have words of their own for forms (propertyOrder, options), and formats that no validator knows (textarea).
  const options = {strict: false, allErrors: true} as const;
  const ajv = String(schema["$schema"]).includes("draft-04") ? new AjvDraft04(options) : new Ajv(options);
  addFormats(ajv);
  ajv.addFormat("textarea", true);
  return ajv.compile(schema);
}

const [isCitation, isPackage, isTable] = [
  validator("cff"),
  validator("data-package"),
  validator("table-schema"),
];

/** What a schema has against something; nothing if it is valid. */
function faults(validate: ValidateFunction, value: unknown): readonly string[] {
  return validate(value) ? [] : (validate.errors ?? []).map((e) => `${e.instancePath}: ${e.message}`);
}

/** What the Citation File Format has against it. */
export function citationFaults(citation: Json): readonly string[] {
  return faults(isCitation, citation);
}

/** What Data Package has against it, and Table Schema against each of its tables. */
export function packageFaults(descriptor: Json): readonly string[] {
  const resources = (descriptor["resources"] as Json[]).map(({schema}) => schema);
  return [...faults(isPackage, descriptor), ...resources.flatMap((schema) => faults(isTable, schema))];
}
