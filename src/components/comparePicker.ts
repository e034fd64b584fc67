import type {ListedServer} from "../report/serverList.js";
import {element} from "./element.js";
import {matches, searchTerms} from "./searchTerms.js";

/** What was chosen: two servers, or what keeps a choice from being one. */
export interface ChosenPair {
  readonly a: ListedServer | null;
  readonly b: ListedServer | null;
  /** to be told to the reader; null if both are found or nothing was asked for */
  readonly problem: string | null;
}

/** Characters of what was asked for that an answer repeats. */
const LONGEST_REPEATED = 100;

/** The server that a text means: its name, its id, or a part that only it has. */
export function serverMeant(
  servers: readonly ListedServer[],
  text: string,
): ListedServer | {readonly problem: string} | null {
  const asked = text.trim();
  if (asked === "") return null;
  const exact = servers.find(({endpoint, id}) => endpoint === asked || id === asked);
  if (exact) return exact;
  const terms = searchTerms(asked);
  const found = terms.length === 0 ? [] : servers.filter((server) => matches(server, terms));
  const [only] = found;
  if (only && found.length === 1) return only;
  const shown = asked.length > LONGEST_REPEATED ? `${asked.slice(0, LONGEST_REPEATED)}…` : asked;
  return {
    problem: only
      ? `“${shown}” is part of ${found.length} names: choose one of them.`
      : `There is no server “${shown}” in this archive.`,
  };
}

/** Two boxes to name servers in; says `input` when the choice changes, as Framework's view expects. */
export function comparePicker(
  servers: readonly ListedServer[],
  query: {readonly a: string; readonly b: string},
): HTMLElement & {readonly value: ChosenPair} {
  const list = element(
    "datalist",
    {id: "compared-servers"},
    ...servers.map(({endpoint, program}) =>
      element("option", {value: endpoint}, program ?? "never answered"),
    ),
  );
  const boxes = ([query.a, query.b] as const).map((text) => {
    const box = element("input", {list: list.id, autocomplete: "off", spellcheck: "false", maxlength: 300});
    box.setAttribute("placeholder", "host:port, or part of it");
    const meant = serverMeant(servers, text);
    box.value = meant && !("problem" in meant) ? meant.endpoint : text;
    return box;
  }) as [HTMLInputElement, HTMLInputElement]; // one for each text
  const form = element(
    "form",
    {class: "search compare", "aria-label": "Two servers"},
    ...boxes.map((box, i) => element("label", {}, element("span", {}, i === 0 ? "Compare" : "with"), box)),
    element("button", {type: "submit"}, "Compare"),
    list,
  );
  const tell = () => form.dispatchEvent(new CustomEvent("input"));
  for (const box of boxes) {
    box.addEventListener("input", (event) => event.stopPropagation()); // half a name is no choice yet
    box.addEventListener("change", tell);
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tell();
  });
  return Object.defineProperty(form, "value", {
    get: (): ChosenPair => {
      const [a, b] = boxes.map((box) => serverMeant(servers, box.value));
      const problems = [a, b].flatMap((one) => (one && "problem" in one ? [one.problem] : []));
      const found = (one: typeof a) => (one && !("problem" in one) ? one : null);
      return {a: found(a), b: found(b), problem: problems.length > 0 ? problems.join(" ") : null};
    },
  }) as unknown as HTMLElement & {readonly value: ChosenPair}; // the getter just defined
}
